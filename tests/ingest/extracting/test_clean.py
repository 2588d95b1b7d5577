"""Boilerplate goes, everything else stays, and the printed page number becomes the label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extracting.clean import clean, normalise
from ingest.extracting.extract import RawDocument, RawPage


def _document(*pages: str) -> RawDocument:
    return RawDocument(tuple(RawPage(page, tuple(page.split("\n"))) for page in pages))


def test_page_numbers_become_labels() -> None:
    pages = clean(_document("Satu", "-2-\nDua", "- 3 -\nTiga", "-t4-\nEmpat", "- 5 -\nLima")).pages
    assert [page.label for page in pages[1:3]] == ["2", "3"]
    assert [page.text for page in pages] == ["Satu", "Dua", "Tiga", "Empat", "Lima"]


def test_printed_numbers_may_lag_behind_the_pages() -> None:
    pages = clean(_document("Sampul", "Kata", "- 1 -\nA", "- 2 -\nB", "- 3 -\nC")).pages
    assert [page.label for page in pages] == [None, None, "1", "2", "3"]


def test_a_number_out_of_step_is_content() -> None:
    pages = clean(_document("Tabel\n17", "Isi\n3", "Lain\n88")).pages
    assert [page.text for page in pages] == ["Tabel 17", "Isi 3", "Lain 88"]
    assert [page.label for page in pages] == [None, None, None]


def test_running_heads_stamps_and_catchwords_go() -> None:
    page = "PRESIDEN\nREPUBLIK INDONESIA\n-{}-\n{}\nSK No 13228{} A\n{}"
    pages = clean(
        _document(
            page.format(1, "Pasal 4\nIsi pertama.", 1, "Pasal 5 . . ."),
            page.format(2, "Pasal 5\nIsi kedua.", 2, "(2) Data"),
            page.format(3, "(2) Data dikumpulkan.", 3, ""),
        )
    )
    assert [p.text for p in pages.pages] == ["Pasal 4\nIsi pertama.", "Pasal 5\nIsi kedua.", "(2) Data dikumpulkan."]
    assert "Pasal 5 . . ." in pages.dropped[0]


def _scan(*pages: str) -> RawDocument:
    return RawDocument(tuple(RawPage(page, tuple(page.split("\n")), scan=True) for page in pages))


def test_a_scanned_emblem_and_a_garbled_page_number_go() -> None:
    page = "{}\nPRESIDEN\nREPLIBLIK INDONESIA\n{}\n{}\nSK No 00701 1 A"
    cleaned = clean(
        _scan(
            page.format("8 Je SALINAN", "- 1 -", "Pasal l1\nRp2.0O0 menurut ayat (l)."),
            page.format("29\nJe\n= LY §", "-Q-", "Pasal 12\nKetua."),
            page.format("x", "- 3 -", "Pasal 13\nAnggota."),
        )
    )
    assert [p.text for p in cleaned.pages] == [
        "Pasal 11\nRp2.000 menurut ayat (1).",
        "Pasal 12\nKetua.",
        "Pasal 13\nAnggota.",
    ]
    assert [p.label for p in cleaned.pages] == ["1", "2", "3"]
    assert "Rp2.0O0" in cleaned.pages[0].raw


def test_a_written_page_is_not_repaired() -> None:
    assert clean(_document("Kode l1 dan Rp2.0O0")).pages[0].text == "Kode l1 dan Rp2.0O0"


def test_words_above_a_letterhead_are_no_scraps() -> None:
    page = "Peraturan yang panjang\nPRESIDEN\nREPUBLIK INDONESIA\nIsi {}."
    assert all("Peraturan yang panjang" in p.text for p in clean(_scan(page.format(1), page.format(2))).pages)


def test_stamps_and_addresses_go() -> None:
    stamps = ("SK No 132281 A", "SK No 00701 1 A", "SK No. 255258A", "jdih.menpan.go.id", "www.peraturan.go.id")
    cleaned = clean(_document("\n".join(["Isi halaman", *stamps, "https://jdih.bssn.go.id/arsip"])))
    assert cleaned.pages[0].text == "Isi halaman"
    assert clean(_document("Lihat jdih.menpan.go.id untuk naskahnya")).dropped == ((),)


def test_raw_text_stays_untouched() -> None:
    raw = "SALINAN\nIsi  naskah\u200b."
    page = clean(_document(raw)).pages[0]
    assert page.raw == raw
    assert page.text == "Isi naskah."


def test_cut_words_are_joined_and_doubled_ones_keep_their_hyphen() -> None:
    text = clean(_document("Dampak Signifi-\nkan bagi aktivitas-\naktivitas dan perundang-\nundangan.")).pages[0].text
    assert text == "Dampak Signifikan bagi aktivitas-aktivitas dan perundang-undangan."


def test_invisible_and_odd_characters() -> None:
    assert normalise("a\u202eb\u200bc\u00ad") == "abc"
    assert normalise("a\U000e0041\U000e007f\ufe0f\u2066\u061cb") == "ab"
    assert normalise("𝑺𝑷𝑩𝑬  ﬁle") == "SPBE file"
    assert normalise("P E D O M A N") == "PEDOMAN"
    assert normalise("K E T E N T U A N  U M U M") == "KETENTUAN UMUM"
    assert normalise("M e n i m b a n g  :  bahwa perlu") == "Menimbang : bahwa perlu"
    assert normalise("1 2 3 4 5") == "1 2 3 4 5"


@given(st.lists(st.text(max_size=120), max_size=6))
def test_any_text_is_cleaned_without_loss(pages: list[str]) -> None:
    cleaned = clean(_document(*pages))
    assert [page.raw for page in cleaned.pages] == pages
    for page, dropped, source in zip(cleaned.pages, cleaned.dropped, pages, strict=True):
        kept = sorted("".join((page.text + "".join(dropped)).split()).replace("-", ""))
        wanted = sorted("".join("".join(normalise(line).split()) for line in source.split("\n")).replace("-", ""))
        assert kept == wanted


@pytest.mark.parametrize(
    "foot", ["Halaman {}", "Dinas Contoh | Halaman {} dari 4", "Inspektorat Contoh {} | Evaluasi 2031"]
)
def test_a_running_foot_with_the_page_number_goes_and_names_the_page(foot: str) -> None:
    pages = [f"Isi halaman pertama.\n{foot.format(1)}"]
    pages += [f"Kalimat nomor {'abc'[n - 2]} tentang layanan.\n{foot.format(n)}" for n in (2, 3, 4)]
    cleaned = clean(RawDocument(tuple(RawPage(text, tuple(text.split("\n"))) for text in pages)))
    assert [page.label for page in cleaned.pages] == ["1", "2", "3", "4"]
    assert not [line for line in cleaned.lines if line.text.startswith(foot[:6])]
    assert [list(lines) for lines in cleaned.dropped] == [[foot.format(n)] for n in (1, 2, 3, 4)]


def test_last_lines_with_numbers_of_their_own_stay() -> None:
    pages = [
        "Nilai indeks\nAspek Kebijakan 3",
        "Uraian kedua\nAspek Layanan 2",
        "Uraian ketiga\nlihat Halaman 9",
        "Uraian keempat\nAspek Data 4",
    ]
    cleaned = clean(RawDocument(tuple(RawPage(text, tuple(text.split("\n"))) for text in pages)))
    assert [list(lines) for lines in cleaned.dropped] == [[], [], [], []]
