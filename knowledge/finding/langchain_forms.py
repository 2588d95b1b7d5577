"""The search and the embedding model in LangChain's forms. A module of its own: importing LangChain takes a
second, and the assistant itself does not need it."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.embedding import Embedder
from knowledge.finding.retrieval import Searcher
from knowledge.question import Understanding


class KnowledgeRetriever(BaseRetriever):
    """The search as a LangChain retriever: units as documents, with their place as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    searcher: Searcher
    understanding: Understanding
    count: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        found = self.searcher.find(self.understanding.read(query), self.count)
        return [
            LangChainDocument(
                page_content=hit.entry.unit.text,
                id=hit.entry.unit.id,
                metadata={
                    "unit_id": hit.entry.unit.id,
                    "file": hit.entry.document.file,
                    "label": hit.entry.document.label,
                    "locator": hit.entry.unit.locator,
                    "page_from": hit.entry.unit.page_from,
                    "page_to": hit.entry.unit.page_to,
                    "score": hit.score,
                },
            )
            for hit in found.hits
        ]


class LangChainEmbeddings(Embeddings):
    """An :class:`Embedder` as LangChain's ``Embeddings``."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._embedder.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(x) for x in self._embedder.query(text)]
