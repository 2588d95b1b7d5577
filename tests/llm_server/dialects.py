"""How Ollama and Gemini say what OpenAI's API says: the same behaviours answer in all three."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Raw = dict[str, Any]


@dataclass(frozen=True)
class Dialect:
    """``messages`` reads role and content of a request's messages, ``reply`` gives a completion of OpenAI's form."""

    path: str
    messages: Callable[[Raw], list[Raw]]
    reply: Callable[[Raw], web.Response]


def _openai_messages(body: Raw) -> list[Raw]:
    return list(body["messages"])


def _content(completion: Raw) -> str:
    return str(completion["choices"][0]["message"]["content"])


def _ollama_reply(completion: Raw) -> web.Response:
    """Ollama streams: one JSON object a line, the last one with the counts."""
    text, usage = _content(completion), completion["usage"]
    half = len(text) // 2
    common = {"model": "uji", "created_at": "2026-08-20T00:00:00Z"}
    lines = [
        common | {"message": {"role": "assistant", "content": part}, "done": False}
        for part in (text[:half], text[half:])
    ]
    lines.append(
        common
        | {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
        | {"prompt_eval_count": usage["prompt_tokens"], "eval_count": usage["completion_tokens"]}
    )
    body = "".join(json.dumps(line) + "\n" for line in lines)
    return web.Response(text=body, content_type="application/x-ndjson")


def _gemini_messages(body: Raw) -> list[Raw]:
    def text(content: Raw) -> str:
        return "".join(part.get("text", "") for part in content["parts"])

    system = body.get("systemInstruction") or body.get("system_instruction")
    told = [{"role": "system", "content": text(system)}] if system else []
    return told + [{"role": one.get("role", "user"), "content": text(one)} for one in body["contents"]]


def _gemini_reply(completion: Raw) -> web.Response:
    usage = completion["usage"]
    content = {"role": "model", "parts": [{"text": _content(completion)}]}
    counts = {"promptTokenCount": usage["prompt_tokens"], "candidatesTokenCount": usage["completion_tokens"]}
    return web.json_response(
        {
            "candidates": [{"content": content, "finishReason": "STOP", "index": 0}],
            "usageMetadata": counts | {"totalTokenCount": usage["total_tokens"]},
        }
    )


DIALECTS = (
    Dialect("/v1/chat/completions", _openai_messages, web.json_response),
    Dialect("/api/chat", _openai_messages, _ollama_reply),
    Dialect("/v1beta/models/{model}:generateContent", _gemini_messages, _gemini_reply),
)
