"""What a refresh reports: while it runs, and when it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Reporter(Protocol):
    """Is told how far a refresh is: ``step`` begins one of ``total`` parts, ``advance`` does some of them."""

    def step(self, name: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...


class Examiner(Protocol):
    """Asks our own questions of a generation: for each set, how many of how many are answered as they should be."""

    def __call__(self, generation: int, reporter: Reporter) -> dict[str, tuple[int, int]]: ...


class Silent:
    """A reporter that says nothing."""

    def step(self, name: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...


@dataclass(frozen=True)
class FileReport:
    """What became of one file. ``outcome``: baru, tetap (already known), gagal (``reason`` says why)."""

    file: str
    outcome: str
    label: str = ""
    pages: int = 0
    units: int = 0
    empty_pages: tuple[int, ...] = ()
    seconds: float = 0.0
    reason: str = ""


@dataclass
class Report:
    """What a refresh did. ``generation`` is the one in force afterwards, ``changed`` whether it is new;
    ``staged`` is a generation that was built and verified and waits to be published; ``worse`` names the sets of our
    own questions that fare worse with it than before, each with how many were right then and now;
    ``notices`` are sentences on what documents now held say of others against the list of regulations."""

    files: list[FileReport] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    generation: int | None = None
    changed: bool = False
    staged: int | None = None
    worse: tuple[str, ...] = ()
    units: int = 0
    embedded: int = 0
    embed_seconds: float = 0.0

    @property
    def failed(self) -> list[FileReport]:
        return [item for item in self.files if item.outcome == "gagal"]
