"""Numbers that a question names: indicators, levels, years and values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from knowledge.cues import says
from knowledge.vocabulary import cues, has

YEAR = re.compile(r"(?<![\d/])(20[0-4]\d)(?!\d)")
VALUE = re.compile(r"(?<![\d/.,-])(\d{1,3}(?:[.,]\d{1,6})?)(?![\d/]|[.,]\d)")
LEVEL = re.compile(
    r"(?:level|tingkat(?: kematangan)?)\s*(?:ke-?\s*)?"
    r"(\d{1,2}|satu|dua|tiga|empat|lima|pertama|kedua|ketiga|keempat|kelima)(?:nya)?\b"
    r"|(?<![\w-])l\s?-?(\d)(?!\w)"
)
INDICATOR = re.compile(
    r"(?:indikator|indicator)s?\s*(?:(?:spbe|pemdi|ipd)\s+)?(?:(?:nomor|no)\b\.?\s*|ke-?\s*|#)?(\d{1,4})(?:nya)?\b"
    r"|(?<![\w-])i\s?-?\s?(\d{1,3})(?![\w%])"
)
NUMERAL = {
    "satu": 1, "pertama": 1, "dua": 2, "kedua": 2, "tiga": 3, "ketiga": 3,
    "empat": 4, "keempat": 4, "lima": 5, "kelima": 5,
}  # fmt: skip
_RANGE = re.compile(
    r"(?:indikator\s+|(?<!\w)i\s?-?)(\d{1,2})\s*(?:s\.?\s?/?\s?d\.?|sampai(?: dengan)?|hingga|-)\s*"
    r"(?:i\s?-?)?(\d{1,2})(?!\d)"
)
_ALSO = re.compile(
    r"indikator\s+\d{1,2}(?:\s*(?:,|dan|&|\+|sama|serta|ditambah|plus|vs|versus)\s*(?:indikator\s+)?\d{1,2})+"
)
_LEVELS = re.compile(
    r"(?:level|tingkat(?: kematangan)?)\s*([1-5])\s*"
    r"(?:-|sampai(?: dengan)?|hingga|s\.?\s?d\.?)\s*(?:level\s*)?([1-5])\b"
)
_MORE_LEVELS = re.compile(r"(?:level|tingkat(?: kematangan)?)\s*[1-5]((?:\s*(?:,|dan|&|sama|vs|atau|ke)\s*[1-5])+)\b")


def indicators(text: str) -> tuple[int, ...]:
    """Numbers of indicators in a spelled-out text, ranges and enumerations written out."""
    found: list[int] = []
    for low, high in _RANGE.findall(text):
        if int(low) < int(high) <= 60:
            found.extend(range(int(low), int(high) + 1))
    for match in _ALSO.finditer(text):
        found.extend(int(n) for n in re.findall(r"\d{1,2}", match[0]))
    found.extend(int(a or b) for a, b in INDICATOR.findall(text) if not re.fullmatch(r"20\d\d", a or b))
    # "20 indikator" counts them; in "level 3 indikator 3" the number before belongs to the level.
    found = [n for n in dict.fromkeys(found) if not re.search(rf"(?<!\w){n} indikator(?! \d)", text)]
    return tuple(found)


def levels(text: str, names: Mapping[int, Sequence[str]]) -> list[int]:
    """Levels in a spelled-out text, by number or, where one is spoken of, by ``names``; also those off the scale."""
    found = [NUMERAL.get(a or b) or int(a or b) for a, b in LEVEL.findall(text)]
    for low, high in _LEVELS.findall(text):
        found += range(int(low), int(high) + 1)
    for rest in _MORE_LEVELS.findall(text):
        found += [int(n) for n in re.findall(r"[1-5]", rest)]
    if not found and says(text, cues().level):
        for number, said in names.items():
            found += [number for cue in said if cue not in NUMERAL and has(text, cue)]
    return list(dict.fromkeys(found))


def years(text: str) -> tuple[int, ...]:
    """Years from 2000 to 2049."""
    return tuple(dict.fromkeys(int(year) for year in YEAR.findall(text)))


def values(text: str) -> tuple[Decimal, ...]:
    """Numbers that may be a value or a share."""
    found: list[Decimal] = []
    for raw in VALUE.findall(text):
        try:
            found.append(Decimal(raw.replace(",", ".")))
        except InvalidOperation:  # pragma: no cover - the pattern admits only digits
            continue
    return tuple(found)
