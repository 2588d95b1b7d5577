"""The guide for admins calls buttons and commands what the bot calls them, and its pictures are there and small."""

from __future__ import annotations

import re
from pathlib import Path

from bot.handlers.admin import _BUTTONS
from bot.messages import labels
from bot.roles import RIGHTS, Role

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "panduan-admin.md").read_text(encoding="utf-8")
PRESSED = (
    *(labels.CONFIRM, labels.STOP, labels.PUBLISH, labels.DELETE_DOCUMENT, labels.ASK_ADMIN, labels.ANSWER),
    *(labels.ADMIN_DECISION, labels.SEND, labels.CHANGE, labels.TO_FAQ, labels.EXTEND, labels.CLOSE_UNANSWERED),
)


def test_every_picture_is_there_small_and_described() -> None:
    pictures = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', GUIDE)
    assert {Path(name).name for name, _ in pictures} == {path.name for path in (DOCS / "gambar").glob("admin-*.png")}
    for name, described in pictures:
        assert (DOCS / name).stat().st_size <= 80_000
        assert len(described) > 10


def test_buttons_are_called_by_their_labels() -> None:
    assert [label for label in PRESSED if f"**{label}**" not in GUIDE] == []


def test_every_button_of_an_admin_is_explained() -> None:
    mine = [label for right, label, _ in _BUTTONS if right in RIGHTS[Role.ADMIN]]
    assert [label for label in mine if f"| {label} |" not in GUIDE] == []
