"""The command line as a person and as a machine use it, on a knowledge base built by its own commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.answering.rendering import WORDED
from knowledge.evaluating import golden
from tests.bot.command_line import process, spbe
from tests.llm_server import LanguageModelServer
from tests.llm_server import behaviours as does


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the handbook in it, by ``spbe build``, which is not asked our own questions."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(golden, "questions", dict)
        done = spbe(folder, "build")
    assert done.returncode == 0, done.stderr
    return folder


KEYS = {"id", "question", "answer", "abstained", "citations", "retrieved", "elapsed_ms"}
CITATION = {
    "document", "file", "title", "locator", "page_from", "page_to", "page_label", "quote", "status", "ocr",
}  # fmt: skip


def test_ask_answers_on_standard_output_only(home: Path) -> None:
    done = process(home, "ask", "bobot aspek kepuasan pengguna di IPD 2026")
    assert "25%" in done.stdout
    assert "Sumber:" in done.stdout
    assert done.stderr == ""


def test_ask_json_keeps_the_contract(home: Path) -> None:
    row = json.loads(spbe(home, "ask", "--json", "bukti indikator 4 pemdi level 1").stdout)
    assert set(row) == KEYS
    assert row["abstained"] is False
    assert all(set(c) == CITATION for c in row["citations"])
    assert all(c["file"] is None and c["quote"] == "" for c in row["citations"])  # the catalog has no pages
    assert 0 < len(row["retrieved"]) <= 10
    assert {set(r) == {"unit_id", "file", "page_from", "page_to", "score"} for r in row["retrieved"]} == {True}


def test_batch_keeps_order_and_survives_broken_lines(home: Path) -> None:
    lines: list[Any] = [
        {"id": "a", "question": "apa itu walidata", "gold": [1]},
        {
            "id": "b",
            "question": "kalau level 4?",
            "history": [{"role": "user", "text": "bukti indikator 14 pemdi level 3"}],
        },
        {"id": "c"},
        {"id": "d", "question": "teks dengan\u2028pemisah baris"},
    ]
    source, target = home / "in.jsonl", home / "sub" / "out.jsonl"
    source.write_text(
        "\n".join([*(json.dumps(line, ensure_ascii=False) for line in lines), "{rusak", ""]), encoding="utf-8"
    )
    done = spbe(home, "ask", "--batch", str(source), "--out", str(target))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n") if line]
    assert [row["id"] for row in rows] == ["a", "b", "c", "d", None]
    assert "indikator 14" in rows[1]["answer"]
    assert "level 4" in rows[1]["answer"]
    assert set(rows[2]) == set(rows[4]) == {"id", "error"}
    assert "question" in rows[2]["error"]
    assert set(rows[3]) == KEYS


def test_abstaining_says_so_and_cites_nothing(home: Path) -> None:
    row = json.loads(spbe(home, "ask", "--json", "siapa nama kepala dinas kominfo banjar?").stdout)
    assert row["abstained"] is True
    assert row["citations"] == []
    assert "tidak ditemukan" in row["answer"]


def test_start_without_terminal_answers_lines_and_does_no_work_twice(home: Path) -> None:
    done = spbe(home, "start", stdin="kapan interviu IPD 2026\nkeluar\nbobot aspek data pemdi\n")
    assert done.returncode == 0, done.stderr
    assert "30 September 2026" in done.stdout
    assert "15%" not in done.stdout
    assert "Generasi 1 tetap" in done.stderr
    assert "[tetap]" in done.stderr


def test_a_bad_file_is_named_with_its_reason(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bukan.pdf"
    bad.write_text("ini bukan PDF")
    done = spbe(home, "ingest", str(bad), str(tmp_path / "hilang.pdf"))
    assert done.returncode == 1
    assert "[gagal] bukan.pdf" in done.stderr
    assert "berkas tidak ada" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_knowledge_base_says_what_to_do(tmp_path: Path) -> None:
    done = process(tmp_path, "ask", "apa itu SPBE")
    assert done.returncode == 1
    assert "spbe build" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_settings_are_one_message(tmp_path: Path) -> None:
    done = spbe(tmp_path, "doctor", SPBE_WARNA="biru")
    assert done.returncode == 1
    assert "SPBE_WARNA" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_is_content_with_a_whole_installation(home: Path) -> None:
    done = spbe(home, "doctor")
    assert done.returncode == 0, done.stdout
    assert "[gagal]" not in done.stdout


def test_eval_prints_the_figures(home: Path, tmp_path: Path) -> None:
    golden = tmp_path / "uji.jsonl"
    item = {"id": 1, "question": "bobot aspek data pemdi", "gold_mode": "catalog", "must_include": [["15%"]]}
    golden.write_text(json.dumps(item) + "\n", encoding="utf-8")
    figures = json.loads(spbe(home, "eval", str(golden)).stdout)
    assert figures["n"] == 1
    assert figures["facts"] == 1.0


def test_eval_reports_and_compares(home: Path, tmp_path: Path) -> None:
    golden, kept = tmp_path / "uji.jsonl", tmp_path / "hasil.json"
    rows = [
        {"id": "a", "question": "bobot aspek data pemdi", "kind": "weight", "must_include": [["15%"]]},
        {"id": "b", "question": "bobot aspek data pemdi?", "kind": "weight", "must_include": [["<b>99%"]]},
    ]
    golden.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert spbe(home, "eval", str(golden), "--save", str(kept)).returncode == 0
    report = json.loads(spbe(home, "eval", str(golden), "--report", "json", "--against", str(kept)).stdout)
    assert [o["good"] for o in report["sheets"][0]["outcomes"]] == [True, False]
    assert report["changes"][0]["mended"] == []
    page = spbe(home, "eval", str(golden), "--report", "html").stdout
    assert page.startswith("<!doctype html>")
    assert "&lt;b&gt;99%" in page
    told = spbe(home, "eval", str(golden), "--failures").stdout
    assert "- b bobot aspek data pemdi?" in told
    assert "Belum disebut: <b>99%" in told


def test_eval_refuses_what_is_no_saved_run(home: Path, tmp_path: Path) -> None:
    golden = tmp_path / "uji.jsonl"
    golden.write_text('{"id": 1, "question": "apa itu SPBE"}\n', encoding="utf-8")
    done = spbe(home, "eval", str(golden), "--against", str(golden))
    assert done.returncode == 1
    assert "--save" in done.stderr
    assert "Traceback" not in done.stderr


def test_handbook_goes_where_it_is_told(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "buku.pdf"
    assert spbe(home, "handbook", str(target)).returncode == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_a_language_model_words_the_answer_when_one_is_set(home: Path) -> None:
    with LanguageModelServer(does.quoting("25%")) as server:
        # The provider's own variables may stand in .env beside ours.
        (home / ".env").write_text(f"OPENAI_BASE_URL={server.url}\nOPENAI_API_KEY=sk-uji\n", encoding="utf-8")
        try:
            done = spbe(home, "ask", "bobot aspek kepuasan pengguna di IPD 2026", LLM="openai:uji")
        finally:
            (home / ".env").unlink()
    assert WORDED in done.stdout
    assert "25%" in done.stdout
    assert (done.stderr, server.keys) == ("", ["sk-uji"])


def test_with_its_server_down_the_answer_is_the_same_as_without(home: Path) -> None:
    question = "bobot aspek kepuasan pengguna di IPD 2026"
    key = {"OPENAI_API_KEY": "sk-uji", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    done = spbe(home, "ask", question, LLM="openai:uji", **key)
    assert done.stdout == spbe(home, "ask", question).stdout
    assert "model bahasa tidak menjawab" in done.stderr
    assert "bobot" not in done.stderr


def test_a_language_model_that_is_none_is_said_at_the_start(home: Path) -> None:
    done = spbe(home, "ask", "apa itu SPBE", LLM="entah")
    assert done.returncode == 1
    assert "LLM=entah tidak dikenal" in done.stderr
