"""What a language model is given: rules from ``prompts/``, then question, last turns and numbered sources as data.

Nothing in the data can end its own part: angle brackets in it are replaced. Nothing in the prompt is secret.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Template

from knowledge.answering.rendering import cited
from knowledge.keeping.index import Entry
from knowledge.model import Answer, Citation, Document, Status, Turn, Unit

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
RULES = "penyusun-v2.txt"
MATERIAL = "bahan-v1.txt"
SOURCES = 8  # sources a model is given
EACH = 1600  # characters of one of them
ALL = 7000  # characters of all of them
TURNS = 4  # turns of the conversation that are told
TOLD = 300  # characters of each

_PERSONAL = re.compile(
    r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])@\w{4,}|"
    r"(?<!\d)\d{14,18}(?!\d)|(?<![\d.,])(?:\+62|62|0)8(?:[ -]?\d){7,11}(?!\d)"
)


@dataclass(frozen=True)
class Source:
    """A numbered source. ``about`` names it (label, place, status); ``entry`` is its unit, ``citation`` how the answer
    of quotes cites it; at least one of the two is there."""

    number: int
    about: str
    pages: str
    text: str
    entry: Entry | None = None
    citation: Citation | None = None


def gather(answer: Answer, entries: Sequence[Entry], held: Sequence[Entry], orders: re.Pattern[str]) -> list[Source]:
    """The sources of an answer of quotes in their order, then further units found.

    ``entries`` are the units found, best first; ``held`` all units of the generation, among which cited ones are looked
    up. Sentences that match ``orders`` (instructions to the assistant) are left out of every text.
    """
    found: list[Source] = []
    left = ALL
    shown = cited(answer)
    candidates: list[tuple[Citation | None, Entry | None]] = [
        (one, _entry(one, held)) for place, one in enumerate(answer.citations, 1) if place in shown or not shown
    ]
    known = {entry.key for _, entry in candidates if entry}
    candidates += [(None, entry) for entry in entries if entry.key not in known]
    for citation, entry in candidates[:SOURCES]:
        said = _said(answer, citation)
        whole = harmless(_excerpt(entry.unit.text, said) if entry else "\n".join(said), orders)
        text = _cut(whole, min(EACH, left))
        if not text:
            continue
        left -= len(text)
        unit, document = (entry.unit, entry.document) if entry else (None, None)
        about = ", ".join(part for part in _about(citation, unit, document) if not orders.search(part))
        found.append(Source(len(found) + 1, about, _pages(unit), text, entry, citation))
        if left < 200:
            break
    return found


def harmless(text: str, orders: re.Pattern[str]) -> str:
    """A text without the sentences that try to instruct the assistant."""
    kept = [
        " ".join(part for part in re.split(r"(?<=[.!?;])\s+", line) if not orders.search(part))
        for line in text.split("\n")
    ]
    joined = "\n".join(line for line in kept if line.strip())
    return "" if orders.search(" ".join(joined.split())) else joined  # an order may run over a line's end


def rules(english: bool) -> str:
    """The first message: who the model is and what it may do."""
    return _template(RULES).substitute(bahasa=_language(english))


def material(question: str, history: Sequence[Turn], sources: Sequence[Source], today: date, english: bool) -> str:
    """The second message: everything that is data."""
    return _template(MATERIAL).substitute(
        sumber="\n".join(_source(one) for one in sources),
        riwayat="\n".join(_turn(turn) for turn in history[-TURNS:]) or "(belum ada)",
        pertanyaan=_data(discreet(question)),
        tanggal=today.isoformat(),
        bahasa=_language(english),
    )


def discreet(text: str) -> str:
    """A text without addresses, telephone numbers and numbers of persons: they are nobody else's business."""
    return _PERSONAL.sub("[disamarkan]", text)


@lru_cache(maxsize=8)
def _template(name: str) -> Template:
    return Template((PROMPTS / name).read_text(encoding="utf-8").strip())


def _language(english: bool) -> str:
    return "Inggris" if english else "Indonesia"


def _data(text: str) -> str:
    """Text that cannot be taken for a mark of ours."""
    return text.replace("<", "‹").replace(">", "›")


def _source(one: Source) -> str:
    about = _data(one.about).replace('"', "'")
    pages = f' halaman="{_data(one.pages)}"' if one.pages else ""
    return f'<sumber nomor="{one.number}" dari="{about}"{pages}>\n{_data(one.text)}\n</sumber>'


def _turn(turn: Turn) -> str:
    text = discreet(" ".join(turn.text.split()))
    who = "penanya" if turn.role == "user" else "asisten"
    return f"<{who}>{_data(text[:TOLD])}{'…' if len(text) > TOLD else ''}</{who}>"


def _about(citation: Citation | None, unit: Unit | None, document: Document | None) -> list[str]:
    parts: list[str] = []
    if document and unit:
        parts = [document.label, *unit.breadcrumb[-2:], unit.locator]
    elif citation:
        parts = [citation.label or citation.title, citation.locator]
    status = document.status if document else citation.status if citation else Status.BELUM_PASTI
    if status is not Status.BELUM_PASTI:
        parts.append(f"status {status.value}")
    if citation and citation.note:
        parts.append(citation.note)
    return list(dict.fromkeys(part for part in parts if part))


def _pages(unit: Unit | None) -> str:
    if unit is None:
        return ""
    return str(unit.page_from) if unit.page_from == unit.page_to else f"{unit.page_from}-{unit.page_to}"


def _entry(citation: Citation, held: Sequence[Entry]) -> Entry | None:
    if citation.unit_id is None:
        return None
    same = (row for row in held if row.unit.id == citation.unit_id and row.document.file == citation.file)
    return next(same, None)


def _said(answer: Answer, citation: Citation | None) -> list[str]:
    """What the answer of quotes says with a citation, its lead-ins included."""
    if citation is None:
        return []
    place = answer.citations.index(citation) + 1
    lines: list[str] = []
    for block in answer.blocks:
        points = [point.text for point in block.points if place in point.refs]
        if points or place in block.lead_refs:
            lines += [line for line in (block.heading, block.lead) if line]
            lines += points
    return lines


def _cut(text: str, room: int) -> str:
    """The beginning of a text, never half a word or half a number."""
    return text.strip() if len(text) <= room else (text[: room + 1].rsplit(None, 1)[:-1] or [""])[0].strip()


def _excerpt(text: str, said: Sequence[str]) -> str:
    """A unit's text, or where it is long, what was quoted of it and then its beginning."""
    if len(text) <= EACH:
        return text
    return "\n".join([*(line for line in said if line in text), text])
