"""Text as it is compared: normalised, tokenised, stemmed; and quotes found again in a page's raw text."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:[.,/-][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_stemmer = threading.local()

STOPWORDS = frozenset(
    [
        "ada",
        "adalah",
        "adapun",
        "agar",
        "akan",
        "antara",
        "apa",
        "apakah",
        "apabila",
        "atas",
        "atau",
        "bagaimana",
        "bagi",
        "bahwa",
        "banyak",
        "beberapa",
        "berapa",
        "berupa",
        "bila",
        "boleh",
        "buat",
        "bukan",
        "dalam",
        "dan",
        "dapat",
        "dari",
        "dengan",
        "di",
        "dia",
        "dimaksud",
        "dong",
        "gimana",
        "hal",
        "hanya",
        "harus",
        "ia",
        "ini",
        "itu",
        "jadi",
        "jika",
        "juga",
        "kah",
        "kalau",
        "kami",
        "kamu",
        "kan",
        "kapan",
        "karena",
        "ke",
        "kepada",
        "kita",
        "lah",
        "lain",
        "lalu",
        "lebih",
        "maka",
        "masih",
        "mana",
        "masing",
        "maupun",
        "mengapa",
        "menjadi",
        "merupakan",
        "mereka",
        "mohon",
        "namun",
        "oleh",
        "pada",
        "para",
        "paling",
        "per",
        "perlu",
        "pula",
        "pun",
        "saat",
        "saja",
        "sama",
        "saya",
        "sebagai",
        "sebagaimana",
        "sebuah",
        "sebut",
        "secara",
        "sedang",
        "sehingga",
        "sejak",
        "sekarang",
        "selain",
        "seperti",
        "serta",
        "setiap",
        "siapa",
        "suatu",
        "sudah",
        "supaya",
        "tapi",
        "telah",
        "tentang",
        "terhadap",
        "terkait",
        "tersebut",
        "tetapi",
        "tiap",
        "tidak",
        "tolong",
        "untuk",
        "ya",
        "yaitu",
        "yakni",
        "yang",
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "does",
        "for",
        "from",
        "how",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "what",
        "when",
        "which",
        "who",
        "with",
    ]
)


def fold(text: str) -> str:
    """NFKC, lower case, soft hyphens out, every hyphen alike, white space collapsed."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()
    return re.sub(r"\s+", " ", re.sub(r"[‐‑–—−]", "-", text)).strip()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball Indonesian stem of a lower-case word."""
    maker = getattr(_stemmer, "maker", None)
    if maker is None:
        maker = _stemmer.maker = Stemmer.Stemmer("indonesian")
    return str(maker.stemWord(word))


def words(text: str) -> list[str]:
    """Lower-case words and numbers in order; ``3,50`` and ``59/2020`` stay whole."""
    return _WORD.findall(fold(text))


def tokens(text: str) -> list[str]:
    """Stems for lexical search, stop words left out. Compounds (``dpa-skpd``, ``59/2020``) give themselves
    and their parts."""
    out: list[str] = []
    for word in words(text):
        parts = _PART.findall(word)
        if len(parts) > 1:
            out.append(word)
        out.extend(stem(part) for part in parts if part not in STOPWORDS)
    return out


def content_words(text: str) -> set[str]:
    """The distinct stems that carry a question's meaning (two letters or more, or a number)."""
    return {token for token in tokens(text) if len(token) > 1 or token.isdigit()}


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, folded, and each one's position in the original."""
    letters: list[str] = []
    positions: list[int] = []
    for at, char in enumerate(text):
        for part in unicodedata.normalize("NFKC", char).lower():
            if part.isalnum():
                letters.append(part)
                positions.append(at)
    return "".join(letters), positions


def find_quote(wanted: str, raw: str, limit: int = 300) -> str | None:
    """The run of ``raw`` (a page's text as extracted) that says ``wanted``, differing at most in white
    space, hyphens and punctuation; cut at a word to ``limit`` characters. None when it is not there.

    When the page holds only the beginning of ``wanted`` (it goes on overleaf), that beginning is returned,
    provided it has at least 24 letters.
    """
    letters, positions = _squeeze(raw)
    needle, _ = _squeeze(wanted)
    if not needle:
        return None
    at = letters.find(needle)
    length = len(needle)
    if at < 0:
        head = needle[: max(24, min(len(needle), 60))]
        at = letters.find(head)
        if at < 0 or len(needle) < 24:
            return None
        length = _common(letters, at, needle)
    start, end = positions[at], positions[at + length - 1] + 1
    while end < len(raw) and raw[end] in '.;:)%”"':
        end += 1
    run = raw[start:end]
    if len(run) > limit:
        run = run[: limit + 1].rsplit(None, 1)[0][:limit]
    return run


def _common(letters: str, at: int, needle: str) -> int:
    length = 0
    while length < len(needle) and at + length < len(letters) and letters[at + length] == needle[length]:
        length += 1
    return length
