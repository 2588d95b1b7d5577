"""Articles, inserted articles and ayat, misread numbers, definitions, elucidation, annexes, amendments."""

from __future__ import annotations

from ingest.lines import Line
from ingest.structure import Section, sections
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


def test_amending_items_are_units_of_their_own() -> None:
    text = (
        "UNDANG-UNDANG\nTENTANG\nPERUBAHAN ATAS UNDANG-UNDANG NOMOR 9\nMEMUTUSKAN:\nPasal I\nDiubah:\n"
        "1. Ketentuan Pasal 6 diubah sehingga berbunyi:\n2. Pasal 9 dihapus.\nPasal II\nMulai berlaku."
    )
    found = _parse(text)
    assert found["pasal-i/angka-2"][1] == "2. Pasal 9 dihapus."
