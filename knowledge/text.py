"""Text as it is compared: normalised, tokenised, stemmed; and quotes found again in a page's raw text."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:[.,/-][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_ENOUGH = 24  # letters that make a run unmistakable
# As ingest.structuring.digits puts them right: the same length, so that places stay.
_LOOKALIKE = str.maketrans("oqli", "0011")
_BRACKET = re.compile(r"(\([0-9])[1lI|\\](?=[\s,;.A-Z])")
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


@lru_cache(maxsize=20_000)  # every question folds the same thousands of headings and texts again
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


def find_quote(wanted: str, raw: str, limit: int = 300) -> str | None:
    """The run of ``raw`` (a page's text as extracted) that says ``wanted``, differing at most in white
    space, hyphens, punctuation and accents; cut at a word to ``limit`` characters. None when it is not there.

    It begins and ends with whole words where such a run exists, and never inside a number. When the page
    holds only the beginning of ``wanted`` (it goes on overleaf), that beginning is returned, provided it has
    at least 24 letters. On a scanned page, where ``wanted`` has digits that were read as letters put right
    ("Pasal 11" for "Pasal l1", "ayat (2)" for "ayat (21"), the run as it was read is found.
    """
    letters, positions = squeeze(raw)
    needle, _ = squeeze(wanted)
    if not needle:
        return None
    found = _whole(raw, letters, positions, needle)
    if found is None:
        alike, places = squeeze(_BRACKET.sub(r"\1 ", raw))
        alike, sought = alike.translate(_LOOKALIKE), needle.translate(_LOOKALIKE)
        found = _whole(raw, alike, places, sought) or _beginning(raw, letters, positions, needle)
        found = found or _beginning(raw, alike, places, sought)
    if found is None:
        return None
    start, end = found
    while end < len(raw) and raw[end] in '.;:)%”"':
        end += 1
    run = raw[start:end]
    if len(run) > limit:
        run = run[: limit + 1].rsplit(None, 1)[0][:limit]
    return run


@lru_cache(maxsize=500)  # an answer looks for several quotes on one page; the list is not to be changed
def squeeze(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, folded and without accents, and each one's position in the original."""
    letters: list[str] = []
    positions: list[int] = []
    for at, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).lower():
            if part.isalnum():
                letters.append(part)
                positions.append(at)
    return "".join(letters), positions


def _occurrences(letters: str, needle: str) -> Iterator[int]:
    at = letters.find(needle)
    while at >= 0:
        yield at
        at = letters.find(needle, at + 1)


def _whole(raw: str, letters: str, positions: list[int], needle: str) -> tuple[int, int] | None:
    """Where in ``raw`` the whole of ``needle`` stands, as words of its own if it does so anywhere."""
    inside: tuple[int, int] | None = None
    for at in _occurrences(letters, needle):
        start, end = positions[at], positions[at + len(needle) - 1] + 1
        if _cuts(raw, start, str.isdigit) or _cuts(raw, end, str.isdigit):
            continue  # "5 hari" does not stand in "15 hari"
        if not _cuts(raw, start, str.isalnum) and not _cuts(raw, end, str.isalnum):
            return start, end
        inside = inside or (start, end)
    return inside if len(needle) >= _ENOUGH else None


def _beginning(raw: str, letters: str, positions: list[int], needle: str) -> tuple[int, int] | None:
    """Where in ``raw`` the longest beginning of ``needle`` stands, of at least ``_ENOUGH`` letters."""
    if len(needle) < _ENOUGH:
        return None
    best: tuple[int, int] | None = None
    longest = 0
    for at in _occurrences(letters, needle[:_ENOUGH]):
        length = _common(letters, at, needle)
        start, end = positions[at], positions[at + length - 1] + 1
        while end > start and (_cuts(raw, end, str.isalnum)):
            end -= 1  # not half a word of something else
        if length > longest and end > start and not _cuts(raw, start, str.isdigit):
            best, longest = (start, end), length
    return best


def _cuts(raw: str, at: int, kind: Callable[[str], bool]) -> bool:
    """Whether a cut before ``raw[at]`` parts two characters of a kind."""
    return 0 < at < len(raw) and kind(raw[at - 1]) and kind(raw[at])


def _common(letters: str, at: int, needle: str) -> int:
    length = 0
    while length < len(needle) and at + length < len(letters) and letters[at + length] == needle[length]:
        length += 1
    return length
