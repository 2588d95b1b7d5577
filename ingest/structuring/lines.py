"""Lines of cleaned text and how they join into paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One printed line after cleaning; ``page`` is 1-based."""

    text: str
    page: int


_MARKERS = re.compile(
    r"""(
      \(?[0-9lI]{1,3}[a-z]?[.)]\s            # 1.  1)  (1)  (1a)
    | \([0-9lI]{1,3}[a-z]?[\\1lI|)]?\s       # (21 for (2): a scanned bracket
    | \(?[a-z]{1,2}[.)]\s                    # a.  a)  (a)
    | [A-Z](\.[0-9]+)*\.\s                   # A.  B.1.
    | [IVXL]+\.\s? [A-Z]
    | [•●▪◦❖✓➢\-–]\s
    | (BAB|Bagian|Paragraf|Pasal|LAMPIRAN|PENJELASAN)\s*[0-9IVXLKS]
    | (Menimbang|Mengingat|Menetapkan|Memperhatikan|MEMUTUSKAN)\b
    | (INDIKATOR|Indikator|Aspek|Domain|Level|Tabel|Gambar|Formulir)\s[0-9]
    | Kriteria\s([Pp]emenuhan|Bukti|Level)\b
    | (Deskripsi\sIndikator|Ketentuan\sPenilaian|Contoh\sBukti\sDukung)\b
    | (Catatan|Keterangan|Kondisi|Jawaban|Pertanyaan|Penjelasan|Data\sdukung)\s?:
    | Tingkat\sKriteria
    | (Ayat|Huruf|Angka)\s?\(?[0-9a-z]{1,2}\)?$
    | (Cukup\sjelas|Agar\ssetiap\sorang|Di(tetapkan|sahkan|undangkan)\sdi)\b
    | Total\sBobot|Jumlah\s\(
    )""",
    re.VERBOSE,
)
_ROW = re.compile(r"[0-9]{1,2} [A-Z]|(?:Jumlah|JUMLAH|Total|TOTAL)\b.*[0-9]%?$")
_HEADING = re.compile(
    r"(BAB\s*[IVXL]+[A-Z]?|Pasal\s*[0-9OIlTSZ ]+[A-Z]?|Paragraf\s*[0-9]+|Bagian\s+Ke\w+|LAMPIRAN.{0,8}|MEMUTUSKAN:?)$"
)
_LABEL = re.compile(r"(Kriteria ([Pp]emenuhan Level|Bukti Dukung|Level)|Level [1-5])$")
_LETTERS = re.compile(r"[A-Za-z]")


def is_upper(text: str) -> bool:
    """Whether a line is set in capitals (a heading, as a rule)."""
    return _in_capitals(*_case(text))


def _case(text: str) -> tuple[int, int]:
    """How many letters a text has, and how many of them are capitals."""
    letters = _LETTERS.findall(text)
    return len(letters), sum(letter.isupper() for letter in letters)


def _in_capitals(letters: int, capitals: int) -> bool:
    return letters >= 3 and capitals >= 0.8 * letters


def starts_paragraph(text: str) -> bool:
    """Whether a line opens with a marker of a list, a heading or a table row."""
    return bool(_MARKERS.match(text))


def _breaks(paragraph: str, line: str, upper: bool, line_upper: bool) -> bool:
    if starts_paragraph(line):
        return True
    if _HEADING.match(paragraph) or _LABEL.match(paragraph):
        return True
    if paragraph.endswith((";", ":", "?", "!", ".")):
        return not line[:1].islower()
    if upper != line_upper and len(line) > 8:
        return upper or not paragraph.endswith((",", "dan", "atau"))
    return bool(_ROW.match(line) and paragraph.rstrip("%")[-1:].isdigit())


def join(lines: Iterable[str]) -> str:
    """Lines as paragraphs, one a line. Only white space between lines changes."""
    paragraphs: list[str] = []
    letters = capitals = 0  # of the last paragraph, counted as it grows: it may be a whole page
    for line in lines:
        if not line:
            continue
        own = _case(line)
        if not paragraphs or _breaks(paragraphs[-1], line, _in_capitals(letters, capitals), _in_capitals(*own)):
            paragraphs.append(line)
            letters, capitals = own
            continue
        letters, capitals = letters + own[0], capitals + own[1]
        if paragraphs[-1].endswith("-") and line[:1].isalpha() and not paragraphs[-1].endswith(" -"):
            paragraphs[-1] += line
        else:
            paragraphs[-1] += " " + line
    return "\n".join(paragraphs)
