"""Days said from today, on each side of month, year and leap day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clock import MONTHS
from knowledge.question.moments import Span, anchored, span

TODAY = date(2026, 9, 10)  # a Thursday
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("besok", date(2026, 9, 11), date(2026, 9, 11)),
        ("lusa tahap apa", date(2026, 9, 12), date(2026, 9, 12)),
        ("kemarin", date(2026, 9, 9), date(2026, 9, 9)),
        ("minggu ini", date(2026, 9, 7), date(2026, 9, 13)),
        ("pekan depan", date(2026, 9, 14), date(2026, 9, 20)),
        ("minggu lalu", date(2026, 8, 31), date(2026, 9, 6)),
        ("tahapan bulan depan apa", date(2026, 10, 1), date(2026, 10, 31)),
        ("akhir bulan ini", date(2026, 9, 21), date(2026, 9, 30)),
        ("awal tahun depan", date(2027, 1, 1), date(2027, 4, 30)),
        ("3 hari lagi", date(2026, 9, 13), date(2026, 9, 13)),
        ("dua minggu lagi", date(2026, 9, 21), date(2026, 9, 27)),
        ("sebulan lagi", date(2026, 10, 1), date(2026, 10, 31)),
        ("2 tahun lagi", date(2028, 1, 1), date(2028, 12, 31)),
        ("2 bulan ke depan", TODAY, date(2026, 11, 10)),
        ("tanggal 20 september 2026", date(2026, 9, 20), date(2026, 9, 20)),
        ("per 5 oktober", date(2026, 10, 5), date(2026, 10, 5)),
        ("20/9/2026", date(2026, 9, 20), date(2026, 9, 20)),
        ("tanggal 15 tahap apa", date(2026, 9, 15), date(2026, 9, 15)),
        ("bulan november", date(2026, 11, 1), date(2026, 11, 30)),
        ("maret 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("next month", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_days_are_read(text: str, first: date, last: date) -> None:
    found = span(text, TODAY)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "berapa hari lagi", "31 februari 2026", "hari minggu", "pasal 12 ayat 3", "indeks 3,4", "may i ask"]
)
def test_what_says_no_day_is_no_day(text: str) -> None:
    assert span(text, TODAY) is None


@given(DAYS, st.integers(0, 999))
def test_days_are_counted_exactly(today: date, number: int) -> None:
    later, before = span(f"{number} hari lagi", today), span(f"{number} hari yang lalu", today)
    assert later is not None
    assert before is not None
    assert later.first - today == today - before.last == timedelta(days=number)


@given(DAYS)
def test_spans_beside_each_other_meet(today: date) -> None:
    for unit in ("minggu", "bulan", "tahun"):
        past, now, coming = (span(f"{unit} {turn}", today) for turn in ("lalu", "ini", "depan"))
        assert past is not None
        assert now is not None
        assert coming is not None
        assert now.first <= today <= now.last
        assert (now.first - past.last).days == (coming.first - now.last).days == 1


@given(DAYS)
def test_the_parts_of_a_month_make_it_up(today: date) -> None:
    early, middle, late = (span(f"{part} bulan ini", today) for part in ("awal", "pertengahan", "akhir"))
    whole = span("bulan ini", today)
    assert early is not None
    assert middle is not None
    assert late is not None
    assert whole is not None
    assert (early.first, late.last) == (whole.first, whole.last)
    assert (middle.first - early.last).days == (late.first - middle.last).days == 1


@given(DAYS, DAYS)
def test_a_written_date_is_that_day_whatever_today_is(said: date, today: date) -> None:
    for text in (
        f"tanggal {said.day} {MONTHS[said.month - 1].lower()} {said.year}",
        f"{said.day}/{said.month}/{said.year}",
    ):
        found = span(text, today)
        if said.year < 1000:
            continue
        assert found is not None
        assert found.first == found.last == said


@given(st.text(max_size=60), DAYS)
def test_any_text_can_be_read(text: str, today: date) -> None:
    found = span(text.lower(), today)
    assert found is None or (found.first <= found.last and found.text in text.lower())


@pytest.mark.parametrize(
    ("text", "today", "rest"),
    [
        ("kalau hari ini 20 agustus 2026, bulan depan tahap apa", date(2026, 8, 20), "bulan depan tahap apa"),
        ("hari ini tahap apa", TODAY, "hari ini tahap apa"),
        ("hari ini atau 3 oktober", TODAY, "hari ini atau 3 oktober"),
    ],
)
def test_a_question_can_say_what_day_it_is(text: str, today: date, rest: str) -> None:
    at, left = anchored(text, TODAY)
    assert at == today
    assert rest in left


def test_a_span_is_named_shortly() -> None:
    assert Span(date(2026, 9, 21), date(2026, 9, 27)).name == "21–27 September 2026"
    assert Span(date(2026, 9, 28), date(2026, 10, 4)).name == "28 September–4 Oktober 2026"
    assert Span(date(2026, 12, 28), date(2027, 1, 3)).name == "28 Desember 2026–3 Januari 2027"
    assert Span(TODAY, TODAY).name == "10 September 2026"
    with pytest.raises(ValueError, match="ends before"):
        Span(TODAY, TODAY - timedelta(days=1))
