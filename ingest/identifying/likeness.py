"""Whether two documents say the same: a scan of known pages, or one document sent again in other bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.reading import Reading
from knowledge.finding.twins import Pairs, pairs, same
from knowledge.keeping.store import Store
from knowledge.model import Document, Given, Page, Unit

COPY = 0.995  # share of the word pairs of a text that was not scanned: a number changed makes another document
_FEWEST = 20  # pairs below which a page is too short to be told from others


@dataclass(frozen=True)
class Twin:
    """A document that says the same; ``page_from``..``page_to`` of it (1-based) hold what the other one says."""

    rev: int
    document: Document
    page_from: int
    page_to: int
    whole: bool

    @property
    def sentence(self) -> str:
        """What is said about it to the person who added the file."""
        where = f"hlm. {self.page_from}–{self.page_to}" if self.page_to > self.page_from else f"hlm. {self.page_from}"
        return f"Isi sama dengan {self.document.label} ({self.document.file}{'' if self.whole else ', ' + where})."


@dataclass(frozen=True)
class _Text:
    pages: tuple[Pairs, ...]
    all: Pairs
    scanned: bool


class Likeness:
    """Compares documents with those of a store; each one's text is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: dict[int, _Text] = {}

    def twin(self, document: Document, pages: Sequence[Page], held: dict[int, Document]) -> Twin | None:
        """The held document that says what this one says, whole or (it is an extract) in part."""
        if document.handbook:
            return None
        new = _text(pages)
        best: tuple[float, Twin] | None = None
        for rev, other in held.items():
            if other.handbook or other.sha256 == document.sha256:
                continue
            old = self._read(rev)
            share = _share(new, old)
            if _says_same(document, other, new, old) and (best is None or share > best[0]):
                best = share, _twin(rev, other, new, old)
        return best[1] if best else None

    def scan_of(self, one: int, other: int, document: Document) -> bool:
        """Whether of two stored revisions of a document one is a scan of the other, which is not."""
        a, b = self._read(one), self._read(other)
        return a.scanned is not b.scanned and (
            same(document, document, a.all, a.all & b.all) or same(document, document, b.all, a.all & b.all)
        )

    def _read(self, rev: int) -> _Text:
        if rev not in self._texts:
            self._texts[rev] = _text(self._store.pages(rev))
        return self._texts[rev]


def named_after(reading: Reading, twin: Twin) -> Reading:
    """A reading whose document could not be named, under the name of the regulation it is a copy of."""
    of, own = twin.document, reading.document
    if own.number or own.handbook or not of.number or own.given != Given():
        return reading
    taken = ("id", "label", "title", "kind", "number", "year", "status", "revoked_by", "effective_from")
    document = own.model_copy(update={name: getattr(of, name) for name in taken})
    units = tuple(_renamed(unit, own, document) for unit in reading.units)
    nodes = tuple(
        node.model_copy(
            update={
                name: document.id + value.removeprefix(own.id) if value and value.startswith(own.id) else value
                for name, value in (("id", node.id), ("parent", node.parent), ("unit", node.unit))
            }
        )
        for node in reading.nodes
    )
    return replace(reading, document=document, units=units, nodes=nodes)


def _renamed(unit: Unit, old: Document, new: Document) -> Unit:
    crumbs = (new.label, *unit.breadcrumb[1:]) if unit.breadcrumb[:1] == (old.label,) else unit.breadcrumb
    id_ = new.id + unit.id.removeprefix(old.id)
    return unit.model_copy(update={"id": id_, "document_id": new.id, "breadcrumb": crumbs})


def _says_same(document: Document, other: Document, new: _Text, old: _Text) -> bool:
    if len(new.all) < _FEWEST or (document.number and other.number and document.id != other.id):
        return False
    if new.scanned or old.scanned:
        return same(document, other, new.all, new.all & old.all)
    return _share(new, old) >= COPY


def _share(new: _Text, old: _Text) -> float:
    return len(new.all & old.all) / max(len(new.all), 1)


def _twin(rev: int, other: Document, new: _Text, old: _Text) -> Twin:
    places = []
    for wanted in new.pages:
        if len(wanted) >= _FEWEST:
            shared = [len(wanted & page) for page in old.pages]
            places.append(shared.index(max(shared)) + 1)
    first, last = (min(places), max(places)) if places else (1, len(old.pages))
    return Twin(rev, other, first, last, whole=2 * len(new.pages) > len(old.pages))


def _text(pages: Iterable[Page]) -> _Text:
    listed = list(pages)
    scanned = 2 * sum(page.ocr for page in listed) > len(listed)
    found = tuple(pairs(page.text) for page in listed)
    return _Text(found, frozenset().union(*found), scanned)


def replaces(new: Document, old: Document) -> bool:
    """Whether a file is a new version of a document: the same content, or the same document whole. An extract
    (less than half of the pages) stands beside the whole."""
    if new.sha256 == old.sha256:
        return True
    alike = new.handbook or (2 * new.pages >= old.pages and 2 * old.pages >= new.pages)
    return new.id == old.id and alike
