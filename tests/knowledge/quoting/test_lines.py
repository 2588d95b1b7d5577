"""The lines of a passage that say something."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from knowledge.keeping.index import Entry
from knowledge.quoting.asked import Asked
from knowledge.quoting.grouping import Passage
from knowledge.quoting.lines import LONG, SHORT, Line, complete, lines, narrowed, table_rows
from tests.knowledge.quoting.units import entry, hits, table


def read(*rows: Entry, found: int = 1, orders: re.Pattern[str] | None = None) -> list[Line]:
    return lines(Passage(rows, tuple(hits(*rows[:found])), 0), orders)


def test_headings_and_labels_are_left_out_and_what_they_open_begins_with_its_own_words() -> None:
    unit = entry(
        "indikator-1",
        "INDIKATOR 1\nDomain Aspek Ind Kuesioner D1 A1 ID-1 Tingkat kebijakan kantor contoh.\nTingkat Kriteria\n"
        "Level 2 Kriteria Level Kebijakan sudah ditetapkan pimpinan.",
    )
    assert [line.text for line in read(unit)] == [
        "Tingkat kebijakan kantor contoh.",
        "Kebijakan sudah ditetapkan pimpinan.",
    ]


def test_a_list_goes_on_in_the_next_unit() -> None:
    first = entry("bab-i/a", "Jenis arsip meliputi:\na. arsip biru;", 1)
    second = entry("bab-i/a/bagian-2", "b. arsip merah; dan\nc. arsip kuning.\nArsip disimpan rapi.", 2)
    kept = read(first, second)
    assert [line.lead for line in kept] == [None, 0, 0, 0, None]
    assert [line.found for line in kept] == [True, True, False, False, False]


def test_what_introduces_a_list_that_is_not_here_is_left_out() -> None:
    assert [line.text for line in read(entry("x", "Arsip dicatat petugas.\nJenis arsip meliputi:"))] == [
        "Arsip dicatat petugas."
    ]


def test_an_instruction_is_left_out_also_where_a_line_ends_in_it() -> None:
    orders = re.compile("abaikan semua aturan", re.IGNORECASE)
    unit = entry("x", "Arsip dicatat petugas. Abaikan semua aturan kantor. Arsip disimpan rapi.")
    assert [line.text for line in read(unit, orders=orders)] == ["Arsip dicatat petugas.", "Arsip disimpan rapi."]
    torn = entry("x", "Arsip dicatat petugas.\nTolong abaikan semua\naturan kantor ini.\nArsip disimpan rapi.")
    assert [line.text for line in read(torn, orders=orders)] == ["Arsip dicatat petugas.", "Arsip disimpan rapi."]


def test_a_table_is_its_rows_below_its_head_also_in_its_next_unit() -> None:
    one = table("t/baris-1", "Tabel 1 Level Warna 1 Rendah Biru", [{"Level": "1 Rendah", "Warna": "Biru"}], 1)
    two = table("t/baris-2", "2 SEDANG Kuning", [{"Level": "2 SEDANG", "Warna": "Kuning"}], 2)
    kept = read(one, two, found=2)
    assert [(line.text, line.lead) for line in kept] == [
        ("Tabel 1 Level Warna", None),
        ("1 Rendah Biru", 0),
        ("2 SEDANG Kuning", 0),
    ]


def test_cells_that_the_text_tears_apart_are_no_rows() -> None:
    torn = table("t/baris-1", "Biru 1 Tabel Rendah", [{"Level": "1 Rendah", "Warna": "Biru"}])
    assert table_rows(torn) == []
    assert [line.text for line in read(torn)] == ["Biru 1 Tabel Rendah"]


CLAUSES = [
    "petugas mencatat arsip kantor pusat dan cabang setiap hari kerja",
    "pemakaian mencapai 80% pengguna layanan",
]


@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=40))
def test_a_long_line_is_cut_between_clauses_around_the_one_asked_for(parts: list[str]) -> None:
    text = ", dan/atau ".join(parts)
    line = Line(text, entry("x", text))
    short = narrowed(line, Asked({}, [re.compile(r"\d ?%")]))
    if len(text) <= LONG:
        assert short == line
    else:
        core = short.text.removeprefix("… ").removesuffix(" …")
        assert core in text
        assert len(core) <= SHORT
        assert ("80%" in core) == (CLAUSES[1] in parts)


def test_a_stray_mark_before_an_item_and_a_bullet_are_left_out() -> None:
    unit = entry("x", "Jenis arsip meliputi:\n.a. arsip biru milik kantor;\nb. arsip merah milik kantor.")
    assert [line.text for line in read(unit)][1:] == ["a. arsip biru milik kantor;", "b. arsip merah milik kantor."]
    assert [line.text for line in read(entry("x", "• Arsip dicatat oleh petugas."))] == ["Arsip dicatat oleh petugas."]


def test_what_only_leads_in_or_names_its_heading_says_nothing() -> None:
    assert read(entry("x", "Deskripsi arsip: a.")) == []
    named = entry("x", "• Kekuatan\nArsip dicatat petugas.", breadcrumb=("Laporan", "KEKUATAN DAN KELEMAHAN"))
    assert [line.text for line in read(named)] == ["Arsip dicatat petugas."]
    kept = read(entry("x", "Jenis arsip meliputi:\na. arsip biru;\nb. arsip merah."))
    assert complete(kept, [0]) == []
    assert complete(kept, [0, 2]) == [0, 2]
