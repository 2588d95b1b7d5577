"""Today, as a value that is handed in: answers about dates must be testable; and how moments are told to people.

Moments are kept in UTC and told in the time of the region, whose zone is a setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HERE = "Asia/Makassar"
"""The zone of Kalimantan Selatan, which keeps WITA (IANA time zone database)."""
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def day(value: date) -> str:
    """``5 Juni 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


_zone = ZoneInfo(HERE)


def zone(name: str) -> ZoneInfo:
    """A zone of the IANA database. Raises ValueError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"'{name}' bukan zona waktu; isi misalnya {HERE}") from None


def keep_time_of(name: str) -> None:
    """Tell moments in a zone of the IANA database. Raises ValueError when there is none of that name."""
    global _zone  # of the process, as its logging: set once, from the settings
    _zone = zone(name)


def local(at: datetime) -> datetime:
    """A moment in the time of the region; one without a zone is taken to be UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_zone)


def local_day(at: datetime) -> date:
    """The date in the region at a moment."""
    return local(at).date()


def moment(at: datetime) -> str:
    """``24-11-2026 21.36 WITA``, in the time of the region."""
    return f"{local(at):%d-%m-%Y %H.%M %Z}"


class Clock(Protocol):
    """Tells the date in the region."""

    def today(self) -> date: ...


class SystemClock:
    """The machine's clock."""

    def today(self) -> date:
        return local_day(datetime.now(UTC))


@dataclass(frozen=True)
class FixedClock:
    """Always the same day."""

    day: date

    def today(self) -> date:
        return self.day
