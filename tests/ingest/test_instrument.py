"""Indicator blocks of both questionnaires and their five levels."""

from __future__ import annotations

from ingest.instrument import level_name
from ingest.lines import Line
from ingest.structure import Section, sections
from knowledge.model import Regime

DETAILED = """BAB II
INSTRUMEN
INDIKATOR 32
Domain Aspek Ind Kuesioner
D4 A7 ID-32 Tingkat Kematangan Layanan
Perencanaan.
Deskripsi Indikator: a. Layanan adalah keluaran.
Level 1 Kriteria Level Layanan memberi informasi.
Kriteria Bukti
Dukung
Tangkapan layar.
Level 2 Kriteria Level Kriteria tingkat 1 telah terpenuhi.
Level 3 Kriteria Level Tiga.
Level 4 Kriteria Level Empat.
Level 5 Kriteria Level Lima.
BAB III
KAIDAH
INDIKATOR 32
Contoh kaidah."""

BRIEF = """Domain 1 : Kebijakan Internal SPBE
Aspek 1 : Kebijakan Internal
Indikator 3 : Tingkat Kematangan
Manajemen Data
Pertanyaan : Apakah ada?
Tingkat Kriteria
1 Konsep belum tersedia.
2 Kebijakan telah ditetapkan dengan
3 (tiga) muatan.
3 Kriteria tingkat 2 telah terpenuhi.
4 Empat.
5 Lima.
Jawaban : Pilih tingkat"""


def _levels(text: str) -> list[Section]:
    return [s for s in sections([Line(line, 1) for line in text.split("\n")]) if s.kind == "level"]


def test_detailed_questionnaire() -> None:
    levels = _levels(DETAILED)
    assert [(s.indicator, s.level) for s in levels] == [(32, n) for n in range(1, 6)]
    assert levels[0].trail == (
        "BAB II INSTRUMEN",
        "Indikator 32 Tingkat Kematangan Layanan Perencanaan",
        "Level 1 Informasi",
    )
    assert levels[0].path == "indikator-32/level-1"
    assert levels[0].regime is Regime.SPBE


def test_brief_questionnaire_takes_its_levels_in_sequence() -> None:
    levels = _levels(BRIEF)
    assert [s.level for s in levels] == [1, 2, 3, 4, 5]
    assert levels[0].trail[-2] == "Indikator 3 Tingkat Kematangan Manajemen Data"


def test_level_names_of_processes_and_services() -> None:
    assert level_name(14, 3) == "Terdefinisi"
    assert level_name(32, 3) == "Transaksi"
