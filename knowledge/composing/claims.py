"""What a text states that can be checked word by word: numbers, measures, dates, places in a rule, rules by number.

Read from a sentence and from its source in the same way, so that ``21``, ``dua puluh satu`` and ``21,0`` are one
number, and "tingkat 3" and "level tiga" one level. A number that belongs to something (``Pasal 5``, ``59/2020``) is not
a number by itself: it supports nothing but the same belonging.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from knowledge.composing.numerals import SCALES, in_digits, place, value
from knowledge.text import fold

Reference = tuple[str, str]
Act = tuple[str, str, str]
Day = tuple[int | None, int, int | None]
"""Year, month, day; None where it is not said."""


@dataclass(frozen=True)
class Claims:
    """``numbers`` stand alone; ``measured`` are numbers with what they count, also among ``numbers``; ``references``
    label and place (``("pasal", "5")``); ``acts`` kind, number and year; ``codes`` names with digits (``sp4n``)."""

    numbers: frozenset[Decimal] = frozenset()
    measured: frozenset[tuple[Decimal, str]] = frozenset()
    references: frozenset[Reference] = frozenset()
    dates: frozenset[Day] = frozenset()
    acts: frozenset[Act] = frozenset()
    codes: frozenset[str] = frozenset()

    def __or__(self, other: Claims) -> Claims:
        return Claims(
            self.numbers | other.numbers,
            self.measured | other.measured,
            self.references | other.references,
            self.dates | other.dates,
            self.acts | other.acts,
            self.codes | other.codes,
        )


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari january jan", "februari february pebruari feb", "maret march mar", "april apr", "mei may",
         "juni june jun", "juli july jul", "agustus august agt agu aug", "september sept sep",
         "oktober october okt oct", "november nopember nov", "desember december des dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_UNMISTAKABLE = "|".join(m for m in _MONTHS if len(m) > 4 or m in ("mei", "juni", "juli", "june", "july"))
_RANGE = r"-|s\.?\s?/?\s?d\.?|sampai(?: dengan)?|hingga|to|until|through"
_TO = rf"\s*(?:{_RANGE}|/|,(?: dan| and)?|&|dan|atau|serta|and|or)\s*"
_DATE = re.compile(
    rf"(?<![\w.,])((?:\d{{1,2}}{_TO})*\d{{1,2}})\s+({_MONTH})\b\.?(?:,?\s+((?:19|20)\d\d)\b)?|"
    rf"\b({_MONTH})\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?,\s*)?((?:19|20)\d\d)\b"
)
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?:(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)|((?:19|20)\d\d)-(\d{1,2})-(\d{1,2}))(?![\w/-])"
)
_BARE_MONTH = re.compile(rf"\b({_UNMISTAKABLE})\b")

_KINDS = {
    "perppu": ("perppu", "peraturan pemerintah pengganti undang-undang"),
    "uu": ("undang-undang", "uu", "law"),
    "pp": ("peraturan pemerintah", "pp", "government regulation"),
    "perpres": ("peraturan presiden", "perpres", "presidential regulation"),
    "inpres": ("instruksi presiden", "inpres", "presidential instruction"),
    "keppres": ("keputusan presiden", "keppres", "presidential decree"),
    "permen": ("peraturan menteri", "ministerial regulation", "permen[a-z]*"),
    "kepmen": ("keputusan menteri", "ministerial decree", "kepmen[a-z]*"),
    "se": ("surat edaran", "se", "circular"),
    "pedoman": ("pedoman", "guideline"),
    "perban": ("peraturan kepala badan", "peraturan badan", "peraturan bssn", "peraturan lkpp", "perban", "perka"),
    "perda": ("peraturan daerah", "perda", "peraturan gubernur", "pergub", "peraturan bupati", "perbup",
              "peraturan wali kota", "peraturan walikota", "perwali", "qanun"),
}  # fmt: skip
_KIND = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{key}>{'|'.join(forms)})" for key, forms in _KINDS.items()) + r")(?!\w)"
)
_ACT = re.compile(
    r"(?P<named>(?:nomor|number|no)\.?\s*)?(?<![\w,/-])(\d{1,4}[a-z]?)(?:\s*/\s*|,?\s+(?:tahun|of|year)\s+)"
    r"((?:19|20)\d\d)(?![\w/-])"
)
_BACK = 160  # characters before a number and year in which the kind of rule is looked for

_MEASURES = (
    "hari kerja|hari|minggu|bulan|triwulan|semester|tahun|jam|menit|detik|persen|rupiah|orang|kali|poin|"
    "indikator|aspek|domain|level|pasal|ayat|lampiran|tahap"
)
_COUNTS = rf"\s+(?:{_MEASURES})\b(?!\s*(?:\(?\d|[ivx]+\b))"  # "20 indikator 7 aspek": 7 counts what follows
_LABELS = (
    "pasal|ayat|bab|bagian|paragraf|lampiran|indikator|level|aspek|domain|triwulan|semester|tahap|angka|butir|tabel|"
    "nomor"
)
_ORDER = "kesatu|pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan|kesembilan|kesepuluh|kesebelas|satu"
_REFERENCE = re.compile(
    rf"\b(?P<label>{_LABELS})\s*(?:ke\s*|nomor\s+|#)?(?P<places>\(?(?:\d{{1,4}}[a-z]?|{_ORDER}|[ivxlc]+)\)?"
    rf"(?!\w|[.,]\d|{_COUNTS})(?:\s*\((?:\d{{1,4}}|{_ORDER})\))?"
    rf"(?:{_TO}(?:(?P=label)\s*)?\(?\d{{1,3}}[a-z]?\)?(?!\w|[.,]\d|{_COUNTS}|\s+(?:{_MONTH})\b))*)"
)
_LETTER = re.compile(rf"\bhuruf\s+([a-z]\b(?:{_TO}(?:huruf\s+)?[a-z]\b)*)")
_ALIASES = (
    (r"\b(?:articles?)(?=\s+\d)", "pasal"),
    (r"\bparagraphs?(?=\s*\(?\d)", "ayat"),
    (r"\b(?:letter|point)(?=\s+[a-z]\b)", "huruf"),
    (r"\bindicators?\b", "indikator"),
    (r"\baspects?\b", "aspek"),
    (r"\blevels\b", "level"),
    (r"\bdomains\b", "domain"),
    (r"\bchapters?\b", "bab"),
    (r"\b(?:annex|appendix|attachment)\b", "lampiran"),
    (rf"\b(?:tingkat kematangan|maturity level|tingkat)(?=\s+(?:(?:ke-?\s*)?\d|{_ORDER}))", "level"),
    (r"(?<![\w-])l-?(?=[1-5](?!\w))", "level "),
    (r"(?<![\w-])i-?(?=\d{1,2}(?![\w%]))", "indikator "),
    (r"\bke-?(?=\d)", "ke "),
    (r"%|\bper ?cent\b|\bper 100\b", " persen "),
    (r"\b(?:working|business) days?\b", "hari kerja"),
    (r"\b(?:calendar )?days?\b|\bhari kalender\b", "hari"),
    (r"\bweeks?\b|\bpekan\b", "minggu"),
    (r"\bmonths?\b", "bulan"),
    (r"\byears?\b(?!\s+\d)", "tahun"),
    (r"\bhours?\b", "jam"),
    (r"\bminutes?\b", "menit"),
    (r"\b(?:people|persons?)\b", "orang"),
    (r"\btimes\b", "kali"),
    (r"\brp\.?\s*(?=\d)", " rp "),
    (rf"(?<!salah )\b(?:satu|one)(?=\s+(?:{_MEASURES})\b)", "1"),
)
_REWRITES = tuple((re.compile(pattern), word) for pattern, word in _ALIASES)
_NUMBER = re.compile(
    rf"(?P<money>\brp )?\s*(?<!\w)(?P<digits>\d+(?:[.,]\d+)*)(?!\w)(?:\s+(?P<scale>{'|'.join(SCALES)})\b)?"
    rf"(?=(?:\s*\([^()]{{0,60}}\))?\s*\)?\s*(?P<measure>(?:{_MEASURES})\b)?)"
)
# "3 x 24 jam", "(3 kali 24) jam": neither factor is the number of hours.
_TIMES = re.compile(r"(?<![\w.,])(\d{1,3})\s*(?:[x×]\s*|kali (?=24\b))(\d{1,3})(?![\w]|[.,]\d)")
_CODE = re.compile(r"(?<!\w)(?=\w*\d)(?=\w*[a-z])[a-z0-9]+(?!\w)")
_MARK = re.compile(r"^\s*(?:\((\d{1,2}[a-z]?)\)|(\d{1,2})[.)]|([a-z])[.)])\s+", re.MULTILINE)
_ROW = re.compile(r"^\s*([1-5])\s+(?=[A-Z])", re.MULTILINE)
_GONE = " ¦ "


def plain(text: str) -> str:
    """A text folded, its numbers in digits, its measures and names of places in one Indonesian wording each."""
    left = _TIMES.sub(lambda match: str(int(match[1]) * int(match[2])), in_digits(fold(text)))
    for pattern, word in _REWRITES:
        left = pattern.sub(word, left)
    return left


def read(text: str) -> Claims:
    """The claims of a text in any letter case, Indonesian or English."""
    left = plain(text)
    left, dates = _numeric_dates(left)
    left, acts = _acts(left)
    left = _dates(left, dates)
    left, references = _references(left)
    codes = set(_CODE.findall(left))
    left = _CODE.sub(_GONE, left)
    numbers: set[Decimal] = set()
    measured: set[tuple[Decimal, str]] = set()
    for match in _NUMBER.finditer(left):
        number = value(match["digits"])
        if number is None:
            codes.add(match["digits"])
            continue
        number *= SCALES.get(match["scale"] or "", 1)
        numbers.add(number)
        if measure := "rupiah" if match["money"] else match["measure"]:
            measured.add((number, measure))
    return Claims(*map(frozenset, (numbers, measured, references, dates, acts, codes)))  # type: ignore[arg-type]


def read_source(text: str) -> Claims:
    """The claims of a source in its own lines: list markers are places in it ("(2)" is an ayat, "b." a huruf), and
    support no number; the rows of a table of levels are its levels."""
    places: set[Reference] = set()
    for ayat, number, letter in _MARK.findall(text):
        places.add(("ayat", ayat) if ayat else ("angka", number) if number else ("huruf", letter))
    if re.search(r"\b(?:tingkat|level|kematangan)\b", text, re.IGNORECASE):
        places.update(("level", row) for row in _ROW.findall(text))
    return read(_MARK.sub("", text)) | Claims(references=frozenset(places))


def missing(claim: Claims, source: Claims) -> list[str]:
    """What a claim states that its source does not: names of the fields of ``Claims``, empty when all is there."""
    years = {d[0] for d in source.dates if d[0]} | {int(n) for n in source.numbers if 1900 <= n <= 2100}
    absent = {
        "numbers": claim.numbers - source.numbers - {Decimal(year) for year in years},
        "measured": claim.measured - source.measured,
        "references": claim.references - source.references,
        "dates": {day for day in claim.dates if not _dated(day, source.dates, years)},
        "acts": {act for act in claim.acts - source.acts if act[0] or act[1:] not in {one[1:] for one in source.acts}},
        "codes": claim.codes - source.codes,
    }
    return [name for name, rest in absent.items() if rest]


def _dated(day: Day, known: Iterable[Day], years: set[int]) -> bool:
    year, month, number = day
    return any(
        m == month and number in (None, d) and (year in (None, y) or (y is None and year in years)) for y, m, d in known
    )


def _numeric_dates(text: str) -> tuple[str, set[Day]]:
    found: set[Day] = set()

    def take(match: re.Match[str]) -> str:
        day, month, year = (match[3] and (match[1], match[2], match[3])) or (match[6], match[5], match[4])
        if not 1 <= int(month) <= 12:
            return match[0]
        found.add((int(year), int(month), int(day)))
        return _GONE

    return _NUMERIC.sub(take, text), found


def _dates(text: str, found: set[Day]) -> str:
    def take(match: re.Match[str]) -> str:
        month = _MONTHS[match[2] or match[4]]
        said = match[3] or match[6]
        year = int(said) if said else None
        days = re.findall(r"\d+", match[1] or match[5] or "") or [None]
        found.update((year, month, int(day) if day else None) for day in days)
        return _GONE

    left = _DATE.sub(take, text)
    found.update((None, _MONTHS[name], None) for name in _BARE_MONTH.findall(left))
    return left


def _acts(text: str) -> tuple[str, set[Act]]:
    found: set[Act] = set()

    def take(match: re.Match[str]) -> str:
        before = text[max(0, match.start() - _BACK) : match.start()].rpartition(";")[2]
        kinds = [kind.lastgroup or "" for kind in _KIND.finditer(before)]
        if not kinds and not match["named"]:
            return match[0]  # "2025/2026" names no rule
        found.add((kinds[-1] if kinds else "", match[2].lstrip("0"), match[3]))
        return _GONE

    return _ACT.sub(take, text), found


def _references(text: str) -> tuple[str, set[Reference]]:
    found: set[Reference] = set()

    def take(match: re.Match[str]) -> str:
        label = match["label"]
        places = re.findall(rf"\d+[a-z]?|\b(?:{_ORDER}|[ivxlc]+)\b", match["places"])
        found.update((label, _name(one)) for one in places)
        for low, high in re.findall(rf"(\d+)\)?\s*(?:{_RANGE})\s*(?:{label}\s*)?\(?(\d+)", match["places"]):
            if int(high) - int(low) <= 60:
                found.update((label, str(n)) for n in range(int(low), int(high) + 1))
                found.add((label, f"{int(low)}-{int(high)}"))  # a shorter range is another statement
        return _GONE

    def letters(match: re.Match[str]) -> str:
        found.update(("huruf", letter) for letter in re.findall(r"(?<![\w.])[a-z](?![\w.])", match[1]))
        return _GONE

    return _LETTER.sub(letters, _REFERENCE.sub(take, text)), found


def _name(text: str) -> str:
    number = place(text)
    return str(number) if number is not None else text.lstrip("0")
