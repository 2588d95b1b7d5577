"""Rendered texts: escaped, valid for Telegram, complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.messages
from bot.messages import answer_html, notice, page_caption, refresh
from bot.messages.cutting import whole
from bot.messages.hints import suggestions
from bot.messages.labels import COMMANDS, EXAMPLES, MEDIA, TERMS
from bot.messages.limits import CAPTION, utf16
from knowledge.model import Answer, Block, Citation, Point, Status
from tests.bot.assistants import proof
from tests.telegram_server.entities import parse_html

NOTICES: dict[str, dict[str, object]] = {
    "too_fast": {"seconds": 3},
    "too_long": {"length": 1, "limit": 1},
    "media": {"kind": "foto"},
    "unknown_command": {"command": "/x"},
    "empty_question": {},
    "trouble": {"code": "A1B2C3"},
    "expired": {"question": "a<b"},
    "gave_up": {},
    "answer_gone": {},
    "no_page": {"reason": "a<b"},
    "no_photos": {},
    "glossary": {},
}


@pytest.mark.parametrize("name", NOTICES)
def test_every_notice_is_valid(name: str) -> None:
    text, _ = parse_html(notice(name, **NOTICES[name]))
    assert text


def test_every_notice_is_tested() -> None:
    template = Path(bot.messages.__file__).with_name("notices.j2").read_text(encoding="utf-8")
    assert set(re.findall(r"macro (\w+)\(", template)) == set(NOTICES)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Mn", "Cn", "Co")), min_size=1))
@settings(deadline=None)
def test_no_word_of_an_answer_can_become_markup(text: str) -> None:
    answer = Answer(question=text, blocks=(Block(heading=text, lead=text, points=(Point(text=text),)),))
    shown, entities = parse_html(answer_html(whole(answer), echo=text))
    assert shown == f"{text}\n\n{text}\n{text}\n• {text}"
    assert [e["type"] for e in entities] == ["italic", "bold"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"page_from": 18, "page_to": 18}, "A, Lampiran, hlm. 18"),
        ({"page_from": 18, "page_to": 19}, "A, Lampiran, hlm. 18–19"),
        ({"page_from": 30, "page_to": 30, "page_label": "26"}, "A, Lampiran, hlm. 30 (tercetak 26)"),
        ({"page_from": 30, "page_to": 30, "page_label": "30"}, "A, Lampiran, hlm. 30"),
        ({}, "A, Lampiran"),
        ({"status": Status.DICABUT, "note": "dicabut oleh B"}, "A, Lampiran — dicabut oleh B"),
        ({"page_from": 4, "page_to": 4, "ocr": True}, "A, Lampiran, hlm. 4 (hasil pindai)"),
        ({"note": "belum diverifikasi ke naskah resmi"}, "A, Lampiran — belum diverifikasi ke naskah resmi"),
    ],
)
def test_source_line(fields: dict[str, object], line: str) -> None:
    citation = Citation.model_validate({"document": "a", "title": "t", "label": "A", "locator": "Lampiran", **fields})
    answer = Answer(question="q", blocks=(Block(lead="x", lead_refs=(1,)),), citations=(citation,))
    assert parse_html(answer_html(whole(answer)))[0] == f"x [1]\n\nSumber\n[1] {line}"


@pytest.mark.parametrize(
    ("cited", "shown", "caption"),
    [
        ({}, {}, "A, Lampiran\nhlm. 4 dari 9"),
        ({}, {"label": "2"}, "A, Lampiran\nhlm. 4 (tercetak 2) dari 9"),
        (
            {"status": Status.DICABUT, "note": "sudah dicabut oleh B"},
            {"status": Status.DICABUT},
            "A, Lampiran\nhlm. 4 dari 9\n⚠️ sudah dicabut oleh B",
        ),
        ({}, {"status": Status.DICABUT}, "A, Lampiran\nhlm. 4 dari 9\n⚠️ dokumen ini kini sudah dicabut"),
        (
            {"ocr": True},
            {"ocr": True},
            "A, Lampiran\nhlm. 4 dari 9\nHasil pindai: teksnya dikenali oleh mesin, periksa pada gambar.",
        ),
        (
            {"ocr": True},
            {"ocr": True, "marked": False},
            "A, Lampiran\nhlm. 4 dari 9\n"
            "Hasil pindai: teksnya dikenali oleh mesin; baris yang dirujuk tidak dapat ditandai pada gambar.",
        ),
        (
            {},
            {"marked": False},
            "A, Lampiran\nhlm. 4 dari 9\nBaris yang dirujuk tidak dapat ditandai pada halaman ini.",
        ),
    ],
)
def test_caption_of_a_page(cited: dict[str, object], shown: dict[str, object], caption: str) -> None:
    citation = Citation.model_validate({"document": "a", "title": "t", "label": "A", "locator": "Lampiran", **cited})
    assert parse_html(page_caption(citation, proof(**shown)))[0] == caption


def test_a_caption_is_never_too_long() -> None:
    citation = Citation(document="a", title="t", label="<A> " * 300, locator="&" * 900, note="😀" * 900)
    shown, _ = parse_html(page_caption(citation, proof()))
    assert 0 < utf16(shown) <= CAPTION


def test_words_of_a_source_are_quoted_and_a_hint_is_shown() -> None:
    point = Point(text="kutipan", verbatim=True)
    answer = Answer(question="q", blocks=(Block(points=(point,)),), hints=("Coba “indikator 14”.", "Level 4?"))
    assert parse_html(answer_html(whole(answer)))[0] == "• “kutipan”\n\nCoba “indikator 14”."
    assert suggestions(answer) == ("indikator 14", "Level 4?")


def test_what_is_shown_keeps_its_direction() -> None:
    """A file name that pretends to be another one by turning the direction of writing is shown as it is."""
    shown = refresh("not_pdf", file="laporan\u202efdp.exe\u2066\u200f & <b>.pdf")
    assert "laporanfdp.exe &amp; &lt;b&gt;.pdf" in shown


def test_labels_fit_telegram() -> None:
    assert all(len(label) <= 60 for label in (*EXAMPLES, *TERMS))
    assert all(3 <= len(description) <= 256 for _, description in COMMANDS)
    assert all(MEDIA.values())
