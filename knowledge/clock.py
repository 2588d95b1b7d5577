"""Today, as a value that is handed in: answers about dates must be testable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Makassar")  # Kalimantan Selatan keeps WITA
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def day(value: date) -> str:
    """``5 Juni 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


class Clock(Protocol):
    """Tells the date in Kalimantan Selatan."""

    def today(self) -> date: ...


class SystemClock:
    """The machine's clock."""

    def today(self) -> date:
        return datetime.now(ZONE).date()


@dataclass(frozen=True)
class FixedClock:
    """Always the same day."""

    day: date

    def today(self) -> date:
        return self.day
