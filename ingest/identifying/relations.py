"""What a regulation says of itself and of others: its dates, what it amends and what it revokes.

The formulas are those of UU 12/2011 Lampiran II as amended by UU 13/2022: "Ditetapkan di … pada tanggal …",
"mulai berlaku pada tanggal diundangkan", "Perubahan Kedua atas …", "dicabut dan dinyatakan tidak berlaku".
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from ingest.identifying.naming import Name, digits, names

_MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember".split()
_SPELLED = {"pebruari": "februari", "nopember": "november", "agst": "agustus"}
_ENACTED = ("ditetapkan", "disahkan", "dikeluarkan")
_PROMULGATED = ("diundangkan",)
_DAY = (
    r"(?P<day>[0-9OoQDIlLi|!tSsBZz]{1,2})\s+(?P<month>[A-Za-z0-9|!]{3,10})\s+"
    r"(?P<year>[12lLIi|][0-9OoQDIlLi|!tSsBZzG]{3})\b"
)
# "Ditetapkan di Jakarta pada tanggal 2 September 2020"; a word of it may be misread.
_CLOSING = re.compile(
    rf"\b(?P<act>D[iIl1]\w{{6,11}})\s+di\s*:?\s+(?P<place>[^\d:;]{{2,40}}?)\s*[Pp]ada\s+\w{{6,8}}\s*:?\s*{_DAY}"
)
_CLOSES = re.compile(r"\bDi(?:tetapkan|sahkan|keluarkan) di\b")
_ANNEX = re.compile(r"\b(?:PENJELASAN\s+ATAS|LAMPIRAN\s*(?:[IVX]+)?\s*:?\s*(?:PERATURAN|KEPUTUSAN|UNDANG))\b")
_IN_FORCE = re.compile(
    r"(?P<before>[^.;]{0,60}?)\bmulai\s+berlaku\s+(?P<when>(?:pada|sejak|setelah|terhitung)\b[^.;]{0,160})", re.I
)
_DELAY = re.compile(
    r"(?P<count>\d{1,3})\s*(?:\([^)]*\)\s*)?(?P<unit>hari|bulan|tahun)\b[^.]{0,40}(?P<from>di\w{6,9})", re.I
)
_REPEALED = re.compile(
    r"\b(?:dicabut\s+dan\s+(?:dinyatakan\s+)?tidak\s+berlaku|dinyatakan\s+(?:dicabut|tidak\s+berlaku))\b", re.I
)
_KEPT = re.compile(r"tetap\s+berlaku|tidak\s+bertentangan", re.I)
_HEADING = re.compile(r"^\s*(?:Pasal\s*[\dOIl]{1,4}[A-Z]?|BAB\s+[IVXL]+[A-Z]?)\s*$", re.M)
_MARK = "¶"  # stands for the heading of an article
_SCOPE = re.compile(rf"{_MARK}|\bPada\s+saat\b|(?<=[a-z)][a-z)])[.]\s+(?=[A-Z(])")
_PARTIAL = re.compile(r"\b(?:(?:[Pp]asal|ayat|[Ll]ampiran|huruf|angka|BAB)\s+[\dIVXLA-Za-z()]{1,6}\b|ketentuan\b)")
_IMPLEMENTING = re.compile(r"(?:pelaksana(?:an)?|turunan)\s+(?:dari|atas|terhadap)?\s*$", re.I)
_CHANGES = re.compile(r"\bPERUBAHAN\s+(?:\w+\s+)?(?:BELAS\s+)?ATAS\b", re.I)
_REPEALS = re.compile(r"\bPENCABUTAN\b", re.I)


@dataclass(frozen=True)
class Dated:
    """A date as read. ``sure`` is false where digits or the month had to be repaired."""

    day: date
    sure: bool


@dataclass(frozen=True)
class Relations:
    """What a document states; ids in ``amends`` and ``revokes`` are those of :mod:`ingest.identifying.naming`."""

    enacted: Dated | None = None
    promulgated: Dated | None = None
    effective: Dated | None = None
    amends: tuple[str, ...] = ()
    revokes: tuple[str, ...] = ()


def relations(text: str, title: str, own: Name) -> Relations:
    """Dates, amended and revoked regulations of the document called ``own``; ``text`` is all of its pages."""
    body = " ".join(_HEADING.sub(f" {_MARK} ", text).split())
    closing = _CLOSES.search(body)
    annex = next((m.start() for m in _ANNEX.finditer(body, closing.end() if closing else 500)), len(body))
    body = body[:annex]
    enacted = _closing(body, _ENACTED)
    promulgated = _closing(body, _PROMULGATED)
    amends, revokes = _of_title(title, own)
    partly, wholly = _repealed(body, own)
    others = tuple(dict.fromkeys([*revokes, *wholly]))
    return Relations(
        enacted=enacted,
        promulgated=promulgated,
        effective=_effective(body, enacted, promulgated),
        amends=tuple(i for i in dict.fromkeys([*amends, *partly]) if i not in others),
        revokes=others,
    )


def read_date(day: str, month: str, year: str) -> Dated | None:
    """A date as printed in Indonesian ("l2", "Juni", "2O19"), or None where it cannot be one."""
    spelled = month.lower().translate(str.maketrans("01|!", "olli"))
    spelled = _SPELLED.get(spelled, spelled)
    scored = process.extract(spelled, _MONTHS, scorer=fuzz.ratio, limit=2, score_cutoff=65)
    if not scored or (len(scored) > 1 and scored[0][1] - scored[1][1] < 5):  # "Jun1" and "Jul1" are not told apart
        return None
    try:
        made = date(int(digits(year)), _MONTHS.index(scored[0][0]) + 1, int(digits(day)))
    except ValueError:
        return None
    sure = day.isdigit() and year.isdigit() and scored[0][1] == 100
    return Dated(made, sure) if 1945 <= made.year <= 2100 else None


def _closing(body: str, acts: tuple[str, ...]) -> Dated | None:
    for match in _CLOSING.finditer(body):
        if process.extractOne(match["act"].lower(), acts, scorer=fuzz.ratio, score_cutoff=85):
            return read_date(match["day"], match["month"], match["year"])
    return None


def _effective(body: str, enacted: Dated | None, promulgated: Dated | None) -> Dated | None:
    """When the document takes effect; at its promulgation where the day is not said or lost (UU 12/2011 Pasal 87)."""
    found: re.Match[str] | None = None
    for match in _IN_FORCE.finditer(body):
        if not re.search(r"\bsaat\b", match["before"]):
            found = match
    if found is None:
        return None
    when = found["when"]
    # Two columns of a justified line may be swapped: "diundangkan. ini mulai berlaku pada tanggal".
    near = found["before"] + " " + when[:60]
    if printed := re.search(rf"(?:tanggal|sejak|pada)\s+{_DAY}", when[:60]):
        return read_date(printed["day"], printed["month"], printed["year"])
    if delay := _DELAY.search(when):
        start = _anchor(delay["from"], enacted, promulgated)
        return Dated(_later(start.day, int(delay["count"]), delay["unit"].lower()), start.sure) if start else None
    for word in re.findall(r"di\w{6,9}", near):
        if _is_act(word):
            return _anchor(word, enacted, promulgated)
    return promulgated


def _is_act(word: str) -> bool:
    acts = (*_ENACTED, *_PROMULGATED)
    return process.extractOne(word.lower(), acts, scorer=fuzz.ratio, score_cutoff=75) is not None


def _anchor(word: str, enacted: Dated | None, promulgated: Dated | None) -> Dated | None:
    best = process.extractOne(word.lower(), (*_ENACTED, *_PROMULGATED), scorer=fuzz.ratio)
    return promulgated if best is not None and best[0] in _PROMULGATED else enacted


def _later(start: date, count: int, unit: str) -> date:
    if unit == "hari":
        return start + timedelta(days=count)
    months = start.month - 1 + count * (12 if unit == "tahun" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _of_title(title: str, own: Name) -> tuple[list[str], list[str]]:
    """What the title says is amended, and what revoked."""
    joined = " ".join(title.split())
    amended, revoked = _CHANGES.search(joined), _REPEALS.search(joined)
    amends = [n.id for n in names(joined[amended.end() :], own)][:1] if amended else []
    revokes = [n.id for n in names(joined[revoked.end() :], own)] if revoked and not amended else []
    return [i for i in amends if i != own.id], [i for i in revokes if i != own.id]


def _repealed(body: str, own: Name) -> tuple[list[str], list[str]]:
    """Regulations of which a part, and those that as a whole, are declared to be no longer in force."""
    partly: list[str] = []
    wholly: list[str] = []
    before = 0
    for match in _REPEALED.finditer(body):
        for whole, id_ in _revoked_in(body[max(before, match.start() - 12_000) : match.start()], own):
            (wholly if whole else partly).append(id_)
        before = match.end()
    return [i for i in partly if i not in wholly], wholly


def _revoked_in(sentence: str, own: Name) -> Iterator[tuple[bool, str]]:
    """(whether wholly, id) of each regulation named in the sentence that ends with the repeal."""
    # Of a list whose first items stay in force only what follows the last of these is repealed.
    for kept in list(_KEPT.finditer(sentence)):
        end = re.search(r"[;.]", sentence[kept.end() :])
        if end is None:
            return  # "… tetap berlaku sepanjang tidak … dinyatakan tidak berlaku": of something else
        sentence = " " * (kept.end() + end.end()) + sentence[kept.end() + end.end() :]
    for mark in list(_SCOPE.finditer(sentence))[-1:]:
        sentence = sentence[mark.start() :]
    previous = 0
    part = False
    for name in names(sentence, own):
        between = sentence[previous : name.start]
        amending = previous and re.search(r"\bdiubah\b", between)
        if not amending:  # an act that changed the one before it shares its fate
            part = bool(_PARTIAL.search(re.split(r"[;:,]", between)[-1]))
        if name.id != own.id and not _IMPLEMENTING.search(between):
            yield not part, name.id
        previous = name.end
