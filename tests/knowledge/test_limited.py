"""Child processes held to limits: what one was seen to hold is its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.limited import end_session, wait

MIB = 1024 * 1024
pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell")


def _run(program: str) -> tuple[int, int]:
    child = subprocess.Popen([sys.executable, "-c", program], start_new_session=True)
    try:
        return wait(child, 30)
    finally:
        end_session(child)


def test_memory_of_the_parent_is_not_its_childs() -> None:
    own = bytearray(b"x") * (200 * MIB)
    code, held = _run("import time; time.sleep(0.2)")
    assert len(own) == 200 * MIB
    assert code == 0
    assert 0 < held < 100 * MIB


def test_the_most_that_a_child_held_is_known_when_it_ends() -> None:
    code, held = _run(
        f"import time; x = b'x' * {150 * MIB}; time.sleep(0.2); del x; time.sleep(0.1); raise SystemExit(7)"
    )
    assert code == 7
    assert held > 150 * MIB
