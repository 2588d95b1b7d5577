"""Asking a language model through LangChain: one question, one answer, within a deadline, nothing else.

LangChain and the provider's client are imported when a model is made, never before. The model has no tools. Calls run
in an event loop of their own thread, so that a deadline really ends them; the caller's thread waits.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

GRACE = 1.0  # seconds the waiting thread gives the loop to end a call that is over time
ANSWER = 2000  # tokens an answer may take; models that think before they answer count that among them
LONGEST = 20_000  # characters of an answer beyond which it is not checked at all
CONTEXT = 8192  # tokens of prompt and answer; Ollama's own default would silently cut off the rules
_EXTRAS = {"openai": "openai", "ollama": "ollama", "google_genai": "google"}
_NOISY = ("openai", "httpx", "httpx2", "httpcore", "httpcore2", "ollama", "google_genai", "langchain", "langsmith")


class Sentence(BaseModel):
    """One sentence of the answer."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(description="Satu kalimat tanpa nomor sumber, Markdown, atau tautan.")
    refs: list[int] = Field(description="Nomor sumber yang memuat isi kalimat ini.")
    item: bool = Field(description="Benar bila kalimat ini satu butir dari sebuah daftar.")


class Wording(BaseModel):
    """Jawaban yang tersusun dari kalimat bersumber."""

    model_config = ConfigDict(extra="forbid")
    found: bool = Field(description="Salah bila sumber tidak menjawab pertanyaan.")
    sentences: list[Sentence] = Field(description="Kalimat jawaban, yang paling penting lebih dahulu.")


@dataclass(frozen=True)
class Completion:
    """What a model said (None where it was no answer of ours) and the tokens it took (None where not told)."""

    wording: Wording | None
    tokens: int | None


class ChatError(Exception):
    """The model did not answer; ``str(error)`` is a short English kind without any content of the call."""


class Chat(Protocol):
    """A language model that words answers. Safe to call from several threads."""

    @property
    def timeout(self) -> float:
        """Seconds a whole call may take."""
        ...

    def complete(self, rules: str, material: str, seconds: float) -> Completion:
        """One call of at most so many seconds. Raises ChatError when no answer came in time."""
        ...


class LangChainChat:
    """A LangChain chat model. ``timeout`` is in seconds for a whole call, its one retry included."""

    def __init__(self, model: BaseChatModel, timeout: float = 8.0) -> None:
        self._model = model
        self.timeout = timeout
        self._structured = True

    def complete(self, rules: str, material: str, seconds: float | None = None) -> Completion:
        limit = self.timeout if seconds is None else min(seconds, self.timeout)
        future = asyncio.run_coroutine_threadsafe(self._within(rules, material, limit), _loop())
        try:
            return future.result(limit + GRACE)
        except TimeoutError:
            future.cancel()
            raise ChatError("timeout") from None

    async def _within(self, rules: str, material: str, limit: float) -> Completion:
        from langsmith import tracing_context

        try:
            # Whatever the environment says, no third party is told of the call.
            with tracing_context(enabled=False):
                async with asyncio.timeout(limit):
                    return await self._attempts(rules, material)
        except TimeoutError:
            raise ChatError("timeout") from None

    async def _attempts(self, rules: str, material: str) -> Completion:
        last, structured = "none", self._structured
        for _ in range(2):
            try:
                done = await self._ask(rules, material, structured=structured)
            except Exception as error:  # every provider has errors of its own
                last, again = _kind(error), _passing(error)
            else:
                self._structured = structured
                return done
            if structured and last in ("status 400", "status 422", "unsupported"):
                # Many compatible servers know no structured output; the rules ask for JSON in any case.
                structured = False
            elif not again:
                break
        raise ChatError(last)

    async def _ask(self, rules: str, material: str, *, structured: bool) -> Completion:
        from langchain_core.messages import HumanMessage, SystemMessage

        messages = [SystemMessage(rules), HumanMessage(material)]
        if structured:
            schema = Wording.model_json_schema()
            answer: Any = await self._model.with_structured_output(schema, include_raw=True).ainvoke(messages)
            raw = answer["raw"] if isinstance(answer, dict) else None
        else:
            raw = await self._model.ainvoke(messages)
        if raw is None:
            return Completion(None, None)
        usage = getattr(raw, "usage_metadata", None) or {}
        return Completion(_wording(raw), usage.get("total_tokens"))


def make(name: str, timeout: float) -> LangChainChat:
    """The chat model that a ``provider:model`` string names (any that LangChain's ``init_chat_model`` takes); its key
    comes from the provider's own environment variable.

    Raises SettingsError when the string, a package or a key is missing or wrong.
    """
    provider = name.partition(":")[0].replace("-", "_").lower()
    extra = _EXTRAS.get(provider)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)  # at DEBUG they log what is sent
    try:
        from langchain.chat_models import init_chat_model

        limits: dict[str, Any] = {"timeout": timeout, "max_retries": 0, "max_tokens": ANSWER}
        if provider == "ollama":  # has names of its own, and takes no notice of the others
            limits = {
                "num_predict": ANSWER,
                "num_ctx": CONTEXT,
                "reasoning": False,
                "client_kwargs": {"timeout": timeout},
            }
        made = init_chat_model(name, temperature=0, **limits)
    except ImportError:
        packages = f"llm,{extra}" if extra else "llm"
        hint = "" if extra else f" dan paket LangChain untuk '{provider}'"
        raise SettingsError(
            f"Paket untuk LLM={name} belum terpasang. Jalankan: .venv/bin/pip install -c constraints.txt "
            f"-e '.[{packages}]'{hint}."
        ) from None
    except ValueError:
        raise SettingsError(
            f"LLM={name} tidak dikenal. Tulis penyedia:model, misalnya openai:gpt-4.1-mini atau ollama:qwen3."
        ) from None
    except Exception as error:
        # Not chained: a provider's own text may repeat the key.
        raise SettingsError(
            f"LLM={name} tidak dapat disiapkan ({type(error).__name__}). Periksa kunci API penyedianya di lingkungan "
            "atau berkas .env, misalnya OPENAI_API_KEY."
        ) from None
    return LangChainChat(made, timeout)


# --------------------------------------------------------------------------------------------------

_thread_lock = threading.Lock()
_running: asyncio.AbstractEventLoop | None = None


def _loop() -> asyncio.AbstractEventLoop:
    """The one event loop of all calls: clients keep connections, and these belong to a loop."""
    global _running
    with _thread_lock:
        if _running is None:
            _running = asyncio.new_event_loop()
            threading.Thread(target=_running.run_forever, name="language-model", daemon=True).start()
        return _running


def _wording(raw: AIMessage) -> Wording | None:
    """The answer in a message: structured output, or the JSON object in its text."""
    if calls := getattr(raw, "tool_calls", None):  # some providers give structured output this way
        return _valid(calls[0].get("args"))
    text = str(raw.text).rpartition("</think>")[2]  # what a local model thought aloud is no answer
    start, end = text.find("{"), text.rfind("}")
    try:
        return _valid(json.loads(text[start : end + 1])) if 0 <= start < end else None
    except (ValueError, RecursionError):
        return None


def _valid(data: object) -> Wording | None:
    if isinstance(data, dict) and isinstance(data.get("sentences"), list):
        for sentence in data["sentences"]:
            if isinstance(sentence, dict):
                sentence.setdefault("item", False)
    try:
        wording = Wording.model_validate(data, strict=True)
    except ValidationError:
        return None
    return wording if sum(len(one.text) for one in wording.sentences) <= LONGEST else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or at.__context__


def _status(error: BaseException) -> int | None:
    for one in _chain(error):
        for name in ("status_code", "code"):
            if isinstance(status := getattr(one, name, None), int) and 100 <= status < 600:
                return status
    return None


def _kind(error: BaseException) -> str:
    """A word for the log: an error's own text may hold the question or a key."""
    if isinstance(error, NotImplementedError):
        return "unsupported"
    status = _status(error)
    return f"status {status}" if status else type(error).__name__


def _passing(error: BaseException) -> bool:
    """Whether another attempt may help: the server failed (5xx) or the connection did, but not for lack of time."""
    if status := _status(error):
        return status >= 500
    names = {kind.__name__ for one in _chain(error) for kind in type(one).__mro__}
    lost = {"ConnectionError", "ConnectError", "RemoteProtocolError", "ReadError", "WriteError", "APIConnectionError"}
    return bool(names & lost) and not names & {"TimeoutException", "APITimeoutError", "TimeoutError"}
