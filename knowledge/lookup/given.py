"""Levels and indices that a question gives for a calculation: "I1 level 3, I2 = 4, sisanya 2"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge.scoring import HIGHEST, LOWEST

_TO = r"\s*(?:-|–|sampai(?: dengan)?|hingga|s\.?\s?/?d\.?)\s*"
_TOKEN = re.compile(
    r"(?<![\w-])(?P<kind>indikator|indicator|aspek|domain|i)\s?(?:nomor\s|ke)?[-\s]?(?P<number>\d{1,2})(?![\d%]|[.,]\d)"
    rf"(?:{_TO}(?:indikator|aspek|domain|i)?\s?-?(?P<last>\d{{1,2}})(?![\d%]|[.,]\d))?"
    rf"|(?<![\w.,/-])(?P<from>\d{{1,2}}){_TO}(?P<to>\d{{1,2}})(?=\s*(?:level|tingkat|nilai|bernilai|skor|=|:))"
    r"|(?<![\w.,/-])(?P<next>\d{1,2})(?=\s*[=:]\s*\d)"
    r"|(?P<filling>(?<!\w)(?:yang|itu|adalah|dapat|ada di)(?!\w))"
    r"|(?<!\w)(?P<rest>semua(?:nya)?|seluruh(?:nya)?|sisa(?:nya)?|selebih(?:nya)?|lain(?:nya)?|yang lain(?:nya)?"
    r"|setiap|tiap|all|every|the rest|others)(?!\w)"
    r"|(?P<mark>(?<!\w)(?:level|tingkat(?: kematangan)?|nilai(?:nya)?|bernilai|skor(?:nya)?|indeks(?:nya)?)(?!\w)|[=:])"
    r"|(?P<series>(?<![\w/.,-])[1-5](?:[,;/][1-5]){2,}(?![\w/]|[.,]\d))"
    r"|(?P<value>(?<![\w/.,-])\d{1,2}(?:[.,]\d{1,3})?(?![\w/]|\s?%|\s?persen))"
    r"|(?P<sep>[,;&+]|(?<!\w)dan(?!\w))"
    r"|(?P<word>\S+)"
)
_COUNTS = re.compile(r"\s*(?:buah\s+)?(?:indikator|aspek|domain|level|tahun|orang)\b")
_MOVE = re.compile(
    r"(?<![\d.,])([0-5](?:[.,]\d{1,2})?)\s*(?:naik\s+)?(?:ke|menjadi|jadi|->|→)\s*"
    r"(?:level\s+|tingkat\s+|nilai\s+)?([0-5](?:[.,]\d{1,2})?)(?![\d.,]*\d)"
)


@dataclass
class Given:
    """Values by number for each kind of part ("indikator", "aspek", "domain"), and the value of all others
    (``rest``). ``unclear``: values and parts do not pair up, or a value lies outside 1–5; ``outside`` is that value."""

    values: dict[str, dict[int, Decimal]] = field(default_factory=dict)
    rest: Decimal | None = None
    unclear: bool = False
    outside: Decimal | None = None

    def of(self, kind: str) -> dict[int, Decimal]:
        """The values given for one kind of part, by number."""
        return self.values.get(kind, {})

    def __bool__(self) -> bool:
        return bool(self.values) or self.rest is not None


def move(text: str) -> tuple[Decimal, Decimal] | None:
    """From which value to which: "naik dari level 2 ke 3" is (2, 3); None where none is told."""
    match = _MOVE.search(text)
    return (_decimal(match[1]), _decimal(match[2])) if match else None


def given(text: str) -> Given:
    """What a folded question gives. A part that is only named ("indeks aspek 2") has no value and is left out."""
    reader = _Reader()
    for match in _TOKEN.finditer(text):
        reader.take(match)
    reader.flush()
    found = reader.found
    told = [value for row in found.values.values() for value in row.values()]
    told += [] if found.rest is None else [found.rest]
    found.outside = next((value for value in told if not LOWEST <= value <= HIGHEST), None)
    found.unclear = found.unclear or found.outside is not None
    return found


class _Reader:
    """Parts gather until a value comes; values gather until a part comes."""

    def __init__(self) -> None:
        self.found = Given()
        self._keys: list[tuple[str, int]] = []
        self._values: list[str] = []
        self._marked = self._all = False
        self._before = self._loose = self._kind = ""

    def take(self, match: re.Match[str]) -> None:
        kind = match.lastgroup or ""
        if kind == "filling":
            return  # "indikator 20 yang 4"
        if match["number"]:
            kind = "part"
            self._part(match)
        elif match["from"] and self._kind:  # "indikator 1-10 level 4, 11-20 level 3"
            self.flush()
            self._keys = [(self._kind, number) for number in range(int(match["from"]), int(match["to"]) + 1)]
            kind = "part"
        elif match["next"] and self._kind:  # "indikator 5=3 6=2"
            self.flush()
            self._keys = [(self._kind, int(match["next"]))]
            kind = "part"
        elif kind == "rest" and len(self._keys) > 1 and not self._values:
            self._marked = True  # "aspek 1 sampai 7 semua 2,5"
        elif kind == "rest":
            self.flush()
            self._all = True
            if self._loose and self._before == "value":  # "level 3 semua"
                self.found.rest, self._all = _decimal(self._loose), False
        elif kind == "mark":
            if self._values:
                self.flush()
            self._marked = True
        elif kind == "series":  # "3,4,3,2" without spaces: four levels
            self._values = re.findall(r"\d", match["series"])
        elif kind == "value":
            self._value(match["value"], counts=_COUNTS.match(match.string, match.end()) is not None)
        self._before = kind

    def _part(self, match: re.Match[str]) -> None:
        if self._all and not match["kind"].startswith("i"):
            return  # "semua indikator aspek 7": the aspect says which, it has no value itself
        if self._values or self._marked or self._before not in ("sep", "part"):
            self.flush()
        kind = "indikator" if match["kind"].startswith("i") else match["kind"]
        first = int(match["number"])
        last = int(match["last"] or first)
        self._kind = kind
        self._keys += [(kind, number) for number in range(first, max(first, min(last, 60)) + 1)]
        self._all = False

    def _value(self, raw: str, *, counts: bool) -> None:
        if self._all and (self._marked or (self._before == "rest" and not counts)):  # "semua 2", not "semua 2 aspek"
            self.found.rest, self._all, self._marked = _decimal(raw), False, False
        elif not self._keys:
            self._loose = raw if self._marked else ""
            self._marked = False
        elif self._values or self._marked or self._before == "part":
            if not self._values or self._before == "sep":
                self._values.append(raw)
        elif self._before == "sep" and raw.isdigit():
            self._keys.append((self._keys[-1][0], int(raw)))  # "indikator 11, 12 dan 13"
            self._before = "part"

    def flush(self) -> None:
        """Pair the parts gathered with their values; parts without a value were only named."""
        values = self._values
        if values and len(values) in (1, len(self._keys)):
            told = [_decimal(raw) for raw in values] * (len(self._keys) if len(values) == 1 else 1)
            for (kind, number), value in zip(self._keys, told, strict=True):
                self.found.values.setdefault(kind, {})[number] = value
        elif values:
            self.found.unclear = True
        self._keys, self._values, self._marked, self._all = [], [], False, False


def _decimal(raw: str) -> Decimal:
    return Decimal(raw.replace(",", "."))
