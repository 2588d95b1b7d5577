"""Articles, inserted articles and ayat, misread numbers, definitions, elucidation, annexes, amendments."""

from __future__ import annotations

import pytest

from ingest.structuring.lines import Line
from ingest.structuring.structure import Section, sections
from tests.ingest.conftest import LAW


def _parse(text: str) -> dict[str, tuple[Section, str]]:
    lines = [Line(line, 1) for line in text.strip().split("\n")]
    found = sections(lines)
    assert [i for s in found for i in range(s.start, s.end)] == list(range(len(lines)))
    return {s.path: (s, "\n".join(line.text for line in lines[s.start : s.end])) for s in found}


HEAD = "PERATURAN\nMenimbang : bahwa perlu;\nMEMUTUSKAN:\n"


def test_structure_of_a_law() -> None:
    found = _parse("\n".join(line for page in LAW for line in page if not line.startswith("- ")))
    assert list(found) == [
        "pembukaan", "pasal-1/angka-1", "pasal-1/angka-2", "pasal-2", "pasal-2a", "pasal-3", "penutup",
        "lampiran-1/pembuka", "lampiran-1/bab-i", "lampiran-1/bab-i/a",
    ]  # fmt: skip
    assert found["pasal-2"][0].trail == ("BAB IXA PELAKSANAAN UJI",)
    assert found["pasal-1/angka-2"][0].locator == "Pasal 1 angka 2"
    assert "LAMPIRAN" not in found["penutup"][1]


def test_long_articles_are_cut_by_ayat_inserted_and_misread_ones_too() -> None:
    body = "kata " * 120 + "akhir."
    ayat = f"(1) {body}\n(1a) {body}\n(21 {body}\n(3) Sebagaimana dimaksud pada ayat\n(2) tetap."
    found = _parse(f"{HEAD}Pasal 1\nIsi.\nPasal 2\n{ayat}\nPasal 3\nSelesai.")
    assert [s.ayat for s, _ in found.values() if s.pasal == "2"] == ["1", "1a", "2", "3"]
    assert found["pasal-2/ayat-1"][1].startswith("Pasal 2\n(1)")
    assert found["pasal-2/ayat-3"][1].endswith("(2) tetap.")


def test_elucidation_is_linked_to_its_article() -> None:
    text = (
        f"{HEAD}Pasal 1\nIsi.\nPasal 2\nIsi.\nAgar setiap orang mengetahuinya.\nPENJELASAN\nATAS\nUNDANG-UNDANG\n"
        "I. UMUM\nLatar.\nII. PASAL DEMI PASAL\nPasal 1\nYang dimaksud dengan isi adalah muatan.\nPasal 2\nCukup jelas."
    )
    found = _parse(text)
    assert found["penjelasan/umum"][1].endswith("Latar.")
    assert found["penjelasan/pasal-1"][0].pasal == "1"
    assert found["penjelasan/pasal-1"][0].locator == "Penjelasan Pasal 1"


def test_cukup_jelas_is_gathered_and_named_by_its_range() -> None:
    trivial = "".join(f"Pasal {n}\nCukup jelas.\n" for n in range(2, 6))
    text = (
        f"{HEAD}{''.join(f'Pasal {n}{chr(10)}Isi.{chr(10)}' for n in range(1, 8))}Agar setiap orang mengetahuinya.\n"
        "PENJELASAN\nATAS\nUNDANG-UNDANG\nI. UMUM\nLatar.\nII. PASAL DEMI PASAL\n"
        f"Pasal 1\nHuruf a\nYang dimaksud dengan isi adalah muatan.\n{trivial}Pasal 6\nAyat (1)\nCukup jelas.\n"
        "Ayat (2)\nIsi meliputi muatan.\nPasal 7\nCukup jelas."
    )
    found = _parse(text)
    assert [s.locator for s, _ in found.values() if s.path.startswith("penjelasan/pasal")] == [
        "Penjelasan Pasal 1", "Penjelasan Pasal 2–5", "Penjelasan Pasal 6", "Penjelasan Pasal 7",
    ]  # fmt: skip


@pytest.mark.parametrize("closing", ["Agar setiap orang mengetahuinya.\n", ""])
@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("LAMPIRAN I\nPERATURAN MENTERI", "lampiran-1/pembuka"),
        ("LAMPIRAN\nPERATURAN MENTERI", "lampiran/pembuka"),
        ("LAMPIRAN II : PERATURAN MENTERI", "lampiran-2/pembuka"),
        ("LAMPIRAN lV\nKEPUTUSAN MENTERI", "lampiran-4/pembuka"),
    ],
)
def test_an_annex_is_not_swallowed_by_the_last_article(closing: str, head: str, path: str) -> None:
    found = _parse(f"{HEAD}Pasal 1\nIsi.\nPasal 2\nBerlaku.\n{closing}{head}\nNOMOR 1\nIsi lampiran ini panjang.")
    assert found["pasal-2"][1] == "Pasal 2\nBerlaku."
    assert found[path][1].endswith("Isi lampiran ini panjang.")


def test_the_name_of_an_annex_on_its_later_pages_opens_no_other() -> None:
    body = (
        "LAMPIRAN I\nPERATURAN MENTERI\nA. Satu\nIsi.\nLAMPIRAN I\nB. Dua\nIsi.\nLAMPIRAN II\nPERATURAN MENTERI\nIsi."
    )
    found = _parse(f"{HEAD}Pasal 1\nIsi.\nAgar setiap orang mengetahuinya.\n{body}")
    assert [path for path in found if path.startswith("lampiran") and path.endswith("/pembuka")] == [
        "lampiran-1/pembuka", "lampiran-2/pembuka",
    ]  # fmt: skip


def test_inserted_chapter_article_and_ayat_keep_their_own_places() -> None:
    body = "kata " * 120 + "akhir."
    text = (
        f"{HEAD}BAB IX\nUJI\nPasal 1\nIsi.\nBAB IXA\nPENGAWASAN\nPasal 1A\n(1) {body}\n(1a) {body}\n(2) {body}\n"
        "BAB X\nPENUTUP\nPasal 2\nIsi."
    )
    found = _parse(text)
    assert found["pasal-1a/ayat-1a"][0].trail == ("BAB IXA PENGAWASAN",)
    assert found["pasal-1a/ayat-1a"][1].startswith("(1a) kata")
    assert found["pasal-1a/ayat-1"][1].endswith("akhir.")
    assert found["pasal-2"][0].trail == ("BAB X PENUTUP",)


def test_references_at_the_start_of_a_line_are_no_headings() -> None:
    text = (
        f"{HEAD}Pasal 1\nIsi.\nPasal 2\nPasal 1 ayat (2) dikecualikan.\nHal itu diatur dalam\nPasal 3\nyang berlaku.\n"
        "Pasal 3\nIsi."
    )
    found = _parse(text)
    assert list(found) == ["pembukaan", "pasal-1", "pasal-2", "pasal-3"]
    assert found["pasal-2"][1].endswith("yang berlaku.")


def test_repeal_and_transition_are_articles_of_their_own() -> None:
    text = (
        f"{HEAD}Pasal 1\nIsi.\nBAB II\nKETENTUAN PERALIHAN\nPasal 2\nPeraturan pelaksanaan tetap berlaku sepanjang\n"
        "tidak bertentangan dengan Peraturan ini.\nBAB III\nKETENTUAN PENUTUP\nPasal 3\nPeraturan Nomor 5 Tahun 2020\n"
        "dicabut dan dinyatakan tidak berlaku.\nPasal 4\nBerlaku.\nAgar setiap orang mengetahuinya."
    )
    found = _parse(text)
    assert found["pasal-2"][0].trail == ("BAB II KETENTUAN PERALIHAN",)
    assert "tetap berlaku" in found["pasal-2"][1]
    assert found["pasal-3"][0].locator == "Pasal 3"
    assert found["pasal-3"][1].endswith("tidak berlaku.")


def test_a_statute_whose_first_heading_is_lost_is_still_one() -> None:
    found = _parse(f"{HEAD}Isi pasal pertama.\nPasal 2\nIsi.\nPasal 3\nIsi.\nPasal 4\nIsi.")
    assert list(found) == ["pembukaan", "pasal-2", "pasal-3", "pasal-4"]
