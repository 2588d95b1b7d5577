"""What a regulation is called: kind, owner, number and year → stable id and short label.

The same grammar reads the head of a document ("PERATURAN MENTERI DALAM NEGERI REPUBLIK INDONESIA NOMOR 5 TAHUN
2021") and the references in its text ("Peraturan Daerah Kota X Nomor 3 Tahun 2021"), also where a scan took
letters for digits ("NOMOR l2 TAHUN 2O19").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

# Letters that a scan puts for digits; only ever applied where a number must stand.
_DIGITS = str.maketrans("OoQDIlLi|!tSsBZzG", "00001111111558226")
_DIGIT = r"0-9OoQDIlLi|!tSsBZzG"


@dataclass(frozen=True)
class Name:
    """A regulation as it is called. ``number`` is as printed ("3", "188.44/12/KUM/2021"); ``start`` and ``end``
    are where the name stands in the text it was read from."""

    id: str
    label: str
    kind: str
    number: str
    year: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class _Kind:
    pattern: str
    prefix: str
    short: str
    kind: str


# A ministry or agency by its distinguishing words, id part and name; any other keeps its own words.
_MINISTRIES = (
    (r"PENDAYAGUNAAN APARATUR|PAN ?-?RB|PANRB", "panrb", "PANRB"),
    (r"PERENCANAAN PEMBANGUNAN NASIONAL|PPN", "ppn", "PPN"),
    (r"DALAM NEGERI", "dagri", "Dagri"),
    (r"KOMUNIKASI DAN INFORMATIKA", "kominfo", "Kominfo"),
    (r"KOMUNIKASI DAN DIGITAL", "komdigi", "Komdigi"),
    (r"KEUANGAN", "keu", "Keu"),
    (r"KESEHATAN", "kes", "Kes"),
    (r"HUKUM DAN HAK ASASI", "kumham", "Kumham"),
)
_AGENCIES = (
    (r"SIBER DAN SANDI", "bssn", "BSSN"),
    (r"KEPEGAWAIAN NEGARA", "bkn", "BKN"),
    (r"PUSAT STATISTIK", "bps", "BPS"),
    (r"INFORMASI GEOSPASIAL", "big", "BIG"),
    (r"RISET DAN INOVASI", "brin", "BRIN"),
    (r"ARSIP NASIONAL", "anri", "ANRI"),
    (r"KEBIJAKAN PENGADAAN", "lkpp", "LKPP"),
)
_STATE = (
    _Kind(r"PERATURAN PEMERINTAH PENGGANTI UNDANG[- ]UNDANG", "perppu", "Perppu", "Peraturan Pemerintah Pengganti UU"),
    _Kind(r"UNDANG[- ]UNDANG", "uu", "UU", "Undang-Undang"),
    _Kind(r"PERATURAN PEMERINTAH", "pp", "PP", "Peraturan Pemerintah"),
    _Kind(r"PERATURAN PRESIDEN", "perpres", "Perpres", "Peraturan Presiden"),
    _Kind(r"KEPUTUSAN PRESIDEN", "keppres", "Keppres", "Keputusan Presiden"),
    _Kind(r"INSTRUKSI PRESIDEN", "inpres", "Inpres", "Instruksi Presiden"),
)
_FORMS = {
    # form: (id prefix, short, kind)
    "PERATURAN": ("per", "Per", "Peraturan"),
    "KEPUTUSAN": ("kep", "Kep", "Keputusan"),
    "INSTRUKSI": ("in", "In", "Instruksi"),
    "SURAT EDARAN": ("se-", "SE ", "Surat Edaran"),
    "PEDOMAN": ("pedoman-", "Pedoman ", "Pedoman"),
}
_HEADS = {
    "GUBERNUR": ("gub", "Gubernur"),
    "BUPATI": ("bup", "Bupati"),
    "WALIKOTA": ("wali", "Wali Kota"),
    "SEKRETARISDAERAH": ("sekda", "Sekda"),
}

# A name does not reach over another one ("Peraturan Menteri ini … Peraturan Presiden Nomor 95 Tahun 2018").
_WITHIN = r"(?!PERATURAN|UNDANG|KEPUTUSAN|INSTRUKSI|EDARAN|PEDOMAN|TENTANG|N[O0]M[O0]R|\bINI\b)[^;:.()]"
_FORM = r"(?:PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT\s+EDARAN|PEDOMAN)"
_OWNED = (
    rf"(?P<form>{_FORM})(?:\s+BERSAMA)?\s+(?P<holder>MENTERI(?:\s+NEGARA)?|KEPALA\s+BADAN|BADAN|KEPALA\s+ARSIP|ARSIP|"
    rf"KEPALA\s+LEMBAGA|LEMBAGA|GUBERNUR|BUPATI|WALI\s?KOTA|SEKRETARIS\s+DAERAH)\b(?P<owner>(?:{_WITHIN}){{0,170}}?)"
)
_REGIONAL = rf"PERATURAN\s+DAERAH(?P<region>\s+(?:{_WITHIN}){{0,80}}?)?"
_BARE = r"(?P<bare>SURAT\s+EDARAN|INSTRUKSI|KEPUTUSAN|PEDOMAN)"
_HEAD = re.compile(
    r"(?<![A-Z-])(?:"
    + "|".join(f"(?P<s{i}>{k.pattern.replace(' ', chr(92) + 's+')})" for i, k in enumerate(_STATE))
    + rf"|(?P<perda>{_REGIONAL})|{_OWNED}|{_BARE})"
    rf"(?:\s+REPUBLIK\s+IND[O0]NESIA)?\s*,?\s*N[O0]M[O0]R\s*[:.]?\s*"
    rf"(?:(?P<number>[{_DIGIT}]{{1,4}}(?:[A-Z]\b)?)\s*TAHUN\s*(?P<year>[12][{_DIGIT}]{{3}})|"
    rf"(?P<mixed>[0-9][A-Z0-9.]*[/\-][A-Z0-9./\-]*)\s*TAHUN\s*(?P<mixed_year>(?:19|20)\d\d)\b|"
    rf"(?P<code>[A-Z0-9][A-Z0-9./\-]*/(?:[A-Z0-9.\-]+/)*(?P<coded>(?:19|20)\d\d)\b))"
)
# A letterhead: whose government, and which of its offices.
_OFFICE = re.compile(
    r"PEMERINTAH\s+(?P<level>PROVINSI|KABUPATEN|KOTA)\s+(?P<region>[A-Z' -]{3,40}?)\s+"
    r"(?P<office>SEKRETARIAT\s+DAERAH|(?:DINAS|BADAN|INSPEKTORAT|KECAMATAN)\b[A-Z, ]{0,80}?)"
    r"(?=\s+(?:JALAN|JL|KOMPLEK|TELEPON|SURAT|NOMOR|[A-Z][A-Z ]{2,30}, \d)|\s*[0-9(.]|\s*$)"
)
_MINISTRY = re.compile(r"^\W*KEMENTERIAN\s+(?P<owner>[A-Z, ]{3,80}?)\s+REPUBLIK\s+INDONESIA\b")
_LETTERHEAD = 250  # characters
_WORDS = (
    "UNDANG-UNDANG PERATURAN PRESIDEN PEMERINTAH KEPUTUSAN INSTRUKSI MENTERI REPUBLIK INDONESIA GUBERNUR BUPATI "
    "DAERAH NOMOR TAHUN TENTANG PENDAYAGUNAAN APARATUR"
).split()
_GARBLED = re.compile(r"[A-Z][A-Z0-9.'}({\]\[-]{3,}")


def digits(text: str) -> str:
    """A number with the letters that a scan took for digits put back."""
    return text.translate(_DIGITS)


def names(text: str, own: Name | None = None) -> Iterator[Name]:
    """Every regulation named with number and year, in order of appearance; whitespace must be single spaces.

    ``own`` is the document the text stands in: a reference without a region ("Peraturan Daerah Nomor 3 Tahun
    2019") means one of the same region.
    """
    for match in _HEAD.finditer(text.upper() if len(text.upper()) == len(text) else text):
        if made := _name(match, text, own):
            yield made


def mend(text: str) -> str:
    """A heading in capitals with misread words put right ("PERATIJRAN PRESIDE}J") so that it can be read."""

    def better(match: re.Match[str]) -> str:
        word = match[0]
        if word in _WORDS:
            return word
        found = process.extractOne(word, _WORDS, scorer=fuzz.ratio, score_cutoff=80)
        return found[0] if found and abs(len(found[0]) - len(word)) <= 1 else word

    return _GARBLED.sub(better, text)


def slug(text: str) -> str:
    """Lower case letters and digits joined by hyphens; never empty."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "dokumen"


def _name(match: re.Match[str], text: str, own: Name | None) -> Name | None:
    if match["code"]:
        number, year = match["code"], int(match["coded"])
    elif match["mixed"]:
        number, year = match["mixed"], int(match["mixed_year"])
    else:
        number, printed = _number(match["number"]), digits(match["year"])
        if number is None or not printed.isdigit() or not 1945 <= int(printed) <= 2100:
            return None
        year = int(printed)
    called = _called(match, text, own)
    if called is None:
        return None
    prefix, short, kind = called
    tail = slug(number) if match["code"] else f"{slug(number)}-{year}"
    shown = number if match["code"] else f"{number}/{year}"
    return Name(f"{prefix}-{tail}", f"{short} {shown}", kind, number, year, match.start(), match.end())


def _number(printed: str) -> str | None:
    letter = printed[-1] if len(printed) > 1 and printed[-1] in "ABCDE" else ""
    value = digits(printed[: len(printed) - len(letter)]).lstrip("0")
    return value + letter if value.isdigit() else None


def _called(match: re.Match[str], text: str, own: Name | None) -> tuple[str, str, str] | None:
    """(id prefix, short, kind) of a matched name."""
    for index, state in enumerate(_STATE):
        if match[f"s{index}"]:
            return state.prefix, state.short, state.kind
    if match["perda"]:
        region = _region(match["region"] or "")
        return (
            _inherit("perda-", own) if not region else (f"perda-{slug(region)}", f"Perda {region}", "Peraturan Daerah")
        )
    if match["bare"]:
        return _letterhead(match, text)
    return _owned(" ".join(match["form"].split()), match["holder"], match["owner"], own)


def _owned(form: str, holder: str, owner: str, own: Name | None) -> tuple[str, str, str] | None:
    prefix, short, kind = _FORMS[form]
    holder = holder.replace(" ", "")
    if holder in _HEADS:
        part, title = _HEADS[holder]
        region = _region(owner)
        full = prefix + part
        if not region:
            return _inherit(f"{full}-", own)
        said = f"{short}{title}" if prefix.endswith("-") else f"{short}{part}"
        return f"{full}-{slug(region)}", f"{said} {region}", f"{kind} {title}"
    words = _region(re.sub(r"/.*|,.*", "", owner)) if holder.startswith("MENTERI") else _region(owner)
    if holder.startswith("MENTERI"):
        return _ministry(form, owner, words, own)
    if found := _listed(f"{holder} {owner}", _AGENCIES):
        part, title = found
        if form == "PERATURAN":
            return f"peraturan-{part}", f"Peraturan {title}", f"Peraturan {title}"
        if form == "KEPUTUSAN":
            return f"kepka{part}", f"Keputusan Kepala {title}", f"Keputusan Kepala {title}"
        return f"{slug(kind)}-{part}", f"{kind} {title}", f"{kind} {title}"
    if not words:
        return _inherit(f"{slug(kind)}-", own)
    title = f"{'Badan' if 'BADAN' in holder else 'Lembaga'} {words}"
    return f"{slug(kind)}-{slug(title)}", f"{kind} {title}", f"{kind} {title}"


def _ministry(form: str, owner: str, words: str, own: Name | None) -> tuple[str, str, str] | None:
    prefix, short, kind = _FORMS[form]
    found = _listed(owner, _MINISTRIES)
    if not words and not found:
        return _inherit(f"{prefix}men", own)
    part, title = found or (f"-{slug(words)}", f" {words}")
    loose = {"panrb": "MenPANRB" if form == "SURAT EDARAN" else "Menteri PANRB", "ppn": "Menteri PPN"}
    joined = {"panrb": "menPANRB" if form == "PERATURAN" else "men PANRB", "ppn": "men PPN"}
    if prefix.endswith("-"):
        label = short + loose.get(part, f"Men{title.lower()}" if found else f"Menteri{title}")
    else:
        label = short + joined.get(part, f"men{title.lower()}" if found else f"men{title}")
    named = {"ppn": "PPN/Kepala Bappenas", "panrb": "PANRB"}.get(part, words or title)
    return f"{prefix}men{part}", label, f"{kind} Menteri {named}"


def _letterhead(match: re.Match[str], text: str) -> tuple[str, str, str] | None:
    """A circular that names its author above: "BUPATI BANJAR … SURAT EDARAN NOMOR 5 TAHUN 2023", or whose letterhead
    does: "PEMERINTAH KOTA X SEKRETARIAT DAERAH Jalan … SURAT EDARAN NOMOR 000.6/1187/2025"."""
    form = " ".join(match["bare"].split())
    if office := _OFFICE.search(text[: match.start()].upper(), 0, _LETTERHEAD):
        region = f"{office['level']} {office['region']}"
        if office["office"].startswith("SEKRETARIAT"):
            return _owned(form, "SEKRETARIS DAERAH", f" {region}", None)
        issuer = _region(f"{office['office']} {region}")
        return f"{slug(_FORMS[form][2])}-{slug(issuer)}", f"{_FORMS[form][1].strip()} {issuer}", _FORMS[form][2]
    if ministry := _MINISTRY.match(text[: match.start()].upper()):
        return _owned(form, "MENTERI", f" {ministry['owner']}", None)
    above = text[: match.start()].upper()[-400:]
    heads = list(
        re.finditer(r"(?:(MENTERI)|(GUBERNUR|BUPATI|WALI\s?KOTA))\s+([A-Z ]{3,120}?)(?=$|[,.:;\d]|REPUBLIK)", above)
    )
    if not heads:
        return None
    head = heads[-1]
    return _owned(form, head[1] or head[2], " " + re.split(r"\bYTH\b|\bPROVINSI\b", head[3])[0].strip(), None)


def _inherit(prefix: str, own: Name | None) -> tuple[str, str, str] | None:
    """The document's own kind and owner, where the reference has the same kind and says no owner."""
    if own is None or not own.id.startswith(prefix):
        return None
    tail = f"-{slug(own.number)}"
    return own.id.removesuffix(f"{tail}-{own.year}").removesuffix(tail), own.label.rsplit(" ", 1)[0], own.kind


def _listed(owner: str, table: tuple[tuple[str, str, str], ...]) -> tuple[str, str] | None:
    # Several may sign; the one named first gives the number.
    found = [
        (match.start(), part, title) for pattern, part, title in table if (match := re.search(pattern, owner.upper()))
    ]
    return min(found)[1:] if found else None


def _region(owner: str) -> str:
    """The name of a region or office in ordinary case; empty where none is said."""
    words = re.sub(r"\s*REPUBLIK\s+IND[O0]NESIA.*", "", " ".join(owner.upper().split())).strip(" ,-")
    if words in ("", "INI") or len(words) < 3:
        return ""
    small = {"DAN", "DI"}
    return " ".join(w.lower() if w in small and i else w.capitalize() for i, w in enumerate(words.split()))
