"""The legal status of the documents held: what the list of regulations knows, else what they say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.catalog import Regulation
from knowledge.model import Document, Status

_DERIVED = "Status menurut dokumen lain: "  # sentences that begin so are made here, and made again each time


def corrected(held: Iterable[Document], regulations: Mapping[str, Regulation]) -> list[Document]:
    """The documents with the status that all of them together give, in the order given.

    A status that a person gave stays. Else the list of regulations wins where it knows a status; a document that says
    otherwise of one on the list is reported among that one's ``conflicts``.
    """
    documents = list(held)
    return [_corrected(document, documents, regulations) for document in documents]


def _corrected(document: Document, held: list[Document], regulations: Mapping[str, Regulation]) -> Document:
    revokers = [d for d in held if document.id in d.revokes and _later(d, document)]
    changers = [d for d in held if document.id in d.amends and _later(d, document)]
    listed = regulations.get(document.id)
    own = [c for c in document.conflicts if not c.startswith(_DERIVED)]
    law: dict[str, object] = {"status": Status.BELUM_PASTI, "revoked_by": None}
    if listed is not None:
        law = {"status": listed.status, "revoked_by": listed.revoked_by}
        if listed.effective_from:
            law["effective_from"] = listed.effective_from
    if law["status"] is Status.BELUM_PASTI:
        if revokers:
            law |= {"status": Status.DICABUT, "revoked_by": revokers[-1].id}
        elif changers:
            law["status"] = Status.DIUBAH
    if document.given.status is not None:  # a person's word
        law |= {"status": document.given.status}
        if document.given.status is not Status.DICABUT:
            law |= {"revoked_by": None}
    elif listed is not None and listed.status is not Status.BELUM_PASTI:
        own += _disagreeing(listed, revokers, changers)
    return document.model_copy(update=law | {"conflicts": tuple(dict.fromkeys(own))})


def _disagreeing(listed: Regulation, revokers: list[Document], changers: list[Document]) -> list[str]:
    if listed.status is Status.DICABUT:
        others = [d for d in revokers if listed.revoked_by not in (None, d.id)]
        return [
            f"{_DERIVED}{d.label} menyatakan mencabut {listed.short}; daftar menyebut pencabut lain." for d in others
        ]
    found = [
        f"{_DERIVED}{d.label} menyatakan mencabut {listed.short}, tetapi daftar menyebutnya {listed.status.value}."
        for d in revokers
    ]
    if listed.status is Status.BERLAKU:
        found += [
            f"{_DERIVED}{d.label} menyatakan mengubah {listed.short}, tetapi daftar menyebutnya {listed.status.value}."
            for d in changers
            if d.id not in listed.amended_by
        ]
    return found


def _later(one: Document, other: Document) -> bool:
    """Nothing is revoked or amended by what is older; a misread number could say so."""
    if one.id == other.id or one.handbook or other.handbook:
        return False
    return one.year is None or other.year is None or one.year >= other.year
