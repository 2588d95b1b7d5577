"""Child processes that work on what strangers wrote, held to limits of memory and CPU time."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time


def limit_process(memory_bytes: int, cpu_seconds: int) -> None:
    """Limit this process and those it starts, each one for itself."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def wait(child: subprocess.Popen[bytes], seconds: float) -> tuple[int, int]:
    """Exit status of a child and the most memory it held, in bytes; 0 where that was no more than this process
    held itself, from which the system does not tell it apart. Raises subprocess.TimeoutExpired."""
    until = time.monotonic() + seconds
    while True:
        found, status, usage = os.wait4(child.pid, os.WNOHANG)
        if found:
            child.returncode = os.waitstatus_to_exitcode(status)
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            return child.returncode, usage.ru_maxrss * 1024 if usage.ru_maxrss > own else 0
        if time.monotonic() >= until:
            raise subprocess.TimeoutExpired(child.args, seconds)
        time.sleep(0.005)


def end_session(child: subprocess.Popen[bytes]) -> None:
    """End a child that leads a session of its own, and what it started, unless it has ended by itself."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
