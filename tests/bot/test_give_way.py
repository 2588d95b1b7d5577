"""Commands that build leave the machine to a bot that answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import building, wiring

CODE = """
import os, subprocess, sys
from bot.cli import wiring
os.nice(start := int(sys.argv[1]))
wiring.give_way()
wiring.give_way()
child = subprocess.run([sys.executable, "-c", "import os; print(os.nice(0))"], capture_output=True, text=True)
print(os.nice(0), child.stdout.strip())
"""


@pytest.mark.parametrize("start", [0, 15])
def test_the_process_and_its_children_stand_behind_others(start: int) -> None:
    priority = max(wiring.BEHIND, min(19, os.nice(0) + start))  # the tests themselves may stand behind others
    done = subprocess.run([sys.executable, "-c", CODE, str(start)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(priority)] * 2


class StoppedError(Exception):
    """Stands for the rest of a command."""


@pytest.mark.parametrize("command", [lambda: building.ingest([Path("x.pdf")]), lambda: building.build(rebuild=False)])
def test_commands_that_build_do_so_before_anything_else(command: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def done() -> None:
        raise StoppedError

    monkeypatch.setattr(wiring, "give_way", done)
    monkeypatch.setattr(wiring, "settings", lambda: pytest.fail("too late"))
    with pytest.raises(StoppedError):
        command()  # type: ignore[operator]
