"""Spelling repair against the words of the knowledge base, for words that are in none of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text import STOPWORDS, fold, words

_VOWELS = re.compile(r"[aeiou]")
_LETTERS = re.compile(r"(?<![\w/.-])[^\W\d_]{3,}(?![\w/-])")
_PLAIN = re.compile(r"^[a-z]{4,}$")
COMMON = frozenset(
    [
        "apakah",
        "gratis",
        "dong",
        "banget",
        "nanti",
        "entar",
        "sih",
        "nih",
        "deh",
        "kok",
        "loh",
        "bareng",
        "cuma",
        "doang",
        "kayak",
        "pakai",
        "ambil",
        "kirim",
        "tanya",
        "jawab",
        "tolong",
        "minta",
        "mohon",
        "bantu",
        "bingung",
        "kantor",
        "bos",
        "teman",
        "atasan",
        "kabupaten",
        "kota",
        "dinas",
        "badan",
        "bayar",
        "uang",
        "harga",
        "situ",
        "begitu",
        "begini",
        "kenapa",
        "mengapa",
        "seperti",
        "besar",
        "kecil",
        "tinggi",
        "rendah",
        "lama",
        "baru",
        "cepat",
        "lambat",
        "bagus",
        "jelek",
        "benar",
        "salah",
        "boleh",
        "mau",
        "ingin",
        "punya",
        "ketemu",
        "cari",
        "lihat",
        "baca",
        "tulis",
        "buka",
        "tutup",
        "sampai",
        "minggu",
        "bulan",
        "tahun",
        "hari",
        "jam",
        "pagi",
        "siang",
        "malam",
        "kemarin",
        "besok",
        "bawaan",
        "merek",
        "garansi",
        "honor",
        "honorarium",
        "tunjangan",
        "gaji",
        "cuti",
        "bandwidth",
        "warna",
        "logo",
        "pemenang",
        "lomba",
        "peserta",
        "ngecek",
        "dicek",
        "bikin",
        "dibikin",
        "kasih",
        "dikasih",
        "naik",
        "turun",
        "terus",
        "lanjut",
        "langsung",
        "sendiri",
        "semua",
        "orang",
        "anak",
        "berkas",
    ]
)


class Speller:
    """Repairs words that no document holds when exactly their shape is known: vowels left out ("aplksi"), or
    one letter wrong in a word of six or more. Anything else is left as typed."""

    def __init__(self, counts: Counter[str]) -> None:
        """``counts``: how often each word occurs in the knowledge base."""
        known: Counter[str] = Counter()
        for raw, count in counts.items():
            for word in words(raw):
                known[word] += count
        self._known = known
        self._frequent = [w for w, n in known.items() if n >= 3 and _PLAIN.match(w) and len(w) >= 5]
        self._skeletons: dict[str, list[str]] = defaultdict(list)
        for word, count in known.items():
            if count >= 2 and _PLAIN.match(word):
                self._skeletons[_skeleton(word)].append(word)
        self._fix = lru_cache(maxsize=4096)(self._correct)

    def repair(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text with such words repaired, and the words that stay unknown."""
        unknown: list[str] = []

        def mend(match: re.Match[str]) -> str:
            word = match[0]
            if word in self._known or word in STOPWORDS:
                return word
            fixed = None if word in COMMON else self._fix(word)
            if fixed is None:
                unknown.append(word)
            return fixed or word

        return _LETTERS.sub(mend, fold(text)), tuple(unknown)

    def _correct(self, word: str) -> str | None:
        if len(word) >= 3 and (hits := self._skeletons.get(_skeleton(word))):
            # Only vowels were left out: every letter typed stands in the word, in order.
            fitting = [w for w in hits if len(w) > len(word) and _subsequence(word, w)]
            if fitting:
                return max(fitting, key=lambda w: self._known[w])
        if len(word) >= 6:
            near = process.extract(word, self._frequent, scorer=OSA.distance, score_cutoff=1, limit=10)
            same = [w for w, _, _ in near if w[0] == word[0]]
            if same:
                return max(same, key=lambda w: self._known[w])
        return None


def _skeleton(word: str) -> str:
    return word[0] + _VOWELS.sub("", word[1:])


def _subsequence(short: str, long: str) -> bool:
    at = iter(long)
    return all(char in at for char in short)
