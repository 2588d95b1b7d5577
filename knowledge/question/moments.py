"""The days that a question speaks of as seen from today: "besok", "minggu depan", "3 hari lagi", "20 september"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from knowledge.clock import day
from knowledge.cues import alternatives
from knowledge.question.asked import Question
from knowledge.question.numbers import NUMERAL
from knowledge.vocabulary import cues

_PARTS = {"awal": (1, 10), "pertengahan": (11, 20), "akhir": (21, 31)}  # days of a month


@dataclass(frozen=True)
class Span:
    """Days from ``first`` to ``last``, both inside, and the ``text`` that says them."""

    first: date
    last: date
    text: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a span ends before it begins: {self.first} {self.last}")

    @property
    def single(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    @property
    def name(self) -> str:
        """``20 September 2026``, ``21–27 September 2026``, ``28 September–4 Oktober 2026``."""
        if self.single:
            return day(self.first)
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first.day}–{day(self.last)}"
        start = day(self.first)
        return f"{start.removesuffix(f' {self.last.year}')}–{day(self.last)}"


def anchored(text: str, today: date) -> tuple[date, str]:
    """The day that a text says today is ("kalau hari ini 10 september 2026, …") and the text without it; ``today`` and
    the text itself where it says none."""
    match = re.search(rf"(?<!\w)(?:{alternatives(cues().offsets[0])}),? (?=\d|tanggal|tgl|{_month_names()})", text)
    said = _written(text[match.end() :], today) if match else None
    if match is None or said is None or not text[match.end() :].startswith(said.text):
        return today, text
    return said.first, f"{text[: match.start()]} {text[match.end() + len(said.text) :]}".strip()


def dated(question: Question, today: date) -> Question:
    """A question for an index or a score "tahun lalu" with the year that is meant."""
    if question.years or not (question.wants("score", "predicate") or question.agencies):
        return question
    said = span(question.spelled, today)
    if said is None or (said.first.month, said.first.day, said.last) != (1, 1, date(said.first.year, 12, 31)):
        return question
    year = f"tahun {said.first.year}"
    update = {one: getattr(question, one).replace(said.text, year) for one in ("spelled", "search")}
    return question.model_copy(update={**update, "years": (said.first.year,)})


def _month_names() -> str:
    return alternatives(*cues().months.values())


def span(text: str, today: date) -> Span | None:
    """The days a folded, spelled-out text speaks of; None where it speaks of none, or of a day that does not exist.

    A written date counts before one told from today. Weeks begin on Monday; "2 bulan lagi" is the whole month two
    after this one, "2 minggu lagi" the whole week, "2 hari lagi" the day, "2 bulan ke depan" all days until then."""
    for read in (_written, _counted, _neighbour, _month, _offset):
        if found := read(text, today):
            return found
    return None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = cues()
    month, unit = _month_names(), alternatives(*lists.units.values())
    part = alternatives(*lists.parts.values())
    number = rf"\d{{1,3}}|se|{'|'.join(NUMERAL)}"
    turn = alternatives(lists.coming, lists.past, lists.present)
    made = {
        "words": rf"(?<![\d/.-])(?:(?:tanggal|tgl) )?(\d{{1,2}}) (?:bulan )?({month})\b"
        r"(?:,? ?(?:tahun )?(\d{4}))?(?!\w)",
        "english": rf"(?<!\w)({month}) (\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? ?(\d{{4}}))?(?!\w)",
        "digits": r"(?<![\w/.,-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\w/-])",
        "bare": rf"(?<!\w)(?:tanggal|tgl) (\d{{1,2}})(?!\w|[/.,-]\d| (?:sampai|hingga|{month})\b)",
        "counted": rf"(?<![\w,.])({number}) ?({unit})"
        rf" (?:({alternatives(lists.later)})|({alternatives(lists.within)})|({alternatives(lists.past)}))(?!\w)",
        "neighbour": rf"(?<!\w)(?:({part}) )?({unit}) ({turn})(?!\w)",
        "before": rf"(?<!\w)(?:({part}) )?({turn}) ({unit})(?!\w)",
        "month": rf"(?<!\w)(?:({part})(?: bulan)?|bulan|pada|di|in) ({month})(?: (?:tahun )?(\d{{4}}))?(?!\w)"
        rf"|(?<!\d )(?<!\w)({month}) (?:tahun )?(\d{{4}})(?!\w)",
        "offset": rf"(?<!\w)({alternatives(*lists.offsets.values())})(?!\w)",
    }
    return {name: re.compile(pattern) for name, pattern in made.items()}


def _written(text: str, today: date) -> Span | None:
    """A date in words or digits; the year is today's where none is said."""
    if match := _patterns()["words"].search(text):
        return _day(match[3] or today.year, _key(cues().months, match[2]), match[1], match[0])
    if match := _patterns()["english"].search(text):
        return _day(match[3] or today.year, _key(cues().months, match[1]), match[2], match[0])
    if match := _patterns()["digits"].search(text):
        return _day(match[3], match[2], match[1], match[0])
    if match := _patterns()["bare"].search(text):
        return _day(today.year, today.month, match[1], match[0])
    return None


def _counted(text: str, today: date) -> Span | None:
    match = _patterns()["counted"].search(text)
    if match is None:
        return None
    said = match[1]
    number = int(said) if said.isdigit() else 1 if said == "se" else NUMERAL[said]
    unit = _key(cues().units, match[2])
    if match[4]:  # "2 bulan ke depan"
        last = _whole(unit, today, number)
        until = last.last if unit in ("hari", "tahun") else _moved(unit, today, number)
        return Span(today, max(until, today), match[0])
    found = _whole(unit, today, -number if match[5] else number)
    return Span(found.first, found.last, match[0])


def _neighbour(text: str, today: date) -> Span | None:
    """A span beside today's ("minggu depan", "akhir bulan ini", "next month")."""
    lists = cues()
    if match := _patterns()["neighbour"].search(text):
        part, unit, turn = match[1], match[2], match[3]
    elif match := _patterns()["before"].search(text):
        part, unit, turn = match[1], match[3], match[2]
    else:
        return None
    step = 1 if turn in lists.coming else 0 if turn in lists.present else -1
    kind = _key(lists.units, unit)
    found = _whole(kind, today, step)
    return _part(found, kind, _key(lists.parts, part) if part else "", match[0])


def _month(text: str, today: date) -> Span | None:
    match = _patterns()["month"].search(text)
    if match is None or not (year := int(match[3] or match[5] or today.year)) >= 1:
        return None
    found = _of_month(year, int(_key(cues().months, match[2] or match[4])))
    return _part(found, "bulan", _key(cues().parts, match[1]) if match[1] else "", match[0])


def _offset(text: str, today: date) -> Span | None:
    match = _patterns()["offset"].search(text)
    if match is None:
        return None
    at = today + timedelta(days=int(_key(cues().offsets, match[1])))
    return Span(at, at, match[0])


def _whole(unit: str, today: date, step: int) -> Span:
    """The whole day, week, month or year ``step`` after (before) that of today."""
    if unit == "hari":
        at = today + timedelta(days=step)
        return Span(at, at)
    if unit == "minggu":
        monday = today + timedelta(days=7 * step - today.weekday())
        return Span(monday, monday + timedelta(days=6))
    if unit == "bulan":
        years, month = divmod(today.month - 1 + step, 12)
        return _of_month(today.year + years, month + 1)
    return Span(date(today.year + step, 1, 1), date(today.year + step, 12, 31))


def _moved(unit: str, today: date, number: int) -> date:
    """The same day some weeks or months later, or the last of a shorter month."""
    if unit == "minggu":
        return today + timedelta(weeks=number)
    last = _whole("bulan", today, number).last
    return last.replace(day=min(last.day, today.day))


def _of_month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _part(found: Span, kind: str, part: str, text: str) -> Span:
    """A third of a month, or of a year; of a week its begin and end."""
    if not part or kind == "hari":
        return Span(found.first, found.last, text)
    low, high = _PARTS[part]
    if kind == "bulan":
        return Span(found.first.replace(day=low), found.last.replace(day=min(high, found.last.day)), text)
    if kind == "tahun":
        months = {"awal": (1, 4), "pertengahan": (5, 8), "akhir": (9, 12)}[part]
        return Span(found.first.replace(month=months[0]), _of_month(found.first.year, months[1]).last, text)
    days = {"awal": (0, 1), "pertengahan": (2, 3), "akhir": (4, 6)}[part]
    return Span(found.first + timedelta(days=days[0]), found.first + timedelta(days=days[1]), text)


def _day(year: int | str, month: int | str, number: int | str, text: str) -> Span | None:
    try:
        at = date(int(year), int(month), int(number))
    except ValueError:
        return None
    return Span(at, at, text)


def _key(lists: dict[int, tuple[str, ...]] | dict[str, tuple[str, ...]], said: str) -> str:
    """The key of the list that holds a phrase."""
    return next(str(key) for key, phrases in lists.items() if said in phrases)
