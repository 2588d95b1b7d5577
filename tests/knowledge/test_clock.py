"""Moments are told in the time of the region, which says its name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from knowledge import clock

LATE = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    clock.keep_time_of(clock.HERE)


def test_a_moment_is_told_in_the_time_of_the_region() -> None:
    assert clock.moment(LATE) == "25-11-2026 01.05 WITA"
    assert clock.local_day(LATE) == date(2026, 11, 25)


def test_another_region_keeps_its_own_time() -> None:
    clock.keep_time_of("Asia/Jakarta")
    assert clock.moment(LATE) == "25-11-2026 00.05 WIB"
    clock.keep_time_of("Asia/Jayapura")
    assert clock.moment(LATE) == "25-11-2026 02.05 WIT"


def test_a_moment_without_a_zone_is_utc() -> None:
    assert clock.moment(LATE.replace(tzinfo=None)) == clock.moment(LATE)


@pytest.mark.parametrize("name", ["", "WITA", "Asia", "../etc/passwd", "Asia/Banjarbaru"])
def test_what_is_no_zone_is_refused_and_changes_nothing(name: str) -> None:
    with pytest.raises(ValueError, match="bukan zona waktu"):
        clock.keep_time_of(name)
    assert clock.moment(LATE).endswith("WITA")
