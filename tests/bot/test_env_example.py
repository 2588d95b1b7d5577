"""``.env.example`` and the settings say the same."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, load

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"
FIELDS = {str(field.alias): field for field in Settings.model_fields.values()}


@pytest.fixture
def entries() -> dict[str, tuple[str, str]]:
    """Variable → its value and the comment above it."""
    found: dict[str, tuple[str, str]] = {}
    comment: list[str] = []
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comment.append(line.removeprefix("#").strip())
        elif match := re.fullmatch(r"([A-Z_]+)=(.*)", line):
            assert match[1] not in found
            found[match[1]] = (match[2], " ".join(comment))
        else:
            assert not line, f"neither comment nor setting: {line}"
            comment = []
    return found


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(name, raising=False)


def test_names_exactly_the_settings(entries: dict[str, tuple[str, str]]) -> None:
    assert sorted(entries) == sorted(FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_describes_each_setting_in_its_own_words(name: str, entries: dict[str, tuple[str, str]]) -> None:
    description = FIELDS[name].description
    assert description
    assert entries[name][1].startswith(description)


def test_copied_as_it_stands_gives_the_defaults() -> None:
    assert load(EXAMPLE) == load(None)
