"""The smallest pieces of a unit that can be quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.quoting.pieces import continued, is_heading, items, level_parts, pieces

LIST = "Bukti dukung meliputi:\na. dokumen kebijakan; dan\nb. laporan reviu.\nLaporan dibuat setiap tahun."


def test_list_items_know_their_lead_in() -> None:
    cut = pieces(LIST)
    assert [piece.text for piece in cut] == LIST.split("\n")
    assert cut[0].opens
    assert [piece.lead for piece in cut] == [None, 0, 0, None]


def test_sentences_are_cut_but_not_after_an_abbreviation_or_a_number() -> None:
    assert [p.text for p in pieces("Petugas datang. Ia memeriksa No. 5 di gudang. 1. Arsip lama.")] == [
        "Petugas datang.",
        "Ia memeriksa No. 5 di gudang.",
        "1. Arsip lama.",
    ]


@given(st.text(st.sampled_from("aB1 .;:?!\n()-•")))
def test_pieces_joined_are_the_text(text: str) -> None:
    cut = pieces(text)
    assert " ".join(piece.text for piece in cut).split() == text.split()
    for at, piece in enumerate(cut):
        assert piece.text.strip() == piece.text != ""
        assert piece.lead is None or (piece.lead < at and cut[piece.lead].opens)


def test_level_parts_by_label() -> None:
    text = (
        "Level 3\nKriteria Level\nSudah dipadukan.\nKriteria Pemenuhan Level:\n1. Ada peta.\n"
        "Kriteria Bukti Dukung\nDokumen peta."
    )
    assert level_parts(text) == {"kriteria": "Sudah dipadukan.", "pemenuhan": "1. Ada peta.", "bukti": "Dokumen peta."}


def test_a_label_that_comes_again_continues_its_part() -> None:
    assert level_parts("Kriteria Bukti Dukung: A\nKriteria Bukti Dukung: B") == {"bukti": "A\nB"}


def test_a_text_without_labels_has_no_parts() -> None:
    assert level_parts("Level 3 dipadukan.") == {}


def test_items_are_the_lines_that_say_something() -> None:
    assert items(" a. satu \n\n b. dua") == ["a. satu", "b. dua"]


@pytest.mark.parametrize(
    "line",
    [
        "BAB II",
        "BAB IXA",
        "PRINSIP SATU DATA INDONESIA",
        "Bagian Kesatu",
        "Paragraf 4",
        "Pasal 3",
        "Pasal 6A",
        "BAB II TUGAS",
        "Kriteria pemenuhan Level",
        "Kriteria Bukti Dukung",
    ],
)
def test_headings_are_known(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "a. DATA;",
        "(1) Walidata mempunyai tugas:",
        "Pasal 5 ayat (1) berlaku sejak diundangkan.",
        "Bagian itu dihapus.",
        "Kriteria Bukti Dukung 1) Notulensi.",
        "Satu Data Indonesia dilakukan berdasarkan prinsip sebagai berikut:",
        "80%",
    ],
)
def test_sentences_and_items_are_no_headings(line: str) -> None:
    assert not is_heading(line)


def test_an_amount_with_a_blank_in_it_stays_whole() -> None:
    (whole,) = pieces("denda paling banyak Rp6.0OO. 000.000,00 (enam miliar rupiah).")
    assert whole.text.endswith("Rp6.0OO. 000.000,00 (enam miliar rupiah).")


@pytest.mark.parametrize(
    "text", ["sebagaimana dimaksud dalam\nPasal 4 disampaikan daring.", "ayat (3), atau ayat\n(4) dipidana penjara."]
)
def test_a_reference_broken_at_the_line_end_stays_whole(text: str) -> None:
    assert [piece.text for piece in pieces(text)] == [text.replace("\n", " ")]
    assert items(text) == [text.replace("\n", " ")]


def test_an_item_that_a_scan_ends_with_a_colon_opens_no_list() -> None:
    text = "Data spesifik meliputi:\na. data kesehatan:\nb. data biometrik:\nc. data genetika, dan\nd. data anak."
    found = pieces(text)
    assert [piece.lead for piece in found] == [None, 0, 0, 0, 0]
    assert [piece.opens for piece in found] == [True, False, False, False, False]


def test_an_item_after_an_inner_list_belongs_to_the_outer_one() -> None:
    text = "Tim bertugas:\na. menyusun rencana, meliputi:\n1. jadwal;\n2. anggaran; dan\nb. melapor ke:\n1. Menteri."
    found = pieces(text)
    assert [piece.lead for piece in found] == [None, 0, 1, 1, 0, 4]


def test_the_ayat_after_a_list_is_no_item_of_it() -> None:
    found = pieces("(1) Petugas wajib:\na. menjaga; dan\nb. melapor.\n(2) Laporan disimpan.\n(3) Arsip dicatat.")
    assert [piece.lead for piece in found] == [None, 0, 0, None, None]


def test_an_item_that_ends_in_and_is_not_joined_to_the_next() -> None:
    found = pieces("Tim terdiri atas:\n(1) ketua; dan\n(2) anggota.")
    assert [piece.text for piece in found] == ["Tim terdiri atas:", "(1) ketua; dan", "(2) anggota."]


def test_a_list_may_go_on_in_the_next_text() -> None:
    found = continued(["Tim bertugas:\na. mencatat;", "b. melapor.\nTim dibubarkan kemudian."])
    assert [(at, piece.lead) for at, piece in found] == [(0, None), (0, 0), (1, 0), (1, None)]


@given(st.lists(st.text(st.sampled_from("aB1 .;:?!\n()-•")), max_size=4))
def test_texts_cut_together_are_each_the_text_again(texts: list[str]) -> None:
    found = continued(texts)
    for at, text in enumerate(texts):
        assert " ".join(piece.text for of, piece in found if of == at).split() == text.split()


def test_a_reference_after_a_dash_of_a_scan_stays_whole() -> None:
    (whole,) = pieces("Sanksi sebagaimana dimaksud pada\n- ayat (1) berupa teguran.")
    assert whole.text.endswith("pada - ayat (1) berupa teguran.")


def test_a_sentence_in_the_line_of_an_item_belongs_to_it_and_the_list_goes_on() -> None:
    found = pieces("Pilihannya meliputi:\na) Hindari Rencana diubah. Hal ini mahal.\nb) Terima Tidak ada yang diubah.")
    assert [piece.lead for piece in found] == [None, 0, 1, 0]


def test_an_item_without_a_colon_leads_in_the_list_below_it() -> None:
    found = pieces("Pilihannya meliputi:\n1) Risiko baik\na) eskalasi;\nb) terima.\n2) Risiko buruk\na) hindari.")
    assert [piece.lead for piece in found] == [None, 0, 1, 1, 0, 4]


def test_a_second_list_numbered_alike_stands_beside_the_first() -> None:
    found = pieces("Unsurnya terdiri atas:\na. ketua; dan\nb. anggota.\nFungsinya sebagai berikut:\na. mencatat.")
    assert [piece.lead for piece in found] == [None, 0, 0, None, 3]
