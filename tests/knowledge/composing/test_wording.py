"""A text as tokens: which wordings are alike."""

from __future__ import annotations

import pytest

from knowledge.composing.wording import read_tokens


def alike(one: str, other: str) -> bool:
    first, second = read_tokens(one), read_tokens(other)
    return len(first) == len(second) and all(a.alike(b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paling sedikit 3 (tiga) tahun", "minimal tiga tahun"),
        ("wajib", "harus"),
        ("Rp2.000.000.000,00 (dua miliar rupiah)", "Rp2 miliar"),
        ("1–15 Agustus", "1 sampai dengan 15 Agustus"),
        ("menyampaikan laporan", "menyampaikan laporannya"),
        ("setiap triwulan", "tiap triwulan"),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paling lama 3 tahun", "paling singkat 3 tahun"),
        ("a dan/atau b", "a dan b"),
        ("dapat dihapus", "wajib dihapus"),
        ("menilai layanan", "dinilai layanan"),
        ("penilai layanan", "menilai layanan"),
        ("arsip", "kearsipan"),
        ("kepada Menteri", "dari Menteri"),
        ("dalam Pasal 2 dan Pasal 3", "dalam Pasal 2 atau Pasal 3"),
        ("Indeks SPBE", "Indeks Pemdi"),
    ],
)
def test_another_thing(one: str, other: str) -> None:
    assert not alike(one, other)
