"""A sentence of a language model against the sources it cites: kept word for word, or dropped with a reason.

Checked as code: it cites, and only what was given; every number, measure, date, place in a rule and rule by number
stands in a cited source (``claims``); quoted words stand there; each of its parts is what one passage of one cited
source says, word after word (``support``); it holds no markup, no address and no order to the assistant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from knowledge.composing.claims import Claims, missing, read, read_source
from knowledge.composing.foreign import in_indonesian
from knowledge.composing.support import Passage, lists, supports
from knowledge.composing.wording import BREAK, ITEM, WORD, Token, read_tokens
from knowledge.quoting.pieces import Piece, pieces
from knowledge.text import find_quote, fold

MAX_REFS = 3  # a sentence that cites more leans on nothing in particular
MAX_LENGTH = 500  # characters of a sentence
_LINK = re.compile(
    r"https?:|www\.|\b\w+@\w+\.\w+|(?<!\w)@\w{4,}|\b[\w-]+\.(?:com|net|org|info|io|me|ru|xyz|ly|gl|id)\b|t\.me/"
)
_TAG = re.compile(r"</?[a-zA-Z!][^>]*>|&[a-z]+;|\]\(|```|\{\{|\}\}")
_EMPHASIS = re.compile(r"\*\*|__|`|^\s*(?:#{1,6}|[-*•–]|\(?\d{1,2}[.)]|[a-z][.)])\s+|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")
_REF = re.compile(r"\s*\[\d+(?:\s*[,;]\s*\d+)*\]")
_QUOTED = re.compile(r"[“\"«]([^”\"»]{3,})[”\"»]")
_MINUS = re.compile(r"(?<![\w)–-])[-−–]\s?\d")
_PLAIN = frozenset("%&+/×§°’")  # signs that state nothing by themselves, or are read with their number
_PARTS = re.compile(r";\s+|,?\s+(?:sedangkan|sementara itu)\s+")
_OPENING = re.compile(r"(?:menurut|berdasarkan|dalam|pada|sesuai(?: dengan)?|untuk)\b")
_MARK = re.compile(r"^\s*(?:\(\d{1,2}[a-z]?\)|\d{1,2}[.)]|[A-Za-z][.)]|[•–-])\s+")
_ROW = re.compile(r"^\s*([1-5])\s+(?=[A-Z])")
_LEVELS = re.compile(r"\b(?:tingkat|level|kematangan)\b", re.IGNORECASE)
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
    def passages(self) -> tuple[tuple[Passage, Claims], ...]:
        """What can be said of this source, each with the claims it can carry: its pieces with what leads to them."""
        return tuple(_passages(self))


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
    instruct the assistant. An ``english`` sentence is held to them word by word in Indonesian."""
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
    if not _supported(in_indonesian(said) if english else said, cited):
        faults.append("support")
    return Checked(said, tuple(faults))


def belongs(
    item: str, lead: str, refs: Sequence[int], sources: Mapping[int, Evidence], *, english: bool = False
) -> bool:
    """Whether a list item stands under this lead-in in one of the sources it cites."""
    item, lead = (in_indonesian(clean(text)) if english else clean(text) for text in (item, lead))
    claims = read(item)
    said = read_tokens(item)
    for one in (sources[ref] for ref in refs if ref in sources):
        leading = read_tokens(_without_opening(lead, one))
        if any(not missing(claims, known) and lists(passage, leading, said) for passage, known in one.passages):
            return True
    return False


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


def _supported(said: str, cited: Sequence[Evidence]) -> bool:
    """Whether each part of a sentence is what one passage of a cited source says."""
    return all(_part_supported(part, cited) for part in _PARTS.split(said))


def _part_supported(part: str, cited: Sequence[Evidence]) -> bool:
    claims = read(part)
    for one in cited:
        tokens = read_tokens(_without_opening(part, one))
        if any(not missing(claims, known) and supports(passage, tokens) for passage, known in one.passages):
            return True
    return False


def _without_opening(part: str, source: Evidence) -> str:
    """A sentence without the words that only name its source ("Menurut Pasal 5 Perpres ...,")."""
    opening, comma, rest = part.partition(", ")
    if comma and _OPENING.match(fold(opening)) and rest.strip():
        known = {one.key for one in read_tokens(source.about)} | {""}
        if all(one.kind != WORD or one.key in known for one in read_tokens(opening)):
            return rest
    return part


def _passages(source: Evidence) -> list[tuple[Passage, Claims]]:
    about = (*read_tokens(source.about), Token(BREAK)) if source.about else ()
    named = read(source.about)
    levels = bool(_LEVELS.search(source.text))
    cut = pieces(source.text)
    ayat = Claims()
    places: list[Claims] = []
    for piece in cut:
        places.append(_place(piece.text, levels))
        if any(label == "ayat" for label, _ in places[-1].references) and piece.lead is None:
            ayat = places[-1]
        places[-1] |= ayat
    found: list[tuple[Passage, Claims]] = []
    for above, run in _runs(cut):
        claims = named
        for at in (*above, *run):
            claims |= read(_MARK.sub("", cut[at].text)) | places[at]
        leading, rest = (tuple(chain(*(_tokens(cut[at].text) for at in part))) for part in (above, run))
        found.append((Passage((*about, *leading, *rest), len(about), len(leading)), claims))
    return found


def _tokens(piece: str) -> tuple[Token, ...]:
    return (*((Token(ITEM),) if _MARK.match(piece) else ()), *read_tokens(_MARK.sub("", piece)))


def _place(text: str, levels: bool) -> Claims:
    """Where in its source a piece stands: its mark, or the level whose row it is."""
    claims = read_source(text[:12]).references if _MARK.match(text) else frozenset()
    row = _ROW.match(text) if levels else None
    return Claims(references=claims | ({("level", row[1])} if row else frozenset()))


def _runs(cut: Sequence[Piece]) -> list[tuple[list[int], list[int]]]:
    """The places of the pieces of each passage, after those of its lead-ins: a piece with the lines that go on, and
    each lead-in with its whole list."""
    runs: list[list[int]] = []
    for at, piece in enumerate(cut):
        if at and _goes_on(cut[at - 1].text, piece.text):
            runs[-1].append(at)
        else:
            runs.append([at])
    whole: list[tuple[list[int], list[int]]] = []
    for run in runs:
        above: list[int] = []
        lead = cut[run[0]].lead
        while lead is not None and lead not in above:
            above.insert(0, lead)
            lead = cut[lead].lead
        above = [at for at in above if at not in run]
        whole.append((above, run))
        items = [at for at in range(run[-1] + 1, len(cut)) if cut[at].lead == run[-1]]
        if cut[run[-1]].opens and items:
            whole.append((above, run + items))
    return whole


def _goes_on(before: str, text: str) -> bool:
    """Whether a line is the rest of the one before."""
    return text[:1].islower() and not _MARK.match(text) and before.rstrip()[-1:] not in ".;:?!"
