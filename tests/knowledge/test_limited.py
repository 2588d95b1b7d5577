"""Child processes under limits."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_CHILD = (
    "from knowledge.limited import limit_process; import time\n"
    "limit_process(1 << 31, 60); print('x', flush=True); time.sleep(60)"
)
_PARENT = (
    "import subprocess, sys, os\n"
    "child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdout=subprocess.PIPE, start_new_session=True)\n"
    "child.stdout.readline(); print(child.pid, flush=True); os.kill(os.getpid(), 9)"
)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with the one that started it")
def test_a_limited_process_ends_with_the_one_that_started_it() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _PARENT, _CHILD], cwd=ROOT, capture_output=True, check=False, timeout=30
    )
    status = Path(f"/proc/{int(said.stdout)}/status")
    until = time.monotonic() + 10
    while status.exists() and "zombie" not in status.read_text():
        assert time.monotonic() < until, "it lives on"
        time.sleep(0.02)
