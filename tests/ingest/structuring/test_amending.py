"""Amending acts: each item of Pasal I by itself, and what it changes, after the formulas of the drafting rules."""

from __future__ import annotations

import pytest

from ingest.structuring.amending import changes, describe, is_amending
from ingest.structuring.lines import Line
from ingest.structuring.structure import Section, sections
from ingest.structuring.units import build_units
from knowledge.model import Change, Document, Page, Unit
from tests.ingest.amending_acts import ACT, CHANGES

DOCUMENT = Document(id="uu-9-2033", sha256="0" * 64, file="a.pdf", title="Uji", label="UU 9/2033", kind="Undang-Undang")


def _lines(text: str) -> list[Line]:
    return [Line(line, 1 + number // 30) for number, line in enumerate(text.split("\n"))]


def _units(text: str) -> dict[str, Unit]:
    lines = _lines(text)
    pages = [Page(number=n, raw="", text="") for n in range(1, lines[-1].page + 1)]
    return {unit.id.removeprefix("uu-9-2033/"): unit for unit in build_units(DOCUMENT, pages, lines)}


def _sections(text: str) -> dict[str, Section]:
    return {section.path: section for section in sections(_lines(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ketentuan Pasal 6 diubah sehingga berbunyi sebagai berikut:", ["diubah Pasal 6"]),
        ("Ketentuan ayat (2) Pasal 8 diubah sehingga Pasal 8 berbunyi:", ["diubah Pasal 8 ayat (2)"]),
        ("Ketentuan Pasal 8 ayat (2) diubah, sehingga berbunyi:", ["diubah Pasal 8 ayat (2)"]),
        ("Ketentuan ayat (2) diubah, sehingga Pasal 8 berbunyi:", ["diubah Pasal 8 ayat (2)"]),
        (
            "Di antara Pasal 6 dan Pasal 7 disisipkan 1 (satu) pasal, yakni Pasal 6A yang berbunyi:",
            ["disisipkan Pasal 6A"],
        ),
        (
            "Di antara ayat (1) dan ayat (2) Pasal 5 disisipkan 1 (satu) ayat, yakni ayat (1a), sehingga:",
            ["disisipkan Pasal 5 ayat (1a)"],
        ),
        (
            "Di antara huruf a dan huruf b ayat (2) Pasal 7 disisipkan 1 (satu) huruf, yakni huruf a1, sehingga:",
            ["disisipkan Pasal 7 ayat (2) huruf a1"],
        ),
        ("Di antara BAB IX dan BAB X disisipkan 1 (satu) bab, yakni BAB IXA yang berbunyi:", ["disisipkan BAB IXA"]),
        (
            "Setelah Pasal 54 ditambahkan 3 (tiga) pasal, yakni Pasal 54A sampai dengan Pasal 54C, yang berbunyi:",
            ["disisipkan Pasal 54A", "disisipkan Pasal 54B", "disisipkan Pasal 54C"],
        ),
        ("Pada Pasal 9 ayat (2) ditambahkan 1 (satu) huruf, yakni huruf f:", ["disisipkan Pasal 9 ayat (2) huruf f"]),
        ("Pasal 16 dihapus.", ["dihapus Pasal 16"]),
        ("Pasal 20, Pasal 21, dan Pasal 22 dihapus.", ["dihapus Pasal 20", "dihapus Pasal 21", "dihapus Pasal 22"]),
        ("Pasal 5 sampai dengan Pasal 7 dihapus.", ["dihapus Pasal 5", "dihapus Pasal 6", "dihapus Pasal 7"]),
        ("Ketentuan ayat (3) Pasal 21 dihapus.", ["dihapus Pasal 21 ayat (3)"]),
        ("BAB VII dihapus.", ["dihapus BAB VII"]),
        ("Judul BAB II diubah sehingga berbunyi:", ["diubah Judul BAB II"]),
        ("Judul Bagian Kesatu BAB III diubah sehingga:", ["diubah Judul BAB III Bagian Kesatu"]),
        ("Penjelasan Pasal 5 diubah sebagaimana tercantum.", ["diubah Penjelasan Pasal 5"]),
        ("Ketentuan Lampiran II diubah sehingga menjadi sebagaimana tercantum.", ["diubah Lampiran II"]),
        (
            "Ketentuan huruf a dan huruf c ayat (2) Pasal 15 diubah:",
            ["diubah Pasal 15 ayat (2) huruf a", "diubah Pasal 15 ayat (2) huruf c"],
        ),
        (
            "Ketentuan ayat (2) Pasal 8 dan ayat (1) Pasal 9 diubah:",
            ["diubah Pasal 8 ayat (2)", "diubah Pasal 9 ayat (1)"],
        ),
        ("Ketentuan Pasal 5 tetap dengan penjelasan ayat (1) diubah:", ["diubah Penjelasan Pasal 5 ayat (1)"]),
        ("Ketentuan Pasal 7 huruf c dihapus, huruf d diubah:", ["dihapus Pasal 7 huruf c", "diubah Pasal 7 huruf d"]),
        (
            "Ketentuan Pasal 3 ayat (1) huruf a diubah dan di antara huruf a dan huruf b disisipkan 1 (satu) huruf, "
            "yakni huruf a1, sehingga Pasal 3 berbunyi:",
            ["diubah Pasal 3 ayat (1) huruf a", "disisipkan Pasal 3 ayat (1) huruf a1"],
        ),
        (
            "Di antara BAB IX dan BAB X disisipkan 1 (satu) BAB yakni BAB IXA dan di antara Pasal 50 dan Pasal 51 "
            "disisipkan 2 (dua) Pasal, yakni Pasal 50A dan Pasal 50B, sehingga berbunyi:",
            ["disisipkan BAB IXA", "disisipkan Pasal 50A", "disisipkan Pasal 50B"],
        ),
        ("Ketentuan Pasal 26 ditambah 1 (satu) ayat, yakni ayat (3):", ["disisipkan Pasal 26 ayat (3)"]),
        ("Frasa “Komisi” dalam Pasal 3 dan Pasal 4 diubah menjadi “Badan”.", ["diubah Pasal 3", "diubah Pasal 4"]),
        ("Judul Bab II diubah:", ["diubah Judul BAB II"]),
        ("Penjelasan Umum alinea ketiga diubah:", ["diubah Penjelasan Umum"]),
        ("Mengubah Lampiran I sehingga menjadi:", ["diubah Lampiran I"]),
        ("Penguji melaporkan hasil sebagaimana dimaksud dalam Pasal 8.", []),
        ("Yang dimaksud dengan uji adalah: ketentuan Pasal 8 diubah", []),
    ],
)
def test_what_an_item_changes(text: str, expected: list[str]) -> None:
    assert [f"{change.action} {change.target}" for change in changes(text)] == expected


def test_changes_are_told_in_short() -> None:
    first = [Change(action="diubah", target=f"Pasal 8 ayat ({n})") for n in (1, 2)]
    last = Change(action="dihapus", target="Pasal 9")
    assert describe([*first, last]) == "mengubah Pasal 8 ayat (1) dan ayat (2); menghapus Pasal 9"
    many = [Change(action="dihapus", target=f"Pasal {n}") for n in range(10, 40)]
    assert len(describe(many)) <= 90
    assert describe(many).endswith("…")


def test_every_item_is_a_unit_that_names_what_it_changes() -> None:
    units = _units(ACT)
    assert [int(key.removeprefix("pasal-i/angka-")) for key in units if key.startswith("pasal-i/angka-")] == list(
        CHANGES
    )
    for number, expected in CHANGES.items():
        unit = units[f"pasal-i/angka-{number}"]
        assert [(change.action, change.target) for change in unit.changes] == expected
        assert unit.text.startswith(f"{number}. ")
        assert unit.pasal == "I"
    inserted = units["pasal-i/angka-4"]
    assert inserted.locator == "Pasal I angka 4 (menyisipkan Pasal 6A dan Pasal 6B)"
    assert inserted.breadcrumb == ("UU 9/2033", inserted.locator)
    assert inserted.text.endswith("Rencana disimpan selama 5 (lima) tahun.")
    assert units["pasal-i/angka-8"].text == "8. Pasal 16 dihapus."


def test_quoted_lists_and_articles_do_not_break_an_item() -> None:
    units = _units(ACT)
    assert "4. Menteri adalah menteri" in units["pasal-i/angka-1"].text
    assert "Peraturan Menteri." in units["pasal-i/angka-3"].text
    assert [key for key in units if key.startswith("pasal-")] == [
        "pasal-i/pembuka",
        *(f"pasal-i/angka-{number}" for number in CHANGES),
        "pasal-ii",
    ]
    assert units["pasal-ii"].text.endswith("diundangkan.")


def test_the_elucidation_of_an_item_stands_under_its_number() -> None:
    found = _sections(ACT)
    assert [(s.path, s.locator) for s in found.values() if s.path.startswith("penjelasan/pasal")] == [
        ("penjelasan/pasal-i/angka-1", "Penjelasan Pasal I angka 1"),
        ("penjelasan/pasal-i/angka-2", "Penjelasan Pasal I angka 2"),
        ("penjelasan/pasal-i/angka-3", "Penjelasan Pasal I angka 3"),
        ("penjelasan/pasal-i/angka-4", "Penjelasan Pasal I angka 4"),
        ("penjelasan/pasal-ii", "Penjelasan Pasal II"),
    ]


def test_a_long_item_is_split_and_each_part_says_what_it_changes() -> None:
    ayat = "\n".join(f"({n}) Penguji ke-{n} {'menyusun laporan yang lengkap ' * 12}selesai." for n in range(1, 9))
    units = _units(ACT.replace("Rencana disimpan selama 5 (lima) tahun.", ayat))
    parts = [unit for key, unit in units.items() if key.startswith("pasal-i/angka-4")]
    assert len(parts) > 1
    for part in parts:
        assert len(part.text) <= 2_000
        assert part.locator == parts[0].locator
        assert [change.target for change in part.changes] == ["Pasal 6A", "Pasal 6B"]
        assert parts[0].locator in part.breadcrumb


def test_an_act_with_a_single_change_needs_no_number() -> None:
    head, tail = ACT.split("Beberapa ketentuan")[0], "Pasal II\nBerlaku.\nAgar setiap orang mengetahuinya."
    units = _units(f"{head}Ketentuan Pasal 3 Undang-Undang Nomor 4 Tahun 2028 diubah sehingga berbunyi:\nIsi.\n{tail}")
    assert units["pasal-i"].changes == (Change(action="diubah", target="Pasal 3"),)
    assert units["pasal-i"].locator == "Pasal I (mengubah Pasal 3)"


def test_a_misread_or_lost_number_does_not_end_the_list() -> None:
    units = _units(ACT.replace("\n2. Ketentuan Pasal 5", "\nKetentuan Pasal 5").replace("\n10. K", "\n1O.K"))
    assert [key for key in units if key.startswith("pasal-i/angka-")][:2] == ["pasal-i/angka-1", "pasal-i/angka-3"]
    assert "pasal-i/angka-10" in units


def test_an_item_that_changes_a_word_throughout_is_an_item_too() -> None:
    units = _units(ACT.replace("8. Pasal 16 dihapus.", "8. Semua frasa “Komisi” diubah menjadi “Badan”."))
    assert units["pasal-i/angka-8"].locator == "Pasal I angka 8"
    assert units["pasal-i/angka-8"].changes == ()


def test_only_a_title_makes_an_amending_act() -> None:
    texts = [line.text for line in _lines(ACT)]
    assert is_amending(texts, 0, len(texts))
    assert not is_amending(["UNDANG-UNDANG", "Mengingat : Perubahan Kedua atas Undang-Undang"], 0, 2)
