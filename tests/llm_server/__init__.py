"""A small OpenAI-compatible server on loopback that answers as it is told to, mostly badly."""

from tests.llm_server.server import LanguageModelServer

__all__ = ["LanguageModelServer"]
