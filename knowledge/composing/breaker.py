"""A circuit breaker: a language model that fails again and again is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after ``failures`` failures in a row, for ``seconds``; then lets one call through to see. Thread-safe."""

    def __init__(self, failures: int = 3, seconds: float = 60.0, now: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._seconds = seconds
        self._now = now
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    def allows(self) -> bool:
        """Whether a call may be made now; its end must be told to ``succeeded`` or ``failed``."""
        with self._lock:
            if self._failed < self._limit:
                return True
            if self._now() < self._until:
                return False
            self._until = self._now() + self._seconds  # one call tries; the others wait for what it says
            return True

    def succeeded(self) -> None:
        """The model answered, whatever it said."""
        with self._lock:
            self._failed = 0

    def failed(self) -> bool:
        """The model did not answer; returns whether this opened the circuit."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._limit:
                self._until = self._now() + self._seconds
            return self._failed == self._limit
