"""Faults a test can put in the way of a method's next calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """Either an error answer, or a connection cut ``before`` the request is looked at or ``after`` it took
    effect (the reply is lost)."""

    status: int = 0
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    cut: str = ""
    body: bytes | None = None

    @classmethod
    def too_many(cls, seconds: int = 1) -> Fault:
        text = f"Too Many Requests: retry after {seconds}"
        return cls(429, text, {"retry_after": seconds})

    @classmethod
    def forbidden(cls) -> Fault:
        return cls(403, "Forbidden: bot was blocked by the user")

    @classmethod
    def bad_request(cls, description: str = "Bad Request: chat not found") -> Fault:
        return cls(400, description)

    @classmethod
    def conflict(cls) -> Fault:
        text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        return cls(409, text)

    @classmethod
    def unauthorized(cls) -> Fault:
        return cls(401, "Unauthorized")

    @classmethod
    def server_error(cls, status: int = 502) -> Fault:
        return cls(status, "Bad Gateway")

    @classmethod
    def garbage(cls) -> Fault:
        return cls(502, body=b"<html>502 Bad Gateway</html>")

    @classmethod
    def cut_before(cls) -> Fault:
        return cls(cut="before")

    @classmethod
    def cut_after(cls) -> Fault:
        return cls(cut="after")
