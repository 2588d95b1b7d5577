"""Headings of statutes (BAB, Bagian, Paragraf, Pasal), misread ones too, and which numbers they carry.

A single line cannot say what a misread number was, or whether "Pasal 5" is a heading or the end of a wrapped
reference. The sequence can: of all lines that may be headings, ``article_marks`` keeps the best rising chain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structuring.lines import is_upper, starts_paragraph

Number = tuple[int, str]

_NOISE = r"[^\w\s(]?\s?"
_WORD = r"[Pp][Aa][Ss][AaeQ][lLJI1!7|]"
_ARTICLE = re.compile(rf"{_NOISE}{_WORD}\s*([0-9OoIlLtTZSsBGgqA|][0-9OoIlLtTSsZBGgqA| ]{{0,4}}?)\s?([A-Z]{{1,2}})?$")
_BARE_ARTICLE = re.compile(rf"{_NOISE}{_WORD}$")
_LOOSE_NUMBER = re.compile(r"[0-9OoIlLtTSsZBG]{1,3}$")
_ROMAN_ARTICLE = re.compile(rf"{_NOISE}{_WORD}\s*([Il1|]{{1,3}}|[Il1|]V|V[Il1|]{{0,3}})$")
_STRICT_ROMAN = re.compile(r"I{1,3}|IV|VI{0,3}")
_CHAPTER = re.compile(rf"{_NOISE}B[AaÄ]B\s*([IVXLClxv1|]+?)([A-HJ-UW-Z]?)(?:\s+([A-Z][A-Z ,/()\-]{{3,}}))?$")
_PART = re.compile(rf"{_NOISE}(?:Bagian|BAGIAN)\s+((?:Ke|KE)-?\w+(?:\s[Bb]elas|\s[Pp]uluh)?|Pertama|PERTAMA)$")
_PARAGRAPH = re.compile(rf"{_NOISE}(?:Paragraf|PARAGRAF)\s*([0-9lIO]{{1,2}}[A-Z]?|Kesatu|Ke\w+)$")
# Words after which a line goes on with a reference, whatever it looks like.
LEADS_ON = re.compile(r"(\b(ayat|dan|atau|dan/\s?atau|huruf|angka|Pasal|dengan|pada|dalam|dari|yakni|yaitu|serta)|,)$")
_FIRST_AYAT = re.compile(r"\(\s?[1lI]\s?\)")
_DIGITS = str.maketrans(
    {"O": "0", "o": "0", "I": "1", "l": "1", "L": "1", "t": "1", "|": "1", "i": "1", "T": "7", "Z": "2", "S": "5",
     "s": "5", "B": "8", "G": "6", "g": "9", "q": "9", "A": "4"}
)  # fmt: skip
_ROMANS = str.maketrans({"l": "I", "1": "I", "|": "I", "x": "X", "v": "V"})

_GAP = 0.15
_MOST = 10_000  # headings looked at: the longest act has some 3,000, and each costs more than the one before
_TITLE_LINES = 4


@dataclass(frozen=True)
class Mark:
    """The heading of an article: its line, and its number as a person writes it ("6A")."""

    index: int
    number: str


@dataclass
class Trail:
    """The open headings while going through the articles; ``heading`` is the line of the first one of those that
    still wait for their article."""

    chapter: str = ""
    part: str = ""
    paragraph: str = ""
    heading: int | None = None

    def crumbs(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.chapter, self.part, self.paragraph)))

    def take(self, index: int, kind: str, title: str) -> None:
        if self.heading is None:
            self.heading = index
        if kind == "bab":
            self.chapter, self.part, self.paragraph = title, "", ""
        elif kind == "bagian":
            self.part, self.paragraph = title, ""
        else:
            self.paragraph = title


@dataclass(frozen=True)
class _Candidate:
    index: int
    readings: dict[Number, float]
    any_next: float = 0.0


@dataclass(frozen=True)
class _Step:
    score: float
    number: Number
    before: int | None


def number_text(number: Number) -> str:
    """(6, "A") → "6A"."""
    return f"{number[0]}{number[1]}"


def number_key(text: str) -> Number:
    """ "6A" → (6, "A"): the order of articles, inserted ones after the one they follow. (0, text) without digits."""
    match = re.match(r"(\d+)([A-Za-z]*)$", text)
    return (int(match[1]), match[2].upper()) if match else (0, text)


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a chapter, part, paragraph or article."""
    return any(pattern.match(text) for pattern in (_CHAPTER, _PART, _PARAGRAPH, _ARTICLE, _BARE_ARTICLE))


def group_heading(texts: Sequence[str], index: int, end: int) -> tuple[str, str] | None:
    """(kind, heading with its title) of a BAB, Bagian or Paragraf that begins in this line."""
    text = texts[index]
    if index and LEADS_ON.search(texts[index - 1]) and not is_upper(texts[index - 1]):
        return None
    if index + 1 < end and texts[index + 1] == text:
        return None  # a catchword: the heading itself opens the next page
    if chapter := _CHAPTER.match(text):
        number = chapter[1].translate(_ROMANS) + chapter[2]
        return "bab", f"BAB {number} {chapter[3] or _title(texts, index + 1, end)}".strip()
    if part := _PART.match(text):
        return "bagian", f"Bagian {part[1]} {_title(texts, index + 1, end)}".strip()
    if paragraph := _PARAGRAPH.match(text):
        number = paragraph[1].translate(_DIGITS) if paragraph[1][0] in "lIO" else paragraph[1]
        return "paragraf", f"Paragraf {number} {_title(texts, index + 1, end)}".strip()
    return None


def _title(texts: Sequence[str], index: int, end: int) -> str:
    words: list[str] = []
    for text in texts[index : min(index + _TITLE_LINES, end)]:
        if is_heading(text) or starts_paragraph(text) or text.endswith((".", ";", ":")):
            break
        if words and is_upper(words[0]) and not is_upper(text):
            break  # a title in capitals ends where the text begins
        words.append(text)
    return " ".join(words)


def _readings(word: str, letter: str) -> dict[Number, float]:
    """What a printed number may be, and how sure that is (1: as printed)."""
    word = word.replace(" ", "")
    found: dict[Number, float] = {}

    def offer(digits: str, suffix: str, weight: float) -> None:
        if digits.isdigit() and 0 < int(digits) < 1000 and not digits.startswith("0"):
            key = (int(digits), suffix)
            found[key] = max(found.get(key, 0.0), weight)

    digits = word.translate(_DIGITS)
    sure = 1.0 if word.isdigit() or word == "I" else 0.9
    offer(digits, letter, sure)
    if letter:
        # "2B" may be 28, "2SG" 25 or 26: a letter that stands for a digit, or for nothing.
        offer(digits + letter.translate(_DIGITS), "", 0.8)
        offer(digits, "", 0.5)
    both = word + letter
    for place, character in enumerate(both):
        if not character.isdigit() and len(both) > 1:
            offer((both[:place] + both[place + 1 :]).translate(_DIGITS), "", 0.6)
    return found


def _candidates(texts: Sequence[str], start: int, end: int, loose: bool) -> list[_Candidate]:
    found: list[_Candidate] = []
    headed, bare = start - 99, -99
    for index in range(start, end):
        text = texts[index]
        if _CHAPTER.match(text) or _PART.match(text) or _PARAGRAPH.match(text):
            headed = index
        before = texts[index - 1] if index > start and index - 1 != bare else ""
        doubt = _doubt(before if index - headed > _TITLE_LINES else "", texts[index + 1] if index + 1 < end else "")
        if match := _ARTICLE.match(text):
            readings = _readings(match[1], match[2] or "")
            found.append(_Candidate(index, {n: w - doubt for n, w in readings.items()}))
        elif _BARE_ARTICLE.match(text):
            # A scan may lose the number itself; the heading then counts as the next article.
            found.append(_Candidate(index, {}, 0.4 - doubt))
            bare = index
        elif loose and index - bare < 40 and _LOOSE_NUMBER.match(text):
            # … or set the numbers below a column of "Pasal", "Pasal", "Pasal".
            found.append(_Candidate(index, {n: min(w, 0.7) for n, w in _readings(text, "").items()}))
    return found


def _doubt(before: str, following: str) -> float:
    """How much the lines around a possible heading speak for a wrapped reference; 1 is for certain."""
    doubt = 0.5 if following[:1].islower() or following[:1] in (",", ";") else 0.0
    if LEADS_ON.search(before) and not _FIRST_AYAT.match(following):
        doubt += 0.6 if before.endswith(",") else 1.0
    return doubt


def _missing(before: Number, after: Number) -> int | None:
    """Articles left out between two; None when the second does not come after the first."""
    if after <= before:
        return None
    return max(0, after[0] - before[0] - (0 if after[1] else 1))


def article_marks(
    texts: Sequence[str], start: int, end: int, *, loose: bool = False, quoted: bool = False
) -> list[Mark]:
    """Headings "Pasal N" among these lines, in rising order. ``loose`` also takes numbers that lost their "Pasal";
    ``quoted`` text need not begin near Pasal 1.

    The chain of headings with the highest sum of certainties, less a cost for every article left out.
    """
    candidates = _candidates(texts, start, end, loose)[:_MOST]
    steps: list[_Step] = []
    highest: dict[Number, int] = {}  # the last of the best steps to each number: only that one can lead further
    owners: list[int] = []
    for place, candidate in enumerate(candidates):
        fresh = [
            step
            for number, weight in candidate.readings.items()
            if weight > 0.05 and (step := _best(steps, highest, number, weight, quoted)) is not None
        ]
        if candidate.any_next > 0:
            fresh += _nexts(steps, candidate.any_next)
        for step in fresh:
            steps.append(step)
            known = highest.get(step.number)
            if known is None or step.score >= steps[known].score:
                highest[step.number] = len(steps) - 1
        owners += [place] * len(fresh)
    marks: list[Mark] = []
    last = max(range(len(steps)), key=lambda i: (steps[i].score, i), default=None)
    while last is not None:
        marks.append(Mark(candidates[owners[last]].index, number_text(steps[last].number)))
        last = steps[last].before
    return _filled(marks[::-1], candidates)


def _best(
    steps: Sequence[_Step], highest: dict[Number, int], number: Number, weight: float, quoted: bool
) -> _Step | None:
    score, before = weight - (0.0 if quoted else _GAP * (number[0] - 1)), None
    for place in sorted(highest.values()):
        step = steps[place]
        missing = _missing(step.number, number)
        if missing is not None and step.score + weight - _GAP * missing >= score:
            score, before = step.score + weight - _GAP * missing, place
    return _Step(score, number, before) if score > 0 else None


def _nexts(steps: Sequence[_Step], weight: float) -> list[_Step]:
    """A heading without a number after the best few chains so far."""
    order = sorted(range(len(steps)), key=lambda i: steps[i].score, reverse=True)[:3]
    return [_Step(steps[i].score + weight, (steps[i].number[0] + 1, ""), i) for i in order]


def _filled(marks: list[Mark], candidates: Sequence[_Candidate]) -> list[Mark]:
    """Where as many headings were left over as numbers are missing, they are those."""
    found: list[Mark] = []
    for mark in marks:
        before = found[-1] if found else None
        if before:
            low, high = number_key(before.number)[0], number_key(mark.number)[0]
            sure = [c.index for c in candidates if before.index < c.index < mark.index and _certain(c)]
            if 0 < high - low - 1 == len(sure):
                found += [Mark(index, str(low + step)) for step, index in enumerate(sure, 1)]
        found.append(mark)
    return found


def _certain(candidate: _Candidate) -> bool:
    return max(candidate.readings.values(), default=0.0) >= 0.9


def roman_marks(texts: Sequence[str], start: int, end: int) -> list[Mark]:
    """Pasal I, II … of an amending act. A misread "Pasal 11" counts only where no proper one stands."""
    first = next((i for i in range(start, end) if _ROMAN_ARTICLE.match(texts[i])), None)
    if first is None:
        return []
    marks = [Mark(first, "I")]
    strict = {
        match[1]: i
        for i in range(end - 1, first, -1)
        if (match := _ROMAN_ARTICLE.match(texts[i])) and _STRICT_ROMAN.fullmatch(match[1])
    }
    for numeral in ("II", "III", "IV", "V"):
        place = strict.get(numeral)
        if place is None and numeral in ("II", "III"):
            read = [
                i
                for i in range(marks[-1].index + 1, end)
                if (match := _ROMAN_ARTICLE.match(texts[i])) and match[1].translate(_ROMANS) == numeral
            ]
            place = read[-1] if read else None
        if place is None or place <= marks[-1].index:
            break
        marks.append(Mark(place, numeral))
    return marks


def roman_value(number: str) -> int:
    """The value of a Roman numeral: "IX" → 9. Raises KeyError for other letters."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for here, following in zip(number, number[1:] + " ", strict=True):
        value = values[here]
        total += -value if value < values.get(following, 0) else value
    return total
