"""The sanctions of a document: every article that states one, since each fits another deed.

Of an article that is named, those that name it ("yang memenuhi unsur Pasal 30 ayat (1) dipidana …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.answering.drafting import Draft
from knowledge.cues import says
from knowledge.keeping.index import Entry
from knowledge.lookup.articles import article_lines
from knowledge.lookup.context import Context, Outcome, listed, names_of, unexplained
from knowledge.model import Point
from knowledge.question import Question
from knowledge.quoting.pieces import continued, is_heading
from knowledge.text import content_words, fold, stem, tokens
from knowledge.vocabulary import cues, explained, has

_CRIMINAL = re.compile(r"\bdipidana\b|\bpidana (?:penjara|denda|tambahan|pokok)\b|\bpidana yang dijatuhkan\b")
_ADMINISTRATIVE = re.compile(
    r"\bsanksi (?:administratif|administrasi)\b.{0,80}\bberupa\b|\b(?:dikenai|dikenakan|dapat diberikan|diberi) "
    r"(?:\w+ ){0,2}(?:sanksi|denda|teguran|peringatan)\b|\bdenda administratif\b.{0,80}\bpaling\b"
)
_REFERRING = re.compile(r"\b(?:dikenai|dikenakan) sanksi administratif\.?$")  # which ones, another ayat says
_AYAT = re.compile(r"\(\d+[a-z]?\)")
_MEASURED = ("denda", "penjara")  # of two ayat on one deed, that which has what is asked for stands first
_LISTING = re.compile(r"\b(?:berupa|terdiri (?:atas|dari)|meliputi)\s*:$")  # the kinds of sanction there are
_PLACE = re.compile(
    r"\bPasal (?P<first>\d+[A-Z]?)(?:,? (?:sampai dengan|sampai|s\.d\.) Pasal (?P<last>\d+[A-Z]?))?"
    r"(?P<clauses>(?:,? ?(?:dan/atau |dan |atau )?ayat \(\d+[a-z]?\)(?: huruf [a-z]\b)?)+)?"
)
_CLAUSE = re.compile(r"ayat \((\d+[a-z]?)\)")
_TITLE_WORDS = 2  # words of a document's title that name it without its number: "data pribadi"


def sanction(question: Question, context: Context, draft: Draft) -> Outcome:
    """The sanctions a document states: those that share most of the question's other words first."""
    if not question.wants("sanction") or question.indicators:
        return Outcome.PASS
    document = _document(question, context)
    if document is None:
        return Outcome.PASS
    if question.pasal:
        return _of_article(question.pasal, question.ayat, document, question, context, draft)
    stated = list(_stated(document, question, context))
    if not stated:
        return Outcome.PASS
    deed = unexplained(question, *names_of((document,), context), explained().sanction)
    shares = [_said(deed, lines, document, context) for _, lines in stated]
    measured = {word for word in _MEASURED if has(question.spelled, word)}
    if len(deed) > 1 and 2 * max(shares) < len(deed):
        return Outcome.PASS  # of a deed that no sanction names in these words: the search may know others
    referring = [all(_REFERRING.search(line) for line in lines) for _, lines in stated]
    amounts = [_holds_amount(lines, measured) for _, lines in stated]
    listing = [not deed and any(_LISTING.search(line) for line in lines) for _, lines in stated]
    order = sorted(range(len(stated)), key=lambda at: (-shares[at], not amounts[at], not listing[at], referring[at]))
    stated = [(row, _ranked(lines, deed, measured, document, context)) for row, lines in stated]
    articles = list(dict.fromkeys(row.unit.pasal or row.unit.locator for row, _ in stated))
    refs = list(dict.fromkeys(draft.cite_unit(stated[at][0], stated[at][1][0]) for at in order))
    label = stated[0][0].document.label
    draft.add(f"{label} menyebut sanksi pada Pasal {listed(articles)}.", refs=sorted(refs))
    for at in order:
        row, lines = stated[at]
        ref = draft.cite_unit(row, lines[0])
        draft.add(f"{row.unit.locator}:", [Point(text=line, refs=(ref,), verbatim=True) for line in lines])
        if at == order[0]:
            _deed(lines[0], deed, document, context, draft)
    return Outcome.ANSWERED


def _of_article(
    pasal: str, ayat: str | None, document: str, question: Question, context: Context, draft: Draft
) -> Outcome:
    """The sanctions of what an article forbids or bids, from the articles that name it; then the article itself."""
    own = _article(document, pasal, ayat, context)
    stated = list(_stated(document, question, context))
    if not own or not stated or any(row.unit.pasal == pasal for row, _ in stated):
        return Outcome.PASS  # the article states its sanctions itself
    place = f"Pasal {pasal}" + (f" ayat ({ayat})" if ayat else "")
    naming = []
    for row, lines in stated:
        if named := [line for line in lines if names(line, pasal, ayat)]:
            naming.append((row, named))
    label = own[0].document.label
    if naming:
        articles = list(dict.fromkeys(row.unit.pasal or row.unit.locator for row, _ in naming))
        refs = list(dict.fromkeys(draft.cite_unit(row, lines[0]) for row, lines in naming))
        draft.add(f"Sanksi atas {place} {label} ada pada Pasal {listed(articles)}.", refs=refs)
    else:
        draft.add(
            f"Tidak ditemukan pasal {label} yang menyebut sanksi dengan menunjuk {place}; berikut bunyi pasalnya."
        )
    for row, lines in [*naming, *((row, article_lines(row.unit.text, ayat)) for row in own)]:
        ref = draft.cite_unit(row, lines[0])
        draft.add(f"{row.unit.locator}:", [Point(text=line, refs=(ref,), verbatim=True) for line in lines])
    return Outcome.ANSWERED


def _deed(line: str, words: set[str], document: str, context: Context, draft: Draft) -> None:
    """The deed that a sanction only refers to ("Pasal 30 ayat (3)"), where it is told in the question's words."""
    told = [(of, row) for of, row in _referred(document, [line], context) if _shared(words, [of])]
    if not told or _shared(words, [line]) >= max(_shared(words, [of]) for of, _ in told):
        return
    deed, row = max(told, key=lambda one: _shared(words, [one[0]]))
    draft.add(f"{row.unit.locator}:", [Point(text=deed, refs=(draft.cite_unit(row, deed),), verbatim=True)])


def _document(question: Question, context: Context) -> str | None:
    """The held document meant: the one named, else the only one whose title's words the question says."""
    held = context.searcher.documents
    if question.documents or question.unknown_documents:
        return next((d for d in question.documents if d in held), None) if len(question.documents) == 1 else None
    asked = {stem(word) for word in content_words(question.spelled)}
    found = []
    for one in held.values():
        title = {stem(word) for word in content_words(fold(one.title))} - _GENERIC
        if not one.handbook and len(title & asked) >= _TITLE_WORDS:
            found.append(one.id)
    return found[0] if len(found) == 1 else None


_GENERIC = {stem(word) for word in "sistem pemerintahan berbasis elektronik pemerintah digital nasional".split()}


def _stated(document: str, question: Question, context: Context) -> Iterator[tuple[Entry, list[str]]]:
    """Units of a document's articles with the lines that state a sanction of the kind asked for; a list with its
    lead-in."""
    criminal = says(question.spelled, cues().criminal)
    administrative = says(question.spelled, cues().administrative)
    kinds = [_CRIMINAL] * (criminal or not administrative) + [_ADMINISTRATIVE] * (administrative or not criminal)
    for row in context.searcher.rows():
        if row.document.id != document or not row.unit.pasal or row.unit.kind not in ("pasal", "ayat"):
            continue
        parts = [piece for _, piece in continued([row.unit.text])]
        states = {
            at
            for at, piece in enumerate(parts)
            if not is_heading(piece.text) and any(kind.search(fold(piece.text)) for kind in kinds)
        }
        states |= {at for at, piece in enumerate(parts) if piece.lead in states}
        if states:
            yield row, [parts[at].text for at in sorted(states)]


def _referred(document: str, lines: Sequence[str], context: Context) -> Iterator[tuple[str, Entry]]:
    """The lines of the articles that these lines refer to, with their units: "yang memenuhi unsur Pasal 30 ayat (1)"
    names no deed."""
    for first, last, clauses in places(" ".join(lines)):
        if first != last:
            continue  # "Pasal 27 sampai dengan Pasal 37" names no deed of its own
        for ayat in clauses or (None,):
            for row in _article(document, first, ayat, context):
                yield from ((line, row) for line in article_lines(row.unit.text, ayat))


def _article(document: str, pasal: str, ayat: str | None, context: Context) -> list[Entry]:
    """The units of an article, its elucidation left out."""
    rows = context.searcher.article((document,), pasal, ayat)
    return [row for row in rows if row.unit.kind in ("pasal", "ayat")]


def places(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The articles a text names, in its order: the first and the last of a run ("Pasal 27 sampai dengan Pasal 34"; the
    same twice for one) and the ayat it names of them, none where it names the whole."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for match in _PLACE.finditer(text):
        found.append((match["first"], match["last"] or match["first"], tuple(_CLAUSE.findall(match["clauses"] or ""))))
    return found


def names(text: str, pasal: str, ayat: str | None) -> bool:
    """Whether a text names an article, or its ayat where one is given: by itself, in a run, or as a whole."""
    order = _order(pasal)
    return any(
        _order(first) <= order <= _order(last) and (ayat is None or not clauses or ayat in clauses)
        for first, last, clauses in places(text)
    )


def _order(pasal: str) -> tuple[int, str]:
    """What puts articles into their order: "27A" after "27", before "28"."""
    digits = re.match(r"\d*", pasal)
    number = digits[0] if digits else ""
    return int(number or 0), pasal[len(number) :].upper()


def _ranked(lines: list[str], deed: set[str], measured: set[str], document: str, context: Context) -> list[str]:
    """The ayat of an article: those first that say most of these words, themselves or by what they refer to; of two
    alike the one with the amount that is asked for, or the kinds of sanction where no deed is. A list stays behind its
    lead-in."""
    ayat: list[list[str]] = []
    for line in lines:
        if _AYAT.match(line) or not ayat:
            ayat.append([line])
        else:
            ayat[-1].append(line)
    if not all(_AYAT.match(part[0]) for part in ayat):
        return lines

    def rank(part: list[str]) -> tuple[int, bool, bool]:
        listing = not deed and any(_LISTING.search(line) for line in part)
        return -_said(deed | measured, part, document, context), not _holds_amount(part, measured), not listing

    return [line for part in sorted(ayat, key=rank) for line in part]


def _holds_amount(lines: Sequence[str], measured: set[str]) -> bool:
    """Whether one of these lines tells how much of what is asked for: "denda paling banyak …"."""
    return any(has(fold(line), word) and "paling" in line for line in lines for word in measured)


def _said(words: set[str], lines: Sequence[str], document: str, context: Context) -> int:
    """How many of these words some lines say, or the articles they refer to."""
    return _shared(words, [*lines, *(line for line, _ in _referred(document, lines, context))])


def _shared(deed: set[str], lines: Sequence[str]) -> int:
    """How many words of a deed these lines say."""
    said = {stem(token) for token in tokens(" ".join(lines))}
    return sum(stem(word) in said for word in deed)
