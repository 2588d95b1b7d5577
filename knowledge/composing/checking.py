"""A sentence of a language model against the sources it cites: kept word for word, or dropped with a reason.

Checked as code: it cites, and only what was given; every number, measure, date, place in a rule and rule by number
stands in a cited source (``claims``); names and quoted words stand there; it denies nothing they state (``wording``);
most of its words are theirs; it holds no markup, no address and no order to the assistant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from knowledge.composing.claims import Claims, missing, read, read_source
from knowledge.composing.numerals import WORDS
from knowledge.composing.wording import CLASSES, turned, turned_abroad
from knowledge.quoting.pieces import pieces
from knowledge.text import STOPWORDS, find_quote, fold, stem

SUPPORT = 0.8  # share of a sentence's content words that its sources must hold
BESIDE = 0.4  # share of them that must stand beside each of its numbers, in the same sentence or list item
NEAR = 0.8  # share of a sentence's content words at which a piece of a source is what it repeats
REPEATED = 0.6  # share of a piece's words at which a sentence repeats that piece too
MAX_REFS = 3  # a sentence that cites more leans on nothing in particular
MAX_LENGTH = 500  # characters of a sentence
MIN_WORDS = 2  # content words below which a sentence says nothing
_FREE = frozenset("spbe pemdi ipd indonesia".split())  # our subject, named in every question
# Words of reporting, which any sentence may use beside those of its sources.
_FRAME = frozenset(
    stem(word)
    for word in """menurut berdasarkan ketentuan diatur mengatur disebutkan menyebutkan tercantum termuat sesuai
    berlaku jawaban jawabannya ringkasnya singkatnya artinya berikut pertanyaan sumber dokumen peraturan terdapat
    meliputi mencakup mencapai memenuhi antara lain berisi memuat dinyatakan menyatakan ditetapkan""".split()
)
# Words that are checked as numbers, places or bounds.
_CHECKED = frozenset(
    stem(word)
    for phrase in (
        *WORDS,
        *"pasal ayat huruf angka bab lampiran level tingkat persen".split(),
        *chain(*CLASSES.values()),
    )
    for word in phrase.split()
)
_LINK = re.compile(
    r"https?:|www\.|\b\w+@\w+\.\w+|(?<!\w)@\w{4,}|\b[\w-]+\.(?:com|net|org|info|io|me|ru|xyz|ly|gl|id)\b|t\.me/"
)
_TAG = re.compile(r"</?[a-zA-Z!][^>]*>|&[a-z]+;|\]\(|```|\{\{|\}\}")
_EMPHASIS = re.compile(r"\*\*|__|`|^\s*(?:#{1,6}|[-*•–]|\(?\d{1,2}[.)]|[a-z][.)])\s+|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")
_REF = re.compile(r"\s*\[\d+(?:\s*[,;]\s*\d+)*\]")
_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,})[”\"»]")
# What a statement turns on: whoever acts or receives, what is done, how, and the name of a level.
_TURNS_ON = re.compile(
    r"\b(?:oleh|kepada|dari|bagi|secara|wajib|harus|dapat|boleh|dilarang|perlu|tidak|belum|level|"
    r"tingkat(?! kematangan))\s+([^\W\d_]+)"
)
_MINUS = re.compile(r"(?<![\w)–-])[-−–]\s?\d")
_PLAIN = frozenset("%&+/×§°’")  # signs that state nothing by themselves, or are read with their number
_ACTOR = re.compile(r"\b(?:oleh|kepada|dari|bagi)\s+([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
_PLACED = re.compile(r"\b(?:pasal|bab|bagian|lampiran|domain|aspek|level|tingkat|tahap|triwulan|semester|tabel)\W+$")
_SIGNS = frozenset({"Sm", "So", "Sk", "Sc", "No", "Nl"})
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


@dataclass(frozen=True)
class Evidence:
    """What a source says, for checking: ``text`` its own words, ``about`` what names it (label, place, status)."""

    text: str
    about: str = ""

    @cached_property
    def claims(self) -> Claims:
        return read_source(self.text) | read(self.about)

    @cached_property
    def pieces(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The pieces of the text, each with its stems."""
        cut = (piece.text for piece in pieces(self.text))
        return tuple((text, frozenset(stem(word) for word in _WORD.findall(fold(text)))) for text in cut)

    @cached_property
    def passages(self) -> tuple[tuple[Claims, frozenset[str]], ...]:
        """What each piece states, with its lead-in and the lines that go on, and the stems of all that."""
        cut = pieces(self.text)
        found: list[tuple[Claims, frozenset[str]]] = []
        for at, piece in enumerate(cut):
            parts = [piece.text]
            if at and piece.text[:1].islower():
                parts.insert(0, cut[at - 1].text)
            if at + 1 < len(cut) and cut[at + 1].text[:1].islower():
                parts.append(cut[at + 1].text)
            if piece.lead is not None:
                parts.insert(0, cut[piece.lead].text)
            text = "\n".join(parts)
            words = _WORD.findall(fold(f"{self.about} {text}"))
            found.append((read_source(text), frozenset(stem(word) for word in words)))
        return tuple(found)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(fold(f"{self.about} {self.text}")))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self.words)


@dataclass(frozen=True)
class Checked:
    """``text`` cleaned of markup, and why it may not be shown: empty ``faults`` when it may."""

    text: str
    faults: tuple[str, ...] = field(default=())


def clean(text: str) -> str:
    """One line without emphasis marks, reference marks, control and invisible characters."""
    visible = "".join(
        c if unicodedata.category(c) not in _INVISIBLE else " " for c in unicodedata.normalize("NFC", text)
    )
    return " ".join(_EMPHASIS.sub("", _REF.sub("", visible)).split())


def check(
    text: str,
    refs: Sequence[int],
    sources: Mapping[int, Evidence],
    *,
    english: bool = False,
    orders: re.Pattern[str] | None = None,
) -> Checked:
    """Check a sentence against the sources it cites (numbers of ``sources``); ``orders`` matches words that try to
    instruct the assistant."""
    said = clean(text)
    if not refs or len(set(refs)) > MAX_REFS or any(ref not in sources for ref in refs):
        return Checked(said, ("refs",))
    if not said or len(said) > MAX_LENGTH:
        return Checked(said, ("length",))
    cited = [sources[ref] for ref in dict.fromkeys(refs)]
    together = Claims()
    for one in cited:
        together |= one.claims
    claims = read(said)
    faults = missing(claims, together)
    texts = [f"{one.about}. {one.text}" for one in cited]
    if _TAG.search(said) or _foreign_links(said, texts):
        faults.append("markup")
    if _foreign_signs(said, texts):
        faults.append("signs")
    if orders is not None and orders.search(said):
        faults.append("orders")
    if any(not any(find_quote(quote, one.text, 1000) for one in cited) for quote in _QUOTED.findall(said)):
        faults.append("quote")
    if not _named(said, cited, english=english):
        faults.append("names")
    if turned_abroad(said, texts) if english else _turned(said, cited, texts):
        faults.append("turned")
    if not english:  # an English sentence has none of its source's words
        content = _content(said)
        if not _supported(said, content, cited):
            faults.append("support")
        if not _together(claims, content, cited):
            faults.append("apart")
        if _swapped(said, content, cited):
            faults.append("swapped")
    return Checked(said, tuple(faults))


def _foreign_links(said: str, texts: Sequence[str]) -> bool:
    known = fold(" ".join(texts))
    return any(link.end() > link.start() and _run(said, link.start()) not in known for link in _LINK.finditer(said))


def _foreign_signs(said: str, texts: Sequence[str]) -> bool:
    """Whether a sentence has signs that change a number (``≥ 2``, ``-2``, ``2‰``, ``½``) which its sources have not."""
    known = " ".join(texts)
    signs = {c for c in said if unicodedata.category(c) in _SIGNS or c in "~‰‱"} - _PLAIN
    minus = {match[0].replace(" ", "")[1:] for match in _MINUS.finditer(said)}
    return not signs <= set(known) or bool(minus - {m[0].replace(" ", "")[1:] for m in _MINUS.finditer(known)})


def _run(text: str, at: int) -> str:
    start = text.rfind(" ", 0, at) + 1
    return fold(text[start:].split(" ")[0].strip('().,;:“”"'))


def _named(said: str, cited: Sequence[Evidence], *, english: bool) -> bool:
    """Whether every name (a capital within the sentence, or capitals only) is known to the cited sources. Names in
    English sentences are translations, so only those in capitals count there."""
    known = frozenset().union(*(one.words for one in cited)) | _FREE
    stems = frozenset().union(*(one.stems for one in cited))
    for match in _WORD.finditer(said):
        word = match[0]
        capitals = len(word) > 1 and word.isupper()
        first = not said[: match.start()].strip(" “\"'(") or said[: match.start()].rstrip()[-1:] in ".:?!"
        if not capitals and (english or first or not word[0].isupper()):
            continue
        low = fold(word)
        if low in known or low in STOPWORDS or (not capitals and stem(low) in stems):
            continue
        if _roman(low) and _PLACED.search(fold(said[: match.start()])):
            continue  # read as a place
        return False
    return True


def _turned(said: str, cited: Sequence[Evidence], texts: Sequence[str]) -> bool:
    """Whether a sentence turns its sources round: compared with the piece that it repeats where there is one, since
    another piece of the same source may well say the opposite; else with all of the sources."""
    content = {stem(word) for word in _WORD.findall(fold(said)) if word not in STOPWORDS}
    nearest = [(len(content & stems), piece) for one in cited for piece, stems in one.pieces]
    most = max((share for share, _ in nearest), default=0)
    if not content or most < NEAR * len(content):
        return turned(said, texts)
    return all(turned(said, [piece]) for share, piece in nearest if share == most)


def _roman(word: str) -> bool:
    return re.fullmatch(r"[ivxlc]+", word) is not None


def _content(said: str) -> set[str]:
    """The stems that carry a sentence: no stop words, no words of reporting, not the name of our subject, nothing that
    is checked otherwise."""
    words = {stem(word) for word in _WORD.findall(fold(said)) if word not in STOPWORDS and len(word) > 1}
    return words - _FRAME - _FREE - _CHECKED


def _supported(said: str, content: set[str], cited: Sequence[Evidence]) -> bool:
    """Whether the sources hold a sentence's words: nearly all of them, and in any case its first and what
    the statement turns on."""
    if len(_WORD.findall(said)) < MIN_WORDS:
        return False
    stems = frozenset().union(*(one.stems for one in cited))
    people = {stem(word) for word in _TURNS_ON.findall(fold(said))} & content
    first = next((s for s in (stem(word) for word in _WORD.findall(fold(said))) if s in content), None)
    if not people <= stems or (first is not None and first not in stems):
        return False
    return not content or len(content & stems) >= SUPPORT * len(content)


def _swapped(said: str, content: set[str], cited: Sequence[Evidence]) -> bool:
    """Whether a sentence repeats a piece of its sources, but of somebody or something else: its first word, its names
    and whoever acts or receives stand neither in a piece that says the rest nor in another that it repeats."""
    names = {stem(fold(word)) for word in _WORD.findall(said) if word[0].isupper()}
    stems = [stem(word) for word in _WORD.findall(fold(said))]
    first = next((one for one in stems if one in content), "")
    telling = (names | {first} | {stem(word) for word in _ACTOR.findall(fold(said))}) & content
    rest = content - telling
    alike = [known for one in cited for _, known in one.passages if rest and len(rest & known) >= NEAR * len(rest)]
    whole = [known for one in cited for _, known in one.pieces if len(known & set(stems)) >= REPEATED * len(known)]
    repeated = frozenset().union(*whole)
    return bool(alike) and not any(telling <= known | repeated for known in alike)


def _together(claims: Claims, content: set[str], cited: Sequence[Evidence]) -> bool:
    """Whether each number and date stands beside what the sentence says of it, not merely somewhere in its sources."""
    wanted = [Claims(numbers=frozenset({number})) for number in claims.numbers]
    wanted += [Claims(dates=frozenset({(None, month, day)})) for _, month, day in claims.dates]
    if not content or not wanted:
        return True
    passages = [passage for one in cited for passage in one.passages]
    for one in wanted:
        shares = [len(content & stems) for known, stems in passages if not missing(one, known)]
        if shares and max(shares) < BESIDE * len(content):
            return False
    return True
