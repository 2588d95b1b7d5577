"""Editor's remarks: each finds its place in the real documents, says what is wrong, and leaves the words alone."""

from __future__ import annotations

import pytest

from ingest.reading import Reading
from ingest.remarks import misnamed, remarks, unplaced, with_remarks
from knowledge.catalog import Regulation
from knowledge.model import Confidence, Document, Status, Unit
from tests.ingest.conftest import RealReading

FILES = {
    "pedoman-menpanrb-3-2024": "pedoman-menpanrb-3-2024-pemantauan-evaluasi-spbe.pdf",
    "permenpanrb-59-2020": "permenpanrb-59-2020-pemantauan-evaluasi-spbe.pdf",
}


def _regulation(id_: str, kind: str, short: str, title: str) -> Regulation:
    number, year = id_.split("-")[-2:]
    return Regulation(
        id=id_, kind=kind, number=number, year=int(year), title=title, short=short, status=Status.BERLAKU,
        source="contoh untuk uji", confidence=Confidence.TINGGI,
    )  # fmt: skip


LISTED = (
    _regulation("perpres-39-2031", "Peraturan Presiden", "Perpres 39/2031", "Satu Peta Bersama"),
    _regulation("perpres-95-2030", "Peraturan Presiden", "Perpres 95/2030", "Sistem Pemerintahan Berbasis Elektronik"),
    _regulation(
        "permenpanrb-19-2030", "Peraturan Menteri PANRB", "PermenPANRB 19/2030",
        "Penyusunan Peta Proses Bisnis Instansi Pemerintah",
    ),
)  # fmt: skip


def _unit(id_: str, text: str) -> Unit:
    return Unit(
        id=id_, document_id=id_.split("/")[0], ordinal=0, kind="level", locator="Uji", text=text, page_from=1, page_to=1
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2. Peraturan Presiden Nomor 95 Tahun 2031 tentang\nSatu Peta Bersama;", "Perpres 39/2031"),
        ("memenuhi PermenPANRB No.19 Tahun 2032, namun inovasi Proses Bisnis belum ada", "PermenPANRB 19/2030"),
        (
            "Permen PAN-RB 19/2032 tentang Penyusunan Peta Proses Bisnis Instansi Pemerintah",
            "PermenPANRB 19/2030",
        ),
    ],
)
def test_a_regulation_under_a_wrong_number_or_year_is_remarked(text: str, meant: str) -> None:
    [note] = misnamed(text, LISTED)
    assert meant in note
    assert note.startswith("Catatan redaksi: ")


@pytest.mark.parametrize(
    "text",
    [
        "Peraturan Presiden Nomor 39 Tahun 2031 tentang Satu Peta Bersama;",  # as listed
        "Peraturan Presiden Nomor 95 Tahun 2031 tentang Tunjangan Jabatan;",  # another subject
        "Peraturan Presiden Nomor 12 Tahun 2029 tentang Satu Peta Bersama;",  # an older one of the same subject
        "Peraturan Pemerintah Nomor 39 Tahun 2032 tentang Satu Peta Bersama;",  # another kind
        "memenuhi PermenPANRB No.19 Tahun 2032 tentang Jabatan; Proses Bisnis ada",  # the subject said counts
        "PermenPANRB 19/2032 mengatur penyusunan laporan instansi pemerintah",  # only common words near
        "Perpres 95/2032 dan sistem pemerintahan berbasis elektronik",
    ],
)
def test_a_regulation_that_may_well_exist_is_not_remarked(text: str) -> None:
    assert misnamed(text, LISTED) == []


def test_a_remark_leaves_the_words_and_joins_what_was_noted_before() -> None:
    document = Document(id="contoh-1-2031", sha256="0" * 64, file="c.pdf", title="C", label="C 1/2031", kind="Uji")
    before = _unit("contoh-1-2031/pasal-1", "Menurut Perpres 95/2031 tentang Satu Peta Bersama.").model_copy(
        update={"note": "Catatan lama."}
    )
    other = _unit("contoh-1-2031/pasal-2", "Cukup jelas.")
    after, untouched = with_remarks(document, [before, other], LISTED)
    assert untouched is other
    assert after.note.startswith("Catatan lama. Catatan redaksi: ")
    assert after.model_copy(update={"note": before.note}) == before


def test_a_known_remark_belongs_to_its_document_unit_and_words_only() -> None:
    remark = next(r for r in remarks() if r.units == ("indikator-29",))
    document = Document(id=remark.document, sha256="0" * 64, file="c.pdf", title="C", label="C", kind="Uji")
    units = [
        _unit(f"{remark.document}/indikator-29", f"Domain\n{remark.text} Audit"),
        _unit(f"{remark.document}/indikator-29", "kata lain"),
        _unit(f"{remark.document}/lampiran/indikator-29", remark.text),
    ]
    assert [bool(u.note) for u in with_remarks(document, units, ())] == [True, False, False]
    assert remark not in unplaced(document, units)
    assert remark in unplaced(document, units[1:])
    stranger = document.model_copy(update={"id": "contoh"})
    assert not any(u.note for u in with_remarks(stranger, units, ()))


@pytest.fixture(scope="module")
def readings(real_reading: RealReading) -> dict[str, Reading]:
    return {id_: real_reading(file) for id_, file in FILES.items()}


@pytest.mark.shared
def test_every_remark_finds_its_unit_in_the_real_document(readings: dict[str, Reading]) -> None:
    assert {remark.document for remark in remarks()} == set(FILES)
    for reading in readings.values():
        assert unplaced(reading.document, reading.units) == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("document", "page", "printed", "said"),
    [
        ("pedoman-menpanrb-3-2024", 4, "Nomor 95 Tahun 2019 tentang Satu Data Indonesia", "Perpres 39/2019"),
        ("pedoman-menpanrb-3-2024", 16, "Level 3 Kriteria Level Kondisi:", "bergeser"),
        ("pedoman-menpanrb-3-2024", 17, "Level 4 Kriteria Level Kriteria tingkat 2", "bergeser"),
        ("permenpanrb-59-2020", 32, "4 Kriteria tingkat 2 telah terpenuhi", "bergeser"),
        ("pedoman-menpanrb-3-2024", 116, "D3 A5 ID-29", "aspek 6"),
        ("pedoman-menpanrb-3-2024", 119, "D3 A5 ID-30", "aspek 6"),
        ("pedoman-menpanrb-3-2024", 123, "D3 A5 ID-31", "aspek 6"),
        ("pedoman-menpanrb-3-2024", 208, "INDIKATOR 32", "indikator 42"),
        ("pedoman-menpanrb-3-2024", 216, "PermenPANRB No.19 Tahun 2020", "PermenPANRB 19/2018"),
    ],
)
def test_errors_of_the_real_documents_keep_their_words_and_carry_a_note(
    readings: dict[str, Reading], document: str, page: int, printed: str, said: str
) -> None:
    units = [u for u in readings[document].units if u.page_from <= page <= u.page_to]
    [unit] = [u for u in units if printed in " ".join(u.text.split())]
    assert said in unit.note
