"""The tree of a document: every BAB, Pasal, ayat, huruf and angka, each annex, heading and table, with its pages.

Units are what is cited; the tree is finer: a short Pasal is one unit, and its ayat are nodes that begin in it. The
id of a Pasal ("pasal-6a") does not depend on its BAB, those below it do on theirs ("pasal-6a/ayat-1/huruf-b").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.structuring.elucidation import TRAIL, elucidated, item_marks
from ingest.structuring.headings import Mark, article_marks, group_heading
from ingest.structuring.items import items, label
from ingest.structuring.law import is_definitions
from ingest.structuring.lines import Line
from ingest.structuring.preamble import preamble_parts
from ingest.structuring.structure import Section, sections
from knowledge.model import Document, Node, Unit

_GROUPS = {"bab": 0, "bagian": 1, "paragraf": 2}
_LOOSE = ("section", "table")
_LEAF = ("row", "level", "indicator", "table")
_KINDS = (
    (re.compile(r"Lampiran\b"), "lampiran"),
    (re.compile(r"BAB\b"), "bab"),
    (re.compile(r"Tabel\b"), "table"),
    (re.compile(r"Level [1-5]\b"), "level"),
    (re.compile(r"Indikator [0-9]+\b"), "indicator"),
)


@dataclass(frozen=True)
class _Draft:
    """A node before its extent is known. ``depth`` says what it stands under: the last one before it that is
    less deep; ``parent`` where it is another one, already left."""

    start: int
    depth: int
    id: str
    kind: str
    heading: str
    parent: str | None = None


def build_nodes(document: Document, lines: Sequence[Line], units: Sequence[Unit]) -> tuple[Node, ...]:
    """The nodes of a document in reading order, parents before their children; none for one without units.

    ``lines`` are the cleaned lines the units were made from: pages (1-based) and ``unit`` are found by them.
    """
    if not lines or not units:
        return ()
    texts = [line.text for line in lines]
    drafts = list(_drafts(texts, sections(lines)))
    owners = _owners(lines, units)
    return tuple(_finished(_with_rows(drafts, units, owners, document), lines, units, owners))


def nodes_of_units(units: Sequence[Unit]) -> tuple[Node, ...]:
    """The nodes of a document whose units already stand for its headings (the handbook), by their breadcrumbs."""
    found: dict[str, Node] = {}
    opened: list[tuple[str, str]] = []
    seen: Counter[str] = Counter()
    for unit in units:
        crumbs = unit.breadcrumb[1:] or (unit.locator,)
        del opened[_shared(opened, crumbs) :]
        for crumb in crumbs[len(opened) :]:
            parent = opened[-1][1] if opened else None
            key = _unique("/".join(filter(None, (parent, _slug(crumb)))), seen)
            opened.append((crumb, key))
            found[key] = Node(
                id=key,
                parent=parent,
                kind="section",
                heading=crumb,
                page_from=unit.page_from,
                page_to=unit.page_to,
                unit=unit.id,
            )
        for _, key in opened:
            found[key] = found[key].model_copy(update={"page_to": max(found[key].page_to, unit.page_to)})
    return tuple(found.values())


def _shared(opened: Sequence[tuple[str, str]], crumbs: Sequence[str]) -> int:
    """How many of the open headings a breadcrumb begins with."""
    return next(
        (i for i, (o, c) in enumerate(zip(opened, crumbs, strict=False)) if o[0] != c), min(len(opened), len(crumbs))
    )


def _drafts(texts: Sequence[str], found: Sequence[Section]) -> Iterator[_Draft]:
    seen: Counter[str] = Counter()
    law = any(section.kind == "pasal" and section.trail[:1] != ("Penjelasan",) for section in found)
    for head, sections_ in groupby(found, key=lambda s: s.path.split("/")[0] if _grouped(s, law) else ""):
        group = list(sections_)
        if not head:
            drafts = _outline(group)
        elif head == "pembukaan":
            drafts = _preamble(texts, group[0])
        elif head == "penutup":
            drafts = iter([_Draft(group[0].start, 0, head, head, "Penutup")])
        elif head == "penjelasan":
            drafts = _elucidation(texts, group)
        else:
            drafts = _article(texts, group)
        for draft in drafts:
            yield replace(draft, id=_unique(draft.id, seen))


def _grouped(section: Section, law: bool) -> bool:
    """Whether a section belongs to the articles of a statute, its preamble, closing or elucidation."""
    if not law:
        return False
    head = section.path.split("/")[0]
    return section.kind in ("pasal", "ayat", "preamble") or head in ("penutup", "penjelasan")


def _preamble(texts: Sequence[str], section: Section) -> Iterator[_Draft]:
    yield _Draft(section.start, 0, "pembukaan", "pembukaan", "Pembukaan")
    parts = preamble_parts(texts, section.start, section.end)
    for part, end in zip(parts, _ends([part.index for part in parts], section.end), strict=True):
        key = f"pembukaan/{part.name.lower()}"
        yield _Draft(part.index, 1, key, part.name.lower(), part.name)
        yield from _items(texts, part.index, end, key, 2, lead=part.name)


def _article(texts: Sequence[str], group: Sequence[Section]) -> Iterator[_Draft]:
    """The BAB, Bagian and Paragraf that open before an article, the article, and all of its items."""
    first, end = group[0], group[-1].end
    root = first.path.split("/")[0]
    depth, parent = len(first.trail), ""
    body = first.start
    for index in range(first.start, end):
        heading = group_heading(texts, index, end)
        if heading is None or heading[1] not in first.trail:
            if re.search(r"Pas[ae]\S", texts[index]):
                body = index
                break
            continue
        kind, title = heading
        place = first.trail.index(title)
        parent = "/".join(_group_key(crumb) for crumb in first.trail[: place + 1])
        yield _Draft(index, place, parent, kind, title)
    yield _Draft(body, depth, root, "pasal", f"Pasal {first.pasal}")
    if any(section.changes or "/angka-" in section.path for section in group) and first.pasal == "I":
        yield from _amendments(texts, group, root, depth + 1)
    else:
        yield from _items(texts, body, end, root, depth + 1, definitions=is_definitions(texts, first))


def _amendments(texts: Sequence[str], group: Sequence[Section], root: str, depth: int) -> Iterator[_Draft]:
    """The items of an amending act, and in each the articles it quotes."""
    for section in group:
        if section.path.endswith("/pembuka"):
            continue
        key = root
        if section.path != root:
            key = section.path
            yield _Draft(section.start, depth, key, "angka", section.locator.removeprefix(f"Pasal {section.pasal} "))
        marks = article_marks(texts, section.start + 1, section.end, quoted=True)
        for mark, stop in _spans(marks, section.end):
            inner = f"{key}/pasal-{mark.number.lower()}"
            yield _Draft(mark.index, depth + 1, inner, "pasal", f"Pasal {mark.number}")
            yield from _items(texts, mark.index, stop, inner, depth + 2)


def _elucidation(texts: Sequence[str], group: Sequence[Section]) -> Iterator[_Draft]:
    start, end = group[0].start, group[-1].end
    yield _Draft(start, 0, "penjelasan", "penjelasan", "Penjelasan")
    explained = [section for section in group if section.pasal is not None]
    if explained and explained[0].start > start:
        yield _Draft(start, 1, "penjelasan/umum", "penjelasan", "I. Umum")
    if not explained:
        return
    yield _Draft(explained[0].start, 1, "penjelasan/pasal-demi-pasal", "penjelasan", TRAIL)
    amending = explained[0].pasal == "I"
    for mark, stop in _spans(elucidated(texts, start, end, amending=amending), end):
        key = f"penjelasan/pasal-{mark.number.lower()}"
        yield _Draft(mark.index, 2, key, "pasal", f"Penjelasan Pasal {mark.number}")
        if not amending:
            yield from _items(texts, mark.index + 1, stop, key, 3)
            continue
        marks = item_marks(texts, mark.index, stop)
        for (index, number), limit in zip(marks, _ends([index for index, _ in marks], stop), strict=True):
            inner = f"{key}/angka-{number}"
            yield _Draft(index, 3, inner, "angka", f"Angka {number}")
            for article, last in _spans(article_marks(texts, index, limit, quoted=True), limit):
                place = f"{inner}/pasal-{article.number.lower()}"
                yield _Draft(article.index, 4, place, "pasal", f"Penjelasan Pasal {article.number}")
                yield from _items(texts, article.index + 1, last, place, 5)


def _items(
    texts: Sequence[str], start: int, end: int, root: str, depth: int, *, definitions: bool = False, lead: str = ""
) -> Iterator[_Draft]:
    if lead:  # "Menimbang : a. bahwa …": the first item stands behind the label
        texts = [*texts[:start], re.sub(rf"^{lead}\w*\s*[:;.]?\s*", "", texts[start]), *texts[start + 1 :]]
    for item in items(texts, start, end, definitions=definitions):
        path = "/".join(f"{kind}-{number}" for kind, number in item.path)
        yield _Draft(item.index, depth + len(item.path) - 1, f"{root}/{path}", item.kind, label(item.kind, item.number))


def _outline(group: Sequence[Section]) -> Iterator[_Draft]:
    """Annexes, guidelines and reports: a node for each heading, and for each row and level under it."""
    opened: list[tuple[str, str]] = []
    for section in group:
        trail = section.trail or (section.locator,)
        del opened[_shared(opened, trail) :]
        fresh = trail[len(opened) :]
        for crumb in fresh:
            above = opened[-1][1] if opened else ""
            last = len(opened) == len(trail) - 1
            key = section.path.removesuffix("/pembuka") if last else "/".join(filter(None, (above, _slug(crumb))))
            yield _Draft(section.start, len(opened), key, _kind(crumb), crumb)
            opened.append((crumb, key))
        if not fresh and section.kind in _LEAF:
            yield _Draft(section.start, len(opened), section.path, section.kind, section.locator)


def _kind(heading: str) -> str:
    return next((kind for pattern, kind in _KINDS if pattern.match(heading)), "section")


def _group_key(crumb: str) -> str:
    """ "BAB IXA PELAKSANAAN UJI" → "bab-ixa"; "Bagian Kedua Belas Umum" → "bagian-kedua-belas"."""
    match = re.match(r"(BAB [IVXLC]+[A-Z]?|Bagian \S+( [Bb]elas)?|Paragraf \S+)", crumb)
    return _slug(match[0] if match else crumb)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:60].strip("-") or "bagian"


def _unique(key: str, seen: Counter[str]) -> str:
    seen[key] += 1
    return key if seen[key] == 1 else f"{key}~{seen[key]}"


def _spans(marks: Sequence[Mark], end: int) -> Iterator[tuple[Mark, int]]:
    return zip(marks, _ends([mark.index for mark in marks], end), strict=True)


def _ends(starts: Sequence[int], end: int) -> list[int]:
    """Where each of several neighbours ends: where the next one begins."""
    return [*starts[1:], end] if starts else []


def _owners(lines: Sequence[Line], units: Sequence[Unit]) -> list[int]:
    """For each line the place of the unit that holds it: units and lines hold the same characters in order."""
    ends: list[int] = []
    total = 0
    for unit in units:
        total += len("".join(unit.text.split()))
        ends.append(total)
    owners: list[int] = []
    here, owner = 0, 0
    for line in lines:
        while owner < len(ends) - 1 and here >= ends[owner]:
            owner += 1
        owners.append(owner)
        here += len("".join(line.text.split()))
    return owners


def _with_rows(
    drafts: Sequence[_Draft], units: Sequence[Unit], owners: Sequence[int], document: Document
) -> list[_Draft]:
    """The drafts, with a node for each row of a table; what was taken for a heading and stands in a row goes."""
    first = {owner: index for index, owner in reversed(list(enumerate(owners)))}
    keys = {place: unit.id.removeprefix(f"{document.id}/") for place, unit in enumerate(units) if unit.kind == "row"}
    found = [
        d for d in drafts if d.kind not in _LOOSE or owners[d.start] not in keys or _hosts(d, keys[owners[d.start]])
    ]
    depths = {draft.id: draft.depth for draft in found}
    for place, key in keys.items():
        if key in depths or place not in first or re.search(r"/bagian-\d+$", key):
            continue
        hosts = [draft for draft in found if _hosts(draft, key) and draft.start <= first[place]]
        host = max(hosts, key=lambda draft: len(draft.id), default=None)
        depth = host.depth + 1 if host else 0
        found.append(_Draft(first[place], depth, key, "row", units[place].locator, host.id if host else None))
    return sorted(found, key=lambda draft: draft.start)


def _hosts(draft: _Draft, key: str) -> bool:
    """Whether a row's id says that it stands below this node."""
    return key.startswith(f"{draft.id}/")


def _finished(
    drafts: Sequence[_Draft], lines: Sequence[Line], units: Sequence[Unit], owners: Sequence[int]
) -> list[Node]:
    ends = [len(lines)] * len(drafts)
    opened: list[int] = []
    parents: list[str | None] = []
    for place, draft in enumerate(drafts):
        while opened and drafts[opened[-1]].depth >= draft.depth:
            ends[opened.pop()] = draft.start
        parents.append(draft.parent or (drafts[opened[-1]].id if opened else None))
        opened.append(place)
    found: dict[str, Node] = {}
    for draft, end, parent in zip(drafts, ends, parents, strict=True):
        first, last = lines[draft.start].page, lines[max(draft.start, end - 1)].page
        found[draft.id] = Node(
            id=draft.id,
            parent=parent,
            kind=draft.kind,
            heading=draft.heading,
            page_from=first,
            page_to=max(first, last),
            unit=units[owners[draft.start]].id,
        )
        above = found.get(parent or "")
        while above is not None and above.page_to < last:
            found[above.id] = above.model_copy(update={"page_to": last})
            above = found.get(above.parent or "")
    return list(found.values())
