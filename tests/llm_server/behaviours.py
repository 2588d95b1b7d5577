"""What a language model server may do with a request."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Sequence

from aiohttp import web

from tests.llm_server.server import Behaviour, Raw

USAGE = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}
_SOURCE = re.compile(r'<sumber nomor="(\d+)" dari="([^"]*)"[^>]*>\n(.*?)\n</sumber>', re.DOTALL)

Said = tuple[str, Sequence[int]] | tuple[str, Sequence[int], bool]


def completion(content: str) -> Raw:
    """A chat completion as the OpenAI API gives it."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {
        "id": "x", "object": "chat.completion", "created": 1, "model": "uji", "choices": [choice], "usage": USAGE,
    }  # fmt: skip


def wording(*said: Said, found: bool = True) -> str:
    """The JSON a well-behaved model gives: texts with the numbers of their sources, and whether each is an item."""
    sentences = [{"text": one[0], "refs": list(one[1]), "item": len(one) > 2 and one[2]} for one in said]
    return json.dumps({"found": found, "sentences": sentences}, ensure_ascii=False)


def huge() -> str:
    """An answer of the right form and a million words."""
    return wording(("rapat pleno dihadiri anggota " * 250_000, [1]))


def sources(body: Raw) -> list[tuple[int, str, str]]:
    """Number, name and text of the sources in a request."""
    told = "\n".join(str(message["content"]) for message in body["messages"] if message["role"] == "user")
    return [(int(number), about, text) for number, about, text in _SOURCE.findall(told)]


def says(content: str) -> Behaviour:
    """Replies with a content, whatever is asked."""
    return replying(lambda _: content)


def replying(make: Callable[[Raw], str]) -> Behaviour:
    """Replies with a content made from the request."""

    async def behave(_: web.Request, body: Raw) -> web.StreamResponse:
        return web.json_response(completion(make(body)))

    return behave


def quoting(word: str) -> Behaviour:
    """An honest model: repeats the line of a source that holds a word, and cites it."""

    def make(body: Raw) -> str:
        for number, _, text in sources(body):
            for line in text.split("\n"):
                if word in line:
                    return wording((re.sub(r"^\(\d+\)\s+", "", line), [number]))
        return wording(found=False)

    return replying(make)


def status(code: int, message: str = "tidak bisa") -> Behaviour:
    """Refuses with an HTTP status."""

    async def behave(_: web.Request, __: Raw) -> web.StreamResponse:
        return web.json_response({"error": {"message": message, "type": "uji"}}, status=code)

    return behave


def slow(seconds: float, then: Behaviour) -> Behaviour:
    """Waits before it replies."""

    async def behave(request: web.Request, body: Raw) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await then(request, body)

    return behave


def dripping(pause: float) -> Behaviour:
    """Sends blanks for ever, one at a time, so that no single read takes long."""

    async def behave(request: web.Request, _: Raw) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(pause)

    return behave


async def cut(request: web.Request, _: Raw) -> web.StreamResponse:
    """Ends the connection in the middle of the body."""
    text = json.dumps(completion(wording(("Rapat", [1])))).encode()
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(text))})
    await response.prepare(request)
    await response.write(text[: len(text) // 2])
    assert request.transport
    request.transport.close()
    return response


async def web_page(_: web.Request, __: Raw) -> web.StreamResponse:
    """A proxy's error page instead of JSON, with status 200."""
    return web.Response(text="<html><body>Masuk dahulu</body></html>", content_type="text/html")


async def nothing(_: web.Request, __: Raw) -> web.StreamResponse:
    """No choices at all."""
    return web.json_response(completion("") | {"choices": []})
