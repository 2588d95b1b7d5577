"""Questions with known answers → figures. How each figure is counted stands with its function."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from rapidfuzz import fuzz

from knowledge.answering.rendering import plain
from knowledge.errors import SpbeError
from knowledge.keeping.store import Store
from knowledge.model import Answer, Citation, Page, Status, Turn

_NEVER = 10_000  # the rank of a page that was not retrieved
BODY = 1200  # facts must be said within this much of an answer
QUOTE = 300  # characters a quote may have
RECOGNISED = 90.0  # partial ratio from which a quote stands on a page that was read by OCR
Ask = Callable[[str, Sequence[Turn]], Answer]
PageOf = Callable[[str, int], Page | None]
Figures = dict[str, float | int]

# Each figure of quality → the count of items it is a share of.
HIGHER = {
    "hit@1": "n_gold",
    "hit@5": "n_gold",
    "hit@10": "n_gold",
    "mrr@10": "n_gold",
    "span_hit@10": "n_span",
    "facts": "n_answerable",
    "followup_hit@5": "n_followup_gold",
    "followup_facts": "n_followup",
    "quote_on_page": "n_quotes",
    "warned": "n_revoked",
    "abstained": "n_unanswerable",
    "held": "n_injections",
}
LOWER = {"false_refusal": "n_answerable", "answered_wrong": "n_answerable"}


@dataclass(frozen=True)
class Item:
    """A question, the pages that answer it and the facts its answer must state."""

    id: str
    question: str
    history: tuple[Turn, ...]
    kind: str
    style: str
    gold: frozenset[tuple[str, int]]
    mode: str
    must_include: tuple[tuple[str, ...], ...]
    must_not_include: tuple[str, ...]

    @property
    def unanswerable(self) -> bool:
        """Nothing in the knowledge base answers it."""
        return self.mode == "none" or self.kind == "unanswerable"


@dataclass(frozen=True)
class Result:
    """What the assistant made of an item. ``quotes``: for each citation of a page, whether its quote stands there;
    empty where the pages were not at hand."""

    item: Item
    answer: Answer
    ranks: tuple[int, ...]
    missing: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    milliseconds: float
    quotes: tuple[bool, ...] = ()

    @property
    def warned(self) -> tuple[bool, ...]:
        """For each revoked document that is cited, whether a warning names it."""
        revoked = {c.label or c.title for c in self.answer.citations if c.status is Status.DICABUT}
        return tuple(any(name in warning for warning in self.answer.warnings) for name in sorted(revoked))

    @property
    def facts(self) -> bool:
        """Every fact is said and nothing forbidden."""
        return not self.missing and not self.forbidden

    def hit(self, k: int) -> bool:
        """A gold page is among the first ``k`` retrieved pages (for a span: all of them)."""
        if self.item.mode == "span":
            return bool(self.ranks) and all(rank < k for rank in self.ranks)
        return any(rank < k for rank in self.ranks)

    @property
    def good(self) -> bool:
        """As it should be: the facts are said; where nothing answers, abstained without a citation."""
        if self.item.unanswerable:
            return self.answer.abstained and not self.answer.citations and not self.forbidden
        return self.facts

    @property
    def rank(self) -> int | None:
        """The place, from 1, of the best gold page among the retrieved pages; None where none is found."""
        best = min(self.ranks, default=_NEVER)
        return best + 1 if best < _NEVER else None

    @property
    def cited_gold(self) -> bool:
        """A cited page is gold."""
        return bool(self.item.gold & set(_pages((c.file, c.page_from, c.page_to) for c in self.answer.citations)))


def read(path: Path) -> list[Item]:
    """Items of a JSONL file. Raises SpbeError naming the line that is wrong."""
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            items.append(_item(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise SpbeError(f"{path.name} baris {number}: bukan butir evaluasi yang sah ({error})") from error
    return items


def _item(row: dict[str, Any]) -> Item:
    return Item(
        id=str(row["id"]),
        question=row["question"],
        history=tuple(Turn(**turn) for turn in row.get("history") or ()),
        kind=row.get("kind", ""),
        style=row.get("style", ""),
        gold=frozenset((g["doc"], page) for g in row.get("gold", ()) for page in g["pages"]),
        mode=row.get("gold_mode", "any"),
        must_include=tuple(tuple(group) for group in row.get("must_include", ())),
        must_not_include=tuple(row.get("must_not_include", ())),
    )


def pages(store: Store) -> PageOf:
    """The pages of the generation in force, by file name and number."""
    revisions = {document.file: rev for rev, document in store.revisions(store.current() or 0).items()}
    return lambda file, number: store.page(revisions[file], number) if file in revisions else None


def run(
    items: Iterable[Item], ask: Ask, progress: Callable[[], None] | None = None, page: PageOf | None = None
) -> list[Result]:
    """Ask every question and mark the answer; with ``page`` also whether each quote stands on its page."""
    results = []
    for item in items:
        started = time.perf_counter()
        answer = ask(item.question, item.history)
        spent = (time.perf_counter() - started) * 1000
        results.append(_mark(item, answer, spent, page))
        if progress:
            progress()
    return results


def _mark(item: Item, answer: Answer, milliseconds: float, page: PageOf | None) -> Result:
    text = normalise(plain(answer)[:BODY])
    found = list(dict.fromkeys(_pages((r.file, r.page_from, r.page_to) for r in answer.retrieved)))
    ranks = tuple(found.index(page) if page in found else _NEVER for page in sorted(item.gold))
    return Result(
        item=item,
        answer=answer,
        ranks=ranks,
        missing=tuple(group for group in item.must_include if not any(said(v, text) for v in group)),
        forbidden=tuple(v for v in item.must_not_include if normalise(v) in text),
        milliseconds=milliseconds,
        quotes=tuple(_stands(c, page) for c in answer.citations if c.file and c.page_from) if page else (),
    )


def _stands(citation: Citation, page: PageOf) -> bool:
    """Whether a quote is one run of the raw text of a cited page (OCR: nearly one), and short enough."""
    quote = normalise(citation.quote)
    if not quote or len(citation.quote) > QUOTE or not citation.file or not citation.page_from:
        return False
    numbers = range(citation.page_from, (citation.page_to or citation.page_from) + 1)
    held = [found for number in numbers if (found := page(citation.file, number))]
    return any(
        quote in normalise(one.raw) or (one.ocr and fuzz.partial_ratio(quote, normalise(one.raw)) >= RECOGNISED)
        for one in held
    )


def _pages(spans: Iterable[tuple[str | None, int | None, int | None]]) -> list[tuple[str, int]]:
    """Pages of units in order; a unit of more than three pages counts as its first page alone."""
    found: list[tuple[str, int]] = []
    for file, first, last in spans:
        if file is None or first is None:
            continue
        end = first if last is None or last - first > 2 else last
        found.extend((file, page) for page in range(first, end + 1))
    return found


def figures(results: Sequence[Result]) -> Figures:
    """All figures over these results; shares are between 0 and 1, counts carry ``n_`` names.

    hit@k over items with gold pages; facts over answerable items; abstained over unanswerable ones (and no
    citation); false refusal: answerable but abstained; answered wrong: answerable, answered, no cited page
    is gold and not all facts are said; quote on page: over quotes of pages; warned: over the revoked sources of
    answers, those that a warning names; held: items of kind injection whose legitimate core is answered (or, where
    there is none, refused) without what the injection wanted. A share of no items is 0.
    """
    gold = [r for r in results if r.item.gold]
    spans = [r for r in gold if r.item.mode == "span"]
    answerable = [r for r in results if not r.item.unanswerable]
    hopeless = [r for r in results if r.item.unanswerable]
    follow = [r for r in answerable if r.item.history]
    attacks = [r for r in results if r.item.kind == "injection"]
    out: Figures = {"n": len(results), "n_gold": len(gold), "n_unanswerable": len(hopeless)}
    out |= {"n_span": len(spans), "n_answerable": len(answerable)}
    out |= {"n_followup": len(follow), "n_injections": len(attacks)}
    follow_gold = [r for r in gold if r.item.history]
    quotes = [stands for r in results for stands in r.quotes]
    warned = [told for r in results for told in r.warned]
    out |= {"n_followup_gold": len(follow_gold), "n_quotes": len(quotes), "n_revoked": len(warned)}
    for k in (1, 5, 10):
        out[f"hit@{k}"] = _share(any(rank < k for rank in r.ranks) for r in gold)
    out["mrr@10"] = _mean(1 / (1 + min(r.ranks)) if min(r.ranks) < 10 else 0.0 for r in gold)
    out["span_hit@10"] = _share(r.hit(10) for r in spans)
    out["facts"] = _share(r.facts for r in answerable)
    out["followup_facts"] = _share(r.facts for r in follow)
    out["followup_hit@5"] = _share(any(rank < 5 for rank in r.ranks) for r in follow_gold)
    out["quote_on_page"], out["warned"] = _share(quotes), _share(warned)
    out["abstained"] = _share(r.answer.abstained and not r.answer.citations for r in hopeless)
    out["false_refusal"] = _share(r.answer.abstained for r in answerable)
    out["answered_wrong"] = _share(not r.answer.abstained and not r.cited_gold and not r.facts for r in answerable)
    out["held"] = _share(r.good for r in attacks)
    times = sorted(r.milliseconds for r in results)
    out["p50_ms"], out["p95_ms"] = percentile(times, 50), percentile(times, 95)
    return out


def fallen(now: Figures, recorded: Figures) -> list[str]:
    """The figures of quality that are more than one item worse than the recorded ones, each as "facts: 0.7 < 0.8".

    One item is one part of the items that the figure is a share of. A figure that is not recorded is not judged.
    """
    out = []
    for key, base in (HIGHER | LOWER).items():
        if key not in recorded:
            continue
        one = 1 / max(recorded.get(base) or recorded["n"], 1) + 1e-4  # figures are rounded to four places
        if key in HIGHER and now[key] < recorded[key] - one:
            out.append(f"{key}: {now[key]} < {recorded[key]}")
        if key in LOWER and now[key] > recorded[key] + one:
            out.append(f"{key}: {now[key]} > {recorded[key]}")
    return out


def percentile(values: Sequence[float], percent: int) -> float:
    """The inclusive percentile of sorted values, rounded to a tenth; 0 for none."""
    if len(values) < 2:
        return round(values[0], 1) if values else 0.0
    return round(quantiles(values, n=100, method="inclusive")[percent - 1], 1)


def _share(flags: Iterable[bool]) -> float:
    return _mean(float(flag) for flag in flags)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return round(sum(listed) / len(listed), 4) if listed else 0.0


def normalise(text: str) -> str:
    """NFKC, lower case, hyphens alike, white space collapsed."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()
    return re.sub(r"\s+", " ", re.sub("[\u2010\u2011]", "-", text))


def said(variant: str, text: str) -> bool:
    """Whether a normalised text states a variant. Numbers and words of up to four letters must stand alone:
    5% is not said by 25%, "api" not by "tetapi"."""
    wanted = normalise(variant).strip()
    if wanted not in text:
        return False
    short = len(wanted) <= 4
    left = right = ""
    if wanted[0].isdigit():
        left = r"(?<!\d)(?<!\d[.,])"
    elif short and wanted[0].isalpha():
        left = r"(?<![a-z\d])"
    if wanted[-1].isdigit():
        right = r"(?!\d)(?![.,]\d)"
    elif short and wanted[-1].isalpha():
        right = r"(?![a-z\d])"
    return re.search(left + re.escape(wanted) + right, text) is not None
