"""Progress of a refresh and of downloads as bars on standard error."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

errors = Console(stderr=True, highlight=False)


class Bars:
    """A refresh's reporter: one bar a part; plain lines where standard error is no terminal."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=errors, disable=not errors.is_terminal)
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.__exit__(kind, error, trace)

    def step(self, name: str, total: int) -> None:
        if not errors.is_terminal:
            errors.print(f"{name} ({total}) …")
        self._task = self._progress.add_task(name, total=total)

    def advance(self, count: int = 1) -> None:
        if self._task is not None:
            self._progress.advance(self._task, count)

    def part(self, name: str, done: int = 0, total: int = 0) -> None:
        """Not shown: a bar for each part of each PDF would be too many."""


class Transfers:
    """One bar a download on standard error, and lines of what became of each; only lines where it is no terminal."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        self._progress = Progress(*columns, console=errors, disable=not errors.is_terminal, transient=True)

    def __enter__(self) -> Self:
        self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.__exit__(kind, error, trace)

    def begin(self, name: str) -> Callable[[int, int | None], None]:
        """A new bar; gives what to tell it."""
        if not errors.is_terminal:
            errors.print(f"Mengunduh {name} …", markup=False)
        for ended in self._progress.task_ids:
            self._progress.remove_task(ended)
        task = self._progress.add_task(name, total=None)
        return lambda done, total: self._progress.update(task, completed=done, total=total)

    def say(self, line: str) -> None:
        """A line that stays."""
        errors.print(line, markup=False, soft_wrap=True)
