"""Every part is valid for Telegram's own parser, and nothing visible is lost."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.limits import utf16
from bot.messages.split import plain, split
from tests.telegram_server.entities import parse_html

words = st.text(st.sampled_from("abc<>&\"'é👍 \n"), min_size=1, max_size=30)
tags = st.sampled_from(["b", "i", "code", "blockquote", "blockquote expandable"])


@st.composite
def markup(draw: st.DrawFn, depth: int = 2) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        if depth and draw(st.booleans()):
            tag = draw(tags)
            # Telegram does not nest block quotes or formatted code.
            inner = draw(markup(depth - 1)) if tag in ("b", "i") else html.escape(draw(words))
            parts.append(f"<{tag}>{inner}</{tag.split()[0]}>")
        else:
            parts.append(html.escape(draw(words)))
    return "".join(parts)


@given(markup(), st.integers(8, 60))
@settings(max_examples=150, deadline=None)
def test_parts_are_valid_short_enough_and_complete(text: str, limit: int) -> None:
    parts = split(text, limit)
    parsed = [parse_html(part)[0] for part in parts]
    assert all(utf16(part) <= limit for part in parsed)
    assert all(part.strip() for part in parsed)
    assert "".join("".join(parsed).split()) == "".join(plain(text).split())


@given(markup())
@settings(max_examples=100, deadline=None)
def test_plain_is_what_telegram_shows(text: str) -> None:
    assert plain(text) == parse_html(text)[0]


@given(words)
def test_escaped_text_comes_back(text: str) -> None:
    assert plain(html.escape(text)) == text


def test_cut_is_closed_and_opened_again() -> None:
    parts = split("<b>satu dua</b> <blockquote expandable>tiga empat lima</blockquote>", 12)
    assert parts == [
        "<b>satu dua</b>",
        "<blockquote expandable>tiga empat</blockquote>",
        "<blockquote expandable>lima</blockquote>",
    ]


def test_paragraphs_are_preferred_to_lines_and_lines_to_words() -> None:
    assert split("aaaaaaa\n\nbb\nbb cc", 12) == ["aaaaaaa", "bb\nbb cc"]
    assert split("aaaa aa\nbb bb", 12) == ["aaaa aa", "bb bb"]


def test_endless_word_is_cut_between_characters() -> None:
    assert split("👍" * 5, 4) == ["👍👍", "👍👍", "👍"]


def test_short_text_stays_one_message() -> None:
    assert split("<b>halo</b>") == ["<b>halo</b>"]


@pytest.mark.parametrize("text", ["", " \n ", "<b> </b>"])
def test_nothing_visible_is_no_message(text: str) -> None:
    assert split(text) == []


def test_limit_counts_utf16_units_after_parsing() -> None:
    assert len(split("&lt;" * 4096)) == 1
    assert len(split("👍" * 2048)) == 1
    assert len(split("👍" * 2049)) == 2
