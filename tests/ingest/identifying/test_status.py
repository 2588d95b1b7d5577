"""What documents say of each other gives their status where the list of regulations does not know it."""

from __future__ import annotations

from ingest.identifying.status import corrected
from knowledge.catalog import Regulation
from knowledge.model import Confidence, Document, Status


def _document(id_: str, year: int = 2030, **given: object) -> Document:
    common = {"sha256": id_.ljust(64, "0"), "file": f"{id_}.pdf", "title": id_, "label": id_.upper()}
    return Document(**{"id": id_, "kind": "Peraturan", "number": "1", "year": year} | common | given)  # type: ignore[arg-type]


def _listed(id_: str, status: Status, **given: object) -> Regulation:
    common = {"kind": "Peraturan", "number": "1", "year": 2030, "title": id_, "short": id_.upper(), "source": "uji"}
    return Regulation(**{"id": id_, "status": status, "confidence": Confidence.TINGGI} | common | given)  # type: ignore[arg-type]


def _status(held: list[Document], *listed: Regulation) -> dict[str, Document]:
    return {document.id: document for document in corrected(held, {row.id: row for row in listed})}


def test_a_document_that_another_one_held_revokes_is_revoked() -> None:
    found = _status([_document("lama"), _document("baru", 2031, revokes=("lama",))])
    assert (found["lama"].status, found["lama"].revoked_by) == (Status.DICABUT, "baru")
    assert (found["baru"].status, found["baru"].revoked_by) == (Status.BELUM_PASTI, None)


def test_a_document_that_another_one_held_amends_is_amended() -> None:
    found = _status([_document("lama"), _document("baru", 2031, amends=("lama",))])
    assert (found["lama"].status, found["lama"].revoked_by) == (Status.DIUBAH, None)


def test_it_is_no_longer_revoked_once_the_other_is_gone() -> None:
    revoked = _status([_document("lama"), _document("baru", 2031, revokes=("lama",))])["lama"]
    assert _status([revoked])["lama"] == _document("lama")


def test_nothing_is_revoked_by_what_is_older_or_by_itself() -> None:
    found = _status([_document("lama", 2030, revokes=("lama",)), _document("kuno", 2001, revokes=("lama",))])
    assert found["lama"].status is Status.BELUM_PASTI


def test_the_list_wins_where_it_knows_and_the_conflict_is_said_once() -> None:
    held = [_document("lama"), _document("baru", 2031, revokes=("lama",))]
    once = _status(held, _listed("lama", Status.BERLAKU))
    assert once["lama"].status is Status.BERLAKU
    (said,) = once["lama"].conflicts
    assert "BARU menyatakan mencabut LAMA, tetapi daftar menyebutnya berlaku" in said
    assert _status(list(once.values()), _listed("lama", Status.BERLAKU)) == once


def test_where_the_list_does_not_know_the_documents_decide() -> None:
    held = [_document("lama"), _document("baru", 2031, revokes=("lama",))]
    assert _status(held, _listed("lama", Status.BELUM_PASTI))["lama"].revoked_by == "baru"


def test_a_conflict_read_in_the_document_stays() -> None:
    document = _document("lama", conflicts=("Judul berbeda.",))
    found = _status([document], _listed("lama", Status.DICABUT, revoked_by="baru"))
    assert found["lama"].conflicts == ("Judul berbeda.",)
    assert found["lama"].revoked_by == "baru"
