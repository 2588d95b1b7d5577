"""What a person says of a document where it was recognised wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from knowledge.catalog import load
from knowledge.keeping.given import PARTS, as_given, called, kinds, merged, read, short_kind
from knowledge.model import Document, Given, Status

REGULATIONS = load().regulations
WRONG = Document(
    id="permenpanrb-6-2026",
    sha256="0",
    file="a.pdf",
    title="Evaluasi",
    label="PermenPANRB 6/2026",
    kind="Peraturan Menteri PANRB",
    number="6",
    year=2026,
    conflicts=("Nama berbeda.",),
    pages=3,
)
NAMELESS = Document(id="scan-001", sha256="0", file="scan 001.pdf", title="Scan 001", label="Scan 001", kind="Dokumen")


@pytest.mark.parametrize(
    ("part", "text", "value"),
    [
        ("kind", "permenpanrb", "PermenPANRB"),
        ("kind", "Perda  Kota Contoh", "Perda Kota Contoh"),
        ("number", "Nomor 8", "8"),
        ("number", "no. 5a", "5A"),
        ("number", "188.44/12/KUM/2021", "188.44/12/KUM/2021"),
        ("year", "tahun 2026", 2026),
        ("title", "Evaluasi  Kinerja Pemerintah Digital", "Evaluasi Kinerja Pemerintah Digital"),
        ("status", "Belum Pasti", Status.BELUM_PASTI),
        ("revokes", "PermenPANRB 59/2020", ("permenpanrb-59-2020",)),
        (
            "revokes",
            "Peraturan Presiden Nomor 95 Tahun 2018 dan Perpres 132/2022",
            ("perpres-95-2018", "perpres-132-2022"),
        ),
        ("revokes", "permenpanrb-59-2020; Permendagri 7/2019", ("permenpanrb-59-2020", "permendagri-7-2019")),
        ("revokes", "Tidak ada.", ()),
    ],
)
def test_what_people_write_is_read(part: str, text: str, value: object) -> None:
    assert getattr(read(part, text, REGULATIONS), part) == value


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("kind", "12"),
        ("number", "delapan"),
        ("number", "8 tahun 2026"),
        ("year", "26"),
        ("year", "1800"),
        ("title", "x"),
        ("title", "x" * 301),
        ("status", "hidup"),
        ("revokes", "yang lama"),
        ("revokes", "PermenPANRB 59/1020"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(part: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read(part, text, REGULATIONS)


@any_of(part=st.sampled_from(sorted(PARTS.values())), text=st.text(max_size=400))
def test_any_text_is_read_or_refused_and_fits_a_document(part: str, text: str) -> None:
    try:
        said = read(part, text, REGULATIONS)
    except ValueError:
        return
    made = as_given(WRONG, said, REGULATIONS)
    assert Document.model_validate(made.model_dump()) == made
    assert made.id == made.id.lower()


def test_another_number_takes_name_title_and_status_from_the_list() -> None:
    found = as_given(WRONG, Given(number="8"), REGULATIONS)
    assert (found.id, found.label, found.status) == ("permenpanrb-8-2026", "PermenPANRB 8/2026", Status.BERLAKU)
    assert found.title == "Evaluasi Kinerja Pemerintah Digital"
    assert found.conflicts == ()
    assert found.given == Given(number="8")


def test_what_was_given_wins_over_the_list() -> None:
    found = as_given(WRONG, Given(number="8", title="Judul Lain", status=Status.DICABUT), REGULATIONS)
    assert (found.title, found.status) == ("Judul Lain", Status.DICABUT)


def test_a_name_not_on_the_list_is_not_known_to_be_in_force() -> None:
    found = as_given(WRONG, Given(kind="Perda Kota Contoh"), REGULATIONS)
    assert (found.id, found.label) == ("perda-kota-contoh-6-2026", "Perda Kota Contoh 6/2026")
    assert (found.status, found.title) == (Status.BELUM_PASTI, "Evaluasi")


def test_a_nameless_document_becomes_a_regulation_once_kind_number_and_year_are_known() -> None:
    part = as_given(NAMELESS, Given(kind="Perpres", number="95"), REGULATIONS)
    assert (part.id, part.label) == ("scan-001", "Scan 001")
    whole = as_given(NAMELESS, Given(kind="Perpres", number="95", year=2018), REGULATIONS)
    assert (whole.id, whole.label, whole.kind) == ("perpres-95-2018", "Perpres 95/2018", "Peraturan Presiden")


def test_nothing_given_changes_nothing() -> None:
    assert as_given(WRONG, Given(), REGULATIONS) is WRONG
    assert as_given(WRONG, Given(number="6"), REGULATIONS).model_copy(update={"given": Given()}) == WRONG


def test_the_later_word_counts_and_nothing_revoked_is_a_word_too() -> None:
    before = Given(number="8", revokes=("permenpanrb-59-2020",))
    assert merged(before, Given(number="9")) == Given(number="9", revokes=("permenpanrb-59-2020",))
    assert merged(before, Given(revokes=())).revokes == ()


def test_kinds_are_offered_as_people_call_them() -> None:
    assert kinds(REGULATIONS)[0] == "PermenPANRB"
    assert {"Perpres", "UU", "Pedoman Menteri PANRB"} <= {*kinds(REGULATIONS)}
    assert (short_kind(WRONG), short_kind(NAMELESS)) == ("PermenPANRB", "Dokumen")


def test_every_regulation_of_the_list_is_known_by_its_short_name() -> None:
    for row in REGULATIONS:
        assert read("revokes", row.short, REGULATIONS).revokes == (row.id,)


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("perbup-meratus-raya-14-2019", "Perbup Meratus Raya 14/2019"),
        ("uu-5-2014", "UU 5/2014"),
        ("peraturan-bssn-4a-2021", "Peraturan BSSN 4a/2021"),
        ("surat-edaran", "surat-edaran"),
    ],
)
def test_a_regulation_known_by_its_id_alone_is_called_as_people_call_it(id_: str, name: str) -> None:
    assert called(id_) == name
