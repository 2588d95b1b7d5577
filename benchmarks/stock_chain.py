"""A stock LangChain chain beside ours: the same PDFs, the same embedding model, the same questions, the same counting.

The stock chain is what LangChain's own pages show: ``PyPDFLoader``, ``RecursiveCharacterTextSplitter(1000, 200)``,
``Chroma``, a retriever of five. There is no language model on either side, so its answer is the five texts it found. As
a follow-up's subject stands in the turn before, that turn is put before the question. It abstains by LangChain's
similarity threshold, given twice: 0.5, as the documentation has it, and the one that would be best on these very
questions, which is more than anybody could know beforehand. Prints the table of docs/evaluation.md.

    pip install -c constraints.txt -e '.[stock]'
    python benchmarks/stock_chain.py DATA [FILE.jsonl …]     DATA: a knowledge base of ../shared/pdfs
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_community.document_loaders import PyPDFLoader
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.embedding import DEFAULT_MODEL, Embedder, make
from knowledge.evaluating import evaluation
from knowledge.evaluating.evaluation import Figures, Item, Result
from knowledge.finding.langchain_forms import LangChainEmbeddings
from knowledge.keeping.store import Store, engine, migrate
from knowledge.model import Answer, Block, Citation, Retrieved, Turn

SHARED = Path(__file__).resolve().parents[2] / "shared"
SETS = ("dev", "dev_unanswerable")
TEXTS = 5  # that the retriever gives
DOCUMENTED = 0.5  # the threshold in LangChain's own example
REFUSALS = 0.06  # false refusals that the best threshold may cost
ROWS = {
    "hit@1": "right page first (hit@1)",
    "hit@5": "right page among five (hit@5)",
    "mrr@10": "MRR@10 (stock: @5)",
    "facts": "facts within 1,200 characters",
    "anywhere": "facts anywhere in the answer",
    "followup_facts": "facts, follow-ups",
    "abstained": "abstained, where nothing answers",
    "false_refusal": "abstained, though there is an answer",
    "answered_wrong": "answered wrong",
}


class Stock:
    """The chain. ``answer`` has the form of ``Assistant.answer``; ``threshold`` is LangChain's relevance, 0 to 1."""

    def __init__(self, pdfs: Path, embedder: Embedder) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        pages = [page for path in sorted(pdfs.glob("*.pdf")) for page in PyPDFLoader(str(path)).load()]
        self.pieces = splitter.split_documents(pages)
        self._store = Chroma.from_documents(
            self.pieces, LangChainEmbeddings(embedder), collection_metadata={"hnsw:space": "cosine"}
        )
        self._found: dict[str, list[tuple[Document, float]]] = {}
        self.threshold = 0.0

    def scored(self, query: str) -> list[tuple[Document, float]]:
        """Texts and their relevance, best first."""
        if query not in self._found:
            self._found[query] = self._store.similarity_search_with_relevance_scores(query, k=TEXTS)
        return self._found[query]

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The texts found, as LangChain's ``similarity_score_threshold`` retriever gives them."""
        found = [(text, score) for text, score in self.scored(query(question, history)) if score >= self.threshold]
        places = [
            (Path(text.metadata["source"]).name, text.metadata["page"] + 1, score, str(at))
            for at, (text, score) in enumerate(found)
        ]
        if not found:
            return Answer(question=question, blocks=(Block(lead="tidak ditemukan"),), abstained=True)
        return Answer(
            question=question,
            blocks=tuple(Block(lead=text.page_content, lead_refs=(at,)) for at, (text, _) in enumerate(found, 1)),
            citations=tuple(
                Citation(document=file, file=file, title=file, locator=f"hlm. {page}", page_from=page, page_to=page)
                for file, page, _, _ in places
            ),
            retrieved=tuple(
                Retrieved(unit_id=name, file=file, page_from=page, page_to=page, score=score)
                for file, page, score, name in places
            ),
        )


def query(question: str, history: Sequence[Turn]) -> str:
    """The question, after the last one of the same person."""
    before = [turn.text for turn in history if turn.role == "user"]
    return f"{before[-1]} {question}" if before else question


def best_threshold(stock: Stock, items: Sequence[Item]) -> float:
    """The threshold that abstains most within ``REFUSALS``: the scores of the answerable items, cut at that share."""
    tops = sorted(stock.scored(query(item.question, item.history))[0][1] for item in items if not item.unanswerable)
    return tops[int(REFUSALS * len(tops))]


def counted(results: Sequence[Result]) -> Figures:
    """The figures of ``knowledge.evaluating.evaluation``, and facts without the limit of length."""
    answerable = [result for result in results if not result.item.unanswerable]
    whole = [
        all(any(evaluation.said(variant, _all(result)) for variant in group) for group in result.item.must_include)
        and not any(evaluation.normalise(word) in _all(result) for word in result.item.must_not_include)
        for result in answerable
    ]
    share = round(sum(whole) / len(whole), 4) if whole else 0.0
    return evaluation.figures(results) | {"anywhere": share}


def _all(result: Result) -> str:
    lines = [part for b in result.answer.blocks for part in (b.heading, b.lead, *(p.text for p in b.points))]
    return evaluation.normalise("\n".join(line for line in lines if line))


def table(name: str, n: Sequence[Item], columns: dict[str, Figures]) -> str:
    """A Markdown table of figures (rows) and systems (columns); figures that count no item are left out."""
    lines = [f"### {name} ({len(n)} questions)", "", "| figure | " + " | ".join(columns) + " |"]
    lines.append("|---|" + "---|" * len(columns))
    bases = evaluation.HIGHER | evaluation.LOWER | {"anywhere": "n_answerable"}
    for key, words in ROWS.items():
        if next(iter(columns.values()))[bases[key]]:
            lines.append(f"| {words} | " + " | ".join(f"{figures[key]:.2f}" for figures in columns.values()) + " |")
    p95 = " | ".join(f"{figures['p95_ms']:.0f}" for figures in columns.values())
    return "\n".join([*lines, f"| p95, milliseconds | {p95} |", "", ""])


def main(data: Path, files: Sequence[Path]) -> None:
    """Build the stock chain, ask both, print the tables."""
    warnings.filterwarnings("ignore", message=".*langchain-community.*")
    embedder = make(DEFAULT_MODEL, data / "models")
    opened = engine(f"sqlite:///{data / 'spbe.db'}")
    migrate(opened)
    ours = Assistant(Store(opened), data, catalog.load(), vocabulary.load(), embedder)
    ours.answer("apa itu SPBE")  # opening the index is start-up
    stock = Stock(SHARED / "pdfs", embedder)
    sets = {path.stem: evaluation.read(path) for path in files}
    everything = [item for items in sets.values() for item in items]
    best = best_threshold(stock, everything)
    sys.stdout.write(f"{len(stock.pieces)} texts; best threshold on these questions {best:.3f}\n\n")
    for name, items in sets.items():
        columns = {"this project": counted(evaluation.run(items, ours.answer))}
        for title, threshold in (("stock, threshold 0.5", DOCUMENTED), (f"stock, threshold {best:.3f}", best)):
            stock.threshold = threshold
            stock._found.clear()  # each column searches for itself, so that times are true
            columns[title] = counted(evaluation.run(items, stock.answer))
        sys.stdout.write(table(name, items, columns))


if __name__ == "__main__":
    chosen = [Path(name) for name in sys.argv[2:]] or [SHARED / "eval" / f"{name}.jsonl" for name in SETS]
    main(Path(sys.argv[1]), chosen)
