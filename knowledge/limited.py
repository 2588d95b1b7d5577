"""Child processes that work on what strangers wrote, held to limits of memory and CPU time."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


def limit_process(memory_bytes: int, cpu_seconds: int) -> None:
    """Limit this process and those it starts, each one for itself; it ends when its parent is killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def wait(child: subprocess.Popen[bytes], seconds: float) -> tuple[int, int]:
    """Exit status of a child and the most memory it was seen to hold, in bytes (0 where the system does not tell).
    Raises subprocess.TimeoutExpired."""
    until = time.monotonic() + seconds
    held = 0
    while True:
        held = max(held, _held(child.pid))
        found, status = os.waitpid(child.pid, os.WNOHANG)
        if found:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, held
        if time.monotonic() >= until:
            raise subprocess.TimeoutExpired(child.args, seconds)
        time.sleep(0.005)


def _held(pid: int) -> int:
    # What the system counts for an ended child includes its parent's before the child became a program of its own.
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    peak = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(peak[1]) * 1024 if peak else 0


def end_session(child: subprocess.Popen[bytes]) -> None:
    """End a child that leads a session of its own, and what it started, unless it has ended by itself."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
