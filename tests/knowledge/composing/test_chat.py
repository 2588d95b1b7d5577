"""One call of a language model: structured or plain, within its deadline, and failing in words that tell nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain.chat_models.base import _get_chat_model_creator
from langchain_core.language_models.fake_chat_models import FakeListChatModel, FakeMessagesListChatModel
from langchain_core.messages import AIMessage
from pydantic import ValidationError

from knowledge.composing.chat import ANSWER, CONTEXT, ChatError, LangChainChat, Sentence, Wording, _loop, make
from knowledge.errors import SettingsError
from tests.llm_server import LanguageModelServer
from tests.llm_server import behaviours as does

KEY = "sk-rahasia-0123456789abcdefghijkl"
GOOD = does.wording(("Rapat dihadiri 19 anggota.", [1]))
WORDING = Wording(found=True, sentences=[Sentence(text="Rapat dihadiri 19 anggota.", refs=[1], item=False)])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageModelServer]:
    with LanguageModelServer(does.says(GOOD)) as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield running


def ask(server: LanguageModelServer, *behaviours: does.Behaviour, timeout: float = 5.0) -> LangChainChat:
    server.behaviours.clear()
    server.behaviours.extend(behaviours)
    return make("openai:uji", timeout)


# LangChain's fake models ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Tentu, ini jawabannya: {GOOD} Semoga membantu.",
        f'<think>Mungkin {{"found": false}}?</think>{GOOD}',
        '{"found": true, "sentences": [{"text": "Rapat dihadiri 19 anggota.", "refs": [1]}]}',
    ],
)
def test_a_model_without_structured_output_is_read_from_its_text(text: str) -> None:
    assert LangChainChat(FakeListChatModel(responses=[text])).complete("aturan", "bahan").wording == WORDING


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "Rapat dihadiri 19 anggota.", GOOD[:-3], '{"found": "ya", "sentences": []}',
        '{"found": true, "sentences": [{"text": 5, "refs": [1], "item": false}]}',
        '{"found": true, "sentences": [{"text": "a", "refs": ["1"], "item": false}]}',
        '{"found": true, "sentences": ["a"]}', '{"found": true, "sentences": [], "tool": "rm"}', "{" * 5000 + "}",
        does.huge(),
    ],
)  # fmt: skip
def test_what_has_another_form_is_no_answer(text: str) -> None:
    assert LangChainChat(FakeListChatModel(responses=[text])).complete("aturan", "bahan").wording is None


def test_structured_output_may_come_as_a_call() -> None:
    call = {"name": "Wording", "args": json.loads(GOOD), "id": "1"}
    model = FakeMessagesListChatModel(responses=[AIMessage("", tool_calls=[call])])
    assert LangChainChat(model).complete("aturan", "bahan").wording == WORDING


def test_tokens_are_told_where_the_provider_tells_them() -> None:
    usage = {"input_tokens": 7, "output_tokens": 5, "total_tokens": 12}
    model = FakeMessagesListChatModel(responses=[AIMessage(GOOD, usage_metadata=usage), AIMessage(GOOD)])
    chat = LangChainChat(model)
    assert [chat.complete("a", "b").tokens, chat.complete("a", "b").tokens] == [12, None]


def test_a_model_that_sleeps_is_left_at_the_deadline() -> None:
    chat = LangChainChat(FakeListChatModel(responses=[GOOD], sleep=3), timeout=0.2)
    started = time.monotonic()
    with pytest.raises(ChatError, match=r"^timeout$"):
        chat.complete("aturan", "bahan")
    assert time.monotonic() - started < 1.5


# the real client against a server -------------------------------------------------------------------


def test_the_server_is_asked_for_structured_output_with_the_providers_own_key(server: LanguageModelServer) -> None:
    done = ask(server, does.says(GOOD)).complete("Aturan", "Bahan")
    assert (done.wording, done.tokens) == (WORDING, 1000)
    call = server.calls[0]
    assert server.keys == [KEY]
    assert call["response_format"]["type"] == "json_schema"
    assert [(m["role"], m["content"]) for m in call["messages"]] == [("system", "Aturan"), ("user", "Bahan")]
    assert "tools" not in call
    assert "functions" not in call
    assert call.get("stream") in (None, False)


@pytest.mark.parametrize("content", ["{", "bukan json", "", "<p>Rapat</p>", '{"found": true}'])
def test_wrong_json_is_no_answer_but_no_failure(server: LanguageModelServer, content: str) -> None:
    done = ask(server, does.says(content)).complete("a", "b")
    assert (done.wording, done.tokens) == (None, 1000)


def test_a_server_without_structured_output_is_asked_without_it_from_then_on(server: LanguageModelServer) -> None:
    chat = ask(server, does.status(400), does.says(GOOD))
    assert [chat.complete("a", "b").wording, chat.complete("a", "b").wording] == [WORDING, WORDING]
    assert ["response_format" in call for call in server.calls] == [True, False, False]


@pytest.mark.parametrize("bad", [does.status(500), does.status(503), does.cut])
def test_a_failing_server_and_a_cut_connection_get_a_second_chance(
    server: LanguageModelServer, bad: does.Behaviour
) -> None:
    assert ask(server, bad, does.says(GOOD)).complete("a", "b").wording == WORDING
    assert len(server.calls) == 2


@pytest.mark.parametrize("bad", [does.status(500), does.cut])
def test_but_not_a_third(server: LanguageModelServer, bad: does.Behaviour) -> None:
    with pytest.raises(ChatError):
        ask(server, bad).complete("a", "b")
    assert len(server.calls) == 2


@pytest.mark.parametrize("code", [401, 403, 404, 429])
def test_a_refusal_is_not_asked_again(server: LanguageModelServer, code: int) -> None:
    with pytest.raises(ChatError, match=f"^status {code}$"):
        ask(server, does.status(code)).complete("a", "b")
    assert len(server.calls) == 1


@pytest.mark.parametrize("odd", [does.web_page, does.nothing])
def test_what_is_no_completion_is_an_error_without_content(server: LanguageModelServer, odd: does.Behaviour) -> None:
    with pytest.raises(ChatError, match=r"^[A-Za-z]+$"):
        ask(server, odd).complete("a", "b")


@pytest.mark.parametrize("late", [does.slow(3, does.says(GOOD)), does.dripping(0.05)])
def test_a_slow_server_is_left_at_the_deadline_and_not_asked_again(
    server: LanguageModelServer, late: does.Behaviour
) -> None:
    chat = ask(server, late, timeout=0.4)
    started = time.monotonic()
    with pytest.raises(ChatError, match=r"^timeout$|^APITimeoutError$"):
        chat.complete("a", "b")
    assert time.monotonic() - started < 1.5
    assert len(server.calls) == 1


def test_no_server_at_all(server: LanguageModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(ChatError, match=r"ConnectionError$"):
        make("openai:uji", 5).complete("a", "b")


def test_many_threads_may_ask_at_once(server: LanguageModelServer) -> None:
    chat = ask(server, does.slow(0.3, does.says(GOOD)))
    got: list[Wording | None] = []
    threads = [threading.Thread(target=lambda: got.append(chat.complete("a", "b").wording)) for _ in range(6)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [WORDING] * 6
    assert time.monotonic() - started < 1.5


def test_neither_key_nor_question_reaches_a_log(
    server: LanguageModelServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    chat = ask(server, does.says(GOOD), does.status(401, f"salah: {KEY} pertanyaan rahasia"))
    chat.complete("a", "pertanyaan rahasia")
    with pytest.raises(ChatError) as caught:
        chat.complete("a", "pertanyaan rahasia")
    out = "".join((caplog.text, *capfd.readouterr(), str(caught.value)))
    assert "pertanyaan rahasia" not in out
    assert KEY not in out


# Ollama's and Gemini's own clients against a server that speaks as theirs do ---------------------------

Made = Callable[..., LangChainChat]
PROVIDERS = ["ollama:uji", "google_genai:gemini-uji"]


@pytest.fixture
def made(server: LanguageModelServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """Makes a provider's own client, whose server does the given things; closed afterwards, as they never are."""
    monkeypatch.setenv("OLLAMA_HOST", server.root)
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", server.root)
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    # With aiohttp, google-genai never reads the reply of a failed call to its end, and Python warns of that.
    monkeypatch.setattr("google.genai._api_client.has_aiohttp", False)
    models: list[Any] = []

    def build(name: str, *behaviours: does.Behaviour, timeout: float = 5.0) -> LangChainChat:
        server.behaviours.clear()
        server.behaviours.extend(behaviours)
        chat = make(name, timeout)
        models.append(chat._model)
        return chat

    yield build
    for model in models:
        ours = model._async_client._client if hasattr(model, "_async_client") else model.client.aio
        asyncio.run_coroutine_threadsafe(ours.aclose(), _loop()).result(5)


@pytest.mark.parametrize("name", PROVIDERS)
def test_other_providers_are_asked_for_structured_output_and_counted(
    made: Made, server: LanguageModelServer, name: str
) -> None:
    done = made(name, does.says(GOOD)).complete("Aturan", "Bahan")
    assert (done.wording, done.tokens) == (WORDING, 1000)
    (call,) = server.calls
    assert [(m["role"], m["content"]) for m in call["messages"]] == [("system", "Aturan"), ("user", "Bahan")]
    assert not call.get("tools")
    schema = call["format"] if name.startswith("ollama") else call["generationConfig"]["responseJsonSchema"]
    assert set(schema["properties"]) == {"found", "sentences"}


def test_ollama_is_told_how_much_it_reads_and_writes(made: Made, server: LanguageModelServer) -> None:
    made("ollama:uji", does.says(GOOD)).complete("a", "b")
    (call,) = server.calls
    assert call["options"] == {"num_ctx": CONTEXT, "num_predict": ANSWER, "temperature": 0.0}
    assert call["think"] is False


def test_gemini_is_told_how_much_it_writes(made: Made, server: LanguageModelServer) -> None:
    made("google_genai:gemini-uji", does.says(GOOD)).complete("a", "b")
    assert server.calls[0]["generationConfig"]["maxOutputTokens"] == ANSWER


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize(
    ("bad", "calls"),
    [(does.status(500), 2), (does.status(429), 1), (does.status(403), 1), (does.web_page, 1), (does.cut, 2)],
)
def test_other_providers_fail_in_a_word_and_are_asked_twice_at_most(
    made: Made, server: LanguageModelServer, name: str, bad: does.Behaviour, calls: int
) -> None:
    with pytest.raises(ChatError, match=r"^(status \d+|\w+)$"):
        made(name, bad).complete("a", "b")
    assert len(server.calls) == calls


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("late", [does.slow(3, does.says(GOOD)), does.dripping(0.05)])
def test_other_providers_are_left_at_the_deadline(made: Made, name: str, late: does.Behaviour) -> None:
    chat = made(name, late, timeout=0.4)
    started = time.monotonic()
    with pytest.raises(ChatError):
        chat.complete("a", "b")
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("content", ["halo", "{", does.huge()])
def test_other_providers_wrong_json_is_no_answer(made: Made, name: str, content: str) -> None:
    assert made(name, does.says(content)).complete("a", "b").wording is None


def test_a_refusal_that_was_not_about_the_form_does_not_give_up_structured_output(server: LanguageModelServer) -> None:
    chat = ask(server, does.status(400), does.status(400), does.says(GOOD))
    with pytest.raises(ChatError, match=r"^status 400$"):
        chat.complete("a", "b")
    assert chat.complete("a", "b").wording == WORDING
    assert ["response_format" in call for call in server.calls] == [True, False, True]


# making one -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("tidakada:x", "penyedia:model"),
        ("entah", "penyedia:model"),
        ("ollama:x", r"\[llm,ollama\]"),
        ("google_genai:x", r"\[llm,google\]"),
        ("groq:x", r"\[llm\].*groq"),
    ],
)
def test_a_model_that_cannot_be_made_says_what_to_do(name: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("langchain_ollama", "langchain_google_genai", "langchain_community"):
        monkeypatch.setitem(sys.modules, package, None)  # as if it were not installed
    _get_chat_model_creator.cache_clear()
    with pytest.raises(SettingsError, match=told):
        make(name, 5)


def test_a_missing_key_says_where_it_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match=r"OPENAI_API_KEY"):
        make("openai:uji", 5)


def test_without_a_model_nothing_of_langchain_is_imported() -> None:
    code = (
        "import sys, knowledge.assistant, bot.cli.wiring\n"
        "print([m for m in sys.modules if m.startswith(('langchain', 'openai', 'langsmith'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_form_of_an_answer_is_strict() -> None:
    with pytest.raises(ValidationError):
        Sentence.model_validate({"text": "a", "refs": [1], "item": False, "tool": 1})
