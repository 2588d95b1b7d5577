"""Embedders behind one Protocol; the real model in both of its forms."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.embedding import (
    DEFAULT_MODEL,
    E5Embedder,
    Embedder,
    HashEmbedder,
    SentenceTransformersEmbedder,
    make,
)
from knowledge.errors import ModelError

TEXTS = (
    "Arsitektur SPBE disusun untuk jangka waktu lima tahun.",
    "level 3 indikator 14 butuh bukti apa aja ya?",
    "Pasal 5 ayat (2) huruf a",
    "59/2020",
    "What evidence does the policy indicator require?",
    "Dokumen > BAB II > Bagian Kesatu\n1. peta rencana; dan\n2. laporan reviu.",
    "KEPUTUSAN GUBERNUR KALIMANTAN SELATAN",
    "Nilai indeks 3,50 termasuk predikat Sangat Baik 😀",
    "ok",
    " ".join(["layanan administrasi pemerintahan berbasis elektronik"] * 40),
    "ﬁle “kutipan” — tanda\u00a0hubung e‑government",
    "satu\x00dua \ud800 tiga",
)


@given(st.text(max_size=80))
def test_hash_vectors_have_unit_length_and_are_always_the_same(text: str) -> None:
    vector = HashEmbedder().query(text)
    assert vector.dtype == np.float32
    assert np.isclose(np.linalg.norm(vector), 1.0, atol=1e-5)
    assert np.array_equal(vector, HashEmbedder().query(text))
    assert np.array_equal(vector, HashEmbedder().passages([text])[0])


def test_hash_vectors_are_near_when_words_are_shared() -> None:
    embedder = HashEmbedder()
    gudang, near, far = (embedder.query(t) for t in ("gudang arsip", "arsip di gudang", "helm kuning"))
    assert gudang @ near > 0.99 > gudang @ far


def test_progress_is_told_and_no_texts_give_no_rows() -> None:
    told: list[int] = []
    assert HashEmbedder().passages(["a", "b"], told.append).shape == (2, 256)
    assert told == [2]
    assert HashEmbedder().passages([]).shape == (0, 256)


def test_the_setting_chooses_the_embedder(tmp_path: Path) -> None:
    chosen: list[Embedder] = [make("hash", tmp_path), make(DEFAULT_MODEL, tmp_path)]
    assert [type(e) for e in chosen] == [HashEmbedder, E5Embedder]
    assert [e.name for e in chosen] == ["hash", DEFAULT_MODEL]
    assert list(tmp_path.iterdir()) == []  # nothing is loaded or written before it is needed


@pytest.fixture(scope="module")
def e5(tmp_path_factory: pytest.TempPathFactory) -> Iterator[E5Embedder]:
    folder = tmp_path_factory.mktemp("models")
    yield E5Embedder(folder / DEFAULT_MODEL)
    shutil.rmtree(folder)  # half a gigabyte that pytest would keep


@pytest.mark.slow
def test_questions_alone_need_neither_torch_nor_a_folder(tmp_path: Path) -> None:
    vector = E5Embedder(tmp_path / "m").query("apa itu SPBE")
    assert vector.shape == (384,)
    assert vector.dtype == np.float32
    assert np.isclose(np.linalg.norm(vector), 1.0, atol=1e-3)
    assert not (tmp_path / "m").exists()


@pytest.mark.slow
def test_both_forms_of_the_model_give_the_same_vectors(e5: E5Embedder) -> None:
    e5.passages([TEXTS[0]])
    built = e5._passages
    assert built is not None
    for text in TEXTS:
        asked, made = e5.query(text), built.query(text)
        assert float(asked @ made) >= 0.999, text


@pytest.mark.slow
def test_batches_give_the_vectors_of_single_passages(e5: E5Embedder) -> None:
    told: list[int] = []
    together = e5.passages(TEXTS, told.append)
    assert together.shape == (len(TEXTS), 384)
    assert together.dtype == np.float32
    assert sum(told) == len(TEXTS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-4)
    alone = np.concatenate([e5.passages([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-4)


@pytest.mark.slow
def test_a_question_is_near_the_passage_that_answers_it(e5: E5Embedder) -> None:
    rows = e5.passages(TEXTS[:7])
    assert int(np.argmax(rows @ e5.query("berapa lama masa arsitektur SPBE?"))) == 0


@pytest.mark.slow
def test_the_folder_is_an_ordinary_model_with_its_prefixes(e5: E5Embedder) -> None:
    e5.passages(["x"])
    folder = str(e5._weights)
    again = SentenceTransformersEmbedder(folder)
    assert np.allclose(again.passages([TEXTS[0]]), e5.passages([TEXTS[0]]), atol=1e-5)
    assert float(again.query(TEXTS[0]) @ e5.query(TEXTS[0])) >= 0.999


@pytest.mark.slow
def test_a_model_that_is_not_there_is_refused_with_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "kosong").mkdir()
    with pytest.raises(ModelError, match="SPBE_EMBEDDING_MODEL"):
        SentenceTransformersEmbedder(str(tmp_path / "kosong"))
