"""The path of a language model with a model that is honest and one that lies, on real questions and documents: how many
of their sentences are shown, how many answers are worded, and what that adds to the time of an answer.

No model is needed: a server on the loopback rewords the sources it is sent by rule ("paling sedikit" → "minimal", an
item read on from its lead-in, the place named first), and the liar then changes one thing that matters in each.

    python -m benchmarks.worded DATA QUESTIONS.jsonl [--limit 60]

DATA is written to (the budget is counted there): use a copy.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.clock import SystemClock
from knowledge.composing.budget import Budget
from knowledge.composing.chat import make as chat
from knowledge.composing.checking import Evidence, clean
from knowledge.composing.composer import Composer
from knowledge.embedding import DEFAULT_MODEL, make
from knowledge.keeping.store import Store, engine
from knowledge.model import Answer
from knowledge.quoting.pieces import is_heading, pieces
from knowledge.text import content_words
from tests.knowledge.composing.paraphrases import changes
from tests.llm_server import behaviours as does
from tests.llm_server.server import LanguageModelServer, Raw

_WORDINGS = (
    ("paling sedikit", "minimal"), ("paling lama", "maksimal"), ("paling lambat", "maksimal"), ("wajib", "harus"),
    ("paling banyak", "maksimal"), ("setiap", "tiap"), ("seluruh", "semua"), ("setelah", "sesudah"),
    ("dilarang", "tidak boleh"), ("apabila", "jika"),
)  # fmt: skip
_MARK = re.compile(r"^\s*(?:\(\d{1,2}[a-z]?\)|\d{1,2}[.)]|[A-Za-z][.)]|[•–-])\s+")
_SENTENCES = 4
Said = list[tuple[str, int, Evidence]]


def honest(body: Raw) -> Said:
    """The sentences of the sources nearest to the question, in other words."""
    told = " ".join(str(message["content"]) for message in body["messages"])
    wanted = content_words(told.partition("<pertanyaan>")[2].partition("</pertanyaan>")[0])
    found: list[tuple[int, str, int, Evidence]] = []
    for number, about, text in does.sources(body):
        cut = pieces(text)
        for piece in cut:
            if is_heading(piece.text) or piece.opens or len(piece.text.split()) < 5:
                continue
            said = _MARK.sub("", piece.text)
            if piece.lead is not None:
                said = f"{_MARK.sub('', cut[piece.lead].text).rstrip(':')} {said}"
            for old, new in _WORDINGS:
                said = re.sub(rf"\b{old}\b", new, said)
            said = said.rstrip(";.") + "."
            if len(said) < 400:
                found.append((len(wanted & content_words(said)), said, number, Evidence(text, about)))
    found.sort(key=lambda one: -one[0])
    return [(said, number, source) for _, said, number, source in found[:_SENTENCES]]


def lying(body: Raw) -> Said:
    """The same, each with its first number, bound, duty, negation, conjunction or role changed."""
    found: Said = []
    for said, number, source in honest(body):
        told = {clean(piece.text).rstrip(".;").lower() for piece in pieces(source.text)}
        made = [text for _, text in changes(said, source) if text.rstrip(".;").lower() not in told]
        found += [(text, number, source) for text in made[:1]]
    return found


def run(data: Path, questions: list[str], model: Callable[[Raw], Said]) -> Iterator[tuple[int, int, float, bool]]:
    """Of each question that the model is asked: sentences said and shown, seconds added, whether the answer is its."""
    said: list[str] = []

    def reply(body: Raw) -> str:
        made = model(body)
        said[:] = [text for text, _, _ in made]
        return does.wording(*((text, [number]) for text, number, _ in made)) if made else does.wording(found=False)

    store = Store(engine(f"sqlite:///{data / 'spbe.db'}"))
    with LanguageModelServer(does.replying(reply)) as server:
        os.environ |= {"OPENAI_BASE_URL": server.url, "OPENAI_API_BASE": server.url, "OPENAI_API_KEY": "x"}
        parts = (store, data, catalog.load(), vocabulary.load(), make(DEFAULT_MODEL, data / "models"))
        budget = Budget(store.engine, 10**6, 10**9)
        worded = Assistant(*parts, composer=Composer(chat("openai:uji", 8.0), budget, parts[3], SystemClock()))
        quoted = Assistant(*parts)
        worded.answer(questions[0])
        for question in questions:
            before = len(server.calls)
            took = _seconds(lambda asked=question: quoted.answer(asked))[1]  # type: ignore[misc]
            answer, longer = _seconds(lambda asked=question: worded.answer(asked))  # type: ignore[misc]
            if len(server.calls) > before and said:
                text = "\n".join(_lines(answer)) if answer.worded else ""
                yield len(said), sum(clean(one) in text for one in said), longer - took, answer.worded


def _lines(answer: Answer) -> Iterator[str]:
    for block in answer.blocks:
        yield block.lead
        yield from (point.text for point in block.points)


def _seconds(work: Callable[[], Answer]) -> tuple[Answer, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def main() -> None:
    """Print a line for each of the two models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--limit", type=int, default=60)
    given = parser.parse_args()
    lines = given.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()][: given.limit]
    for name, model in (("honest", honest), ("lying", lying)):
        rows = list(run(given.data, questions, model))
        said, shown = sum(row[0] for row in rows), sum(row[1] for row in rows)
        sys.stdout.write(
            f"{name}: asked {len(rows)}, sentences shown {shown} of {said} ({shown / max(said, 1):.2f}), "
            f"answers worded {sum(row[3] for row in rows)}, added "
            f"{1000 * statistics.median(row[2] for row in rows):.0f} ms (median)\n"
        )


if __name__ == "__main__":
    main()
