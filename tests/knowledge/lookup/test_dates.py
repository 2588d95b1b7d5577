"""The timeline as seen from either side of each of its days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Stage
from knowledge.catalog import load as load_catalog
from knowledge.clock import day
from knowledge.lookup.dates import period, relative
from knowledge.model import Confidence, Turn
from tests.knowledge.knowledge_base import KnowledgeBase, body

SCHEDULE = [s for s in load_catalog().stages if s.group == "jadwal"]
ONE = timedelta(days=1)


def stage(start: date | None, end: date | None, when: str = "") -> Stage:
    return Stage(
        id="uji",
        group="jadwal",
        name="Uji",
        start=start,
        end=end,
        when=when,
        source="contoh",
        confidence=Confidence.DRAF,
    )


@pytest.mark.parametrize("row", SCHEDULE, ids=lambda s: s.id)
def test_each_stage_from_both_sides(row: Stage) -> None:
    assert row.end is not None
    assert relative(row, row.end + ONE) == "sudah lewat"
    first = row.start or row.end
    assert relative(row, first - ONE) == "1 hari lagi"
    assert relative(row, first - 12 * ONE) == "12 hari lagi"
    assert "hari ini" in relative(row, row.end)
    if row.start is not None and row.start < row.end:
        assert "sedang berlangsung" in relative(row, row.start)
        assert f"{(row.end - row.start).days} hari lagi" in relative(row, row.start)
        assert "sedang berlangsung" in relative(row, row.end)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 9, 20), "1 hari lagi"),
        (date(2026, 9, 21), "sedang berlangsung"),
        (date(2026, 9, 30), "sedang berlangsung"),
        (date(2026, 10, 1), "sudah lewat"),
    ],
)
def test_the_answer_knows_today(bare: KnowledgeBase, today: date, state: str) -> None:
    answer = bare.assistant(today).answer("kapan interviu IPD 2026?")
    assert "21–30 September 2026" in body(answer)
    assert state in body(answer)
    assert answer.citations
    assert answer.warnings  # the dates are not from a national letter


@pytest.mark.parametrize("row", SCHEDULE, ids=lambda s: s.id)
def test_each_stage_can_be_asked_for(bare: KnowledgeBase, row: Stage) -> None:
    said = body(bare.assistant().answer(f"kapan {row.aliases[0]} pemdi 2026"))
    assert period(row) in said


def test_the_whole_schedule_stands_in_order(bare: KnowledgeBase) -> None:
    said = body(bare.assistant().answer("jadwal evaluasi pemdi 2026"))
    places = [said.index(period(row)) for row in SCHEDULE]
    assert places == sorted(places)


@pytest.mark.parametrize("year", [2025, 2027])
def test_the_schedule_of_another_year_is_not_invented(bare: KnowledgeBase, year: int) -> None:
    answer = bare.assistant().answer(f"kapan interviu pemdi {year}")
    assert answer.abstained
    assert "tidak ditemukan" in body(answer)
    assert "September" not in body(answer)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2026, 9, 21), date(2026, 9, 30), "21–30 September 2026"),
        (date(2026, 8, 1), date(2026, 9, 15), "1 Agustus–15 September 2026"),
        (date(2026, 12, 20), date(2027, 1, 5), "20 Desember 2026–5 Januari 2027"),
        (date(2026, 6, 5), date(2026, 6, 5), "5 Juni 2026"),
        (None, date(2026, 9, 20), "sampai 20 September 2026"),
        (date(2026, 9, 20), None, "mulai 20 September 2026"),
    ],
)
def test_periods_in_words(start: date | None, end: date | None, text: str) -> None:
    assert period(stage(start, end)) == text


def test_a_stage_without_dates() -> None:
    assert period(stage(None, None, "akhir tahun")) == "akhir tahun"
    assert relative(stage(None, None), date(2026, 1, 1)) == "waktu belum diketahui"


def test_a_day_in_words() -> None:
    assert day(date(2026, 6, 5)) == "5 Juni 2026"


@pytest.mark.parametrize("asked", ["interviu pemdi berapa hari lagi", "masih berapa hari lagi penetapan hasil"])
def test_days_left_are_told_from_the_schedule(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.abstained
    assert "2026 (" in body(answer)


@pytest.mark.parametrize(
    ("today", "asked", "told"),
    [
        (date(2026, 8, 20), "tahap setelah penilaian mandiri apa", ["20 September 2026 (31 hari lagi)"]),
        (date(2026, 8, 20), "sebelum penetapan hasil tahap apa dulu?", ["1–30 Oktober 2026"]),
        (date(2026, 9, 25), "tahap evaluasi pemdi berikutnya apa?", ["1–30 Oktober 2026 (6 hari lagi)"]),
        (date(2026, 9, 25), "sekarang evaluasi pemdi tahap apa?", ["21–28 September", "21–30 September"]),
        (date(2026, 7, 1), "sekarang evaluasi pemdi tahap apa?", ["1 Agustus–15 September 2026 (31 hari lagi)"]),
        (date(2027, 1, 1), "tahap evaluasi pemdi berikutnya apa?", ["Tidak ada tahap lain setelah hari ini"]),
    ],
)
def test_the_stage_beside_another_or_today(bare: KnowledgeBase, today: date, asked: str, told: list[str]) -> None:
    answer = bare.assistant(today).answer(asked)
    assert all(text in body(answer) for text in told), body(answer)
    assert sum(len(block.points) for block in answer.blocks) <= len(told)
    assert answer.warnings


def test_the_stage_before_the_one_just_spoken_of(bare: KnowledgeBase) -> None:
    history = [Turn(role="user", text="kapan interviu pemdi?")]
    assert "20 September 2026" in body(bare.assistant().answer("terus tahap sebelumnya apa?", history))


def test_stages_of_other_processes_are_not_of_the_schedule(bare: KnowledgeBase) -> None:
    assert "2026" not in body(bare.assistant().answer("tahap setelah penilaian risiko apa?"))


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("benar penilaian interviu pemdi mulai 1 oktober?", "Tidak: bukan 1 Oktober 2026."),
        ("apakah penilaian interviu pemdi mulai 21 september?", "Ya, benar."),
        ("benar visitasi pemdi sampai 31 oktober?", "Tidak: bukan 31 Oktober 2026."),
        ("betul visitasi pemdi sampai 30 oktober?", "Ya, benar."),
        ("benar penilaian interviu pemdi tanggal 25 september?", "Ya, benar."),
    ],
)
def test_a_date_in_the_question_is_confirmed_or_denied(bare: KnowledgeBase, asked: str, verdict: str) -> None:
    answer = bare.assistant().answer(asked)
    assert body(answer).startswith(verdict)
    assert "2026 (" in body(answer)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("kapan batas akhir penilaian mandiri", "Penilaian mandiri berakhir {mandiri.end} ("),
        ("kapan visitasi dimulai", "Penilaian visitasi mulai {visitasi.start} ("),
        ("berapa hari lagi evaluasi selesai", "Evaluasi Pemdi 2026 berakhir {penetapan.end} ("),
        ("When does the 2026 self assessment end?", "Penilaian mandiri ends {mandiri.end} ("),
    ],
)
def test_the_date_that_is_asked_for_stands_first(bare: KnowledgeBase, asked: str, told: str) -> None:
    stages = {s.id: s for s in SCHEDULE}
    name, side = told.partition("{")[2].partition("}")[0].split(".")
    said = body(bare.assistant().answer(asked))
    assert said.startswith(f"{told.partition('{')[0]}{day(getattr(stages[name], side))} (")


def test_a_date_that_is_not_held_is_said_not_to_be(bare: KnowledgeBase) -> None:
    said = body(bare.assistant().answer("kapan PermenPANRB 8/2026 mulai berlaku"))
    assert said.startswith("Tanggal PermenPANRB 8/2026 mulai berlaku tidak tercatat")


@pytest.mark.parametrize(
    ("today", "asked", "told"),
    [
        (date(2026, 9, 10), "tahapan IPD bulan depan apa", ["pada 1–31 Oktober 2026", "Penilaian visitasi", "21 hari"]),
        (date(2026, 9, 10), "minggu depan ada tahap IPD apa", ["14–20 September 2026", "5 hari lagi", "20 September"]),
        (date(2026, 9, 10), "jadwal IPD pekan ini", ["7–13 September 2026", "Berikutnya, Penilaian dokumen"]),
        (date(2026, 9, 10), "3 hari lagi tahap pemdi apa", ["13 September 2026", "2 hari lagi berakhir"]),
        (date(2026, 9, 10), "besok masih bisa unggah bukti?", ["Penilaian mandiri berlangsung pada 11 September 2026"]),
        (date(2026, 9, 20), "besok masih bisa unggah bukti?", ["Penilaian mandiri sudah lewat pada 21 September 2026"]),
        (date(2026, 9, 10), "bulan depan visitasi sudah mulai?", ["Penilaian visitasi berlangsung pada 1–31 Oktober"]),
        (date(2026, 9, 10), "kalau tanggal 20 september 2026 masih tahap apa", ["Penilaian dokumen", "(1 hari lagi)"]),
        (date(2026, 1, 1), "kalau hari ini 10 september 2026, sisa berapa hari", ["5 hari lagi berakhir"]),
        (date(2026, 1, 1), "kalau hari ini 20 agustus 2026 visitasi berapa hari lagi", ["(42 hari lagi)"]),
        (date(2026, 9, 10), "maret 2026 tahap evaluasi pemdi apa", ["Tidak ada tahap evaluasi Pemdi pada 1–31 Maret"]),
        (date(2026, 9, 10), "what stage of pemdi is next month?", ["1–31 October 2026", "Next, Penetapan"]),
    ],
)
def test_days_told_from_today_are_looked_up(bare: KnowledgeBase, today: date, asked: str, told: list[str]) -> None:
    answer = bare.assistant(today).answer(asked)
    assert not answer.abstained
    assert all(text in body(answer) for text in told), body(answer)


@pytest.mark.parametrize("asked", ["2 tahun lagi evaluasi pemdi tanggal berapa", "jadwal pemdi tahun lalu"])
def test_days_outside_the_schedule_are_said_to_be(bare: KnowledgeBase, asked: str) -> None:
    answer = bare.assistant(date(2026, 9, 10)).answer(asked)
    assert answer.abstained
    assert "2028" in body(answer) or "2025" in body(answer)
    assert "Oktober" not in body(answer)


@pytest.mark.parametrize("asked", ["tahap IPD", "tahapan IPD bulan depan apa"])
def test_a_stage_is_not_the_rule_of_one_level_after_the_other(assistant: Assistant, asked: str) -> None:
    assert "berjenjang" not in body(assistant.answer(asked))


def test_days_of_other_things_are_not_of_the_schedule(bare: KnowledgeBase) -> None:
    assert bare.assistant().answer("bulan depan ada rapat apa?").abstained
