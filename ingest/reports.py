"""What a refresh reports: while it runs, and when it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Reporter(Protocol):
    """Is told how far a refresh is: ``step`` begins one of ``total`` parts, ``advance`` does some of them; ``part``
    says what is being done with one PDF within a step, and how many of how many pages (0 of 0: not counted)."""

    def step(self, name: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...

    def part(self, name: str, done: int = 0, total: int = 0) -> None: ...


class Examiner(Protocol):
    """Asks our own questions of a generation: for each set, how many of how many are answered as they should be."""

    def __call__(self, generation: int, reporter: Reporter) -> dict[str, tuple[int, int]]: ...


class Silent:
    """A reporter that says nothing."""

    def step(self, name: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...

    def part(self, name: str, done: int = 0, total: int = 0) -> None: ...


@dataclass(frozen=True)
class FileReport:
    """What became of one file. ``outcome``: baru, tetap (already known), dihapus (deleted before, and left so), gagal
    (``reason`` says why)."""

    file: str
    outcome: str
    label: str = ""
    pages: int = 0
    units: int = 0
    empty_pages: tuple[int, ...] = ()
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Sampled:
    """A unit shown as a sample: its document's label, its place there, its page (1-based) and how it begins."""

    label: str
    locator: str
    page: int
    text: str


@dataclass(frozen=True)
class Changes:
    """How many units a generation has new, changed and no longer against the one in force, and a sample."""

    new: int
    changed: int
    removed: int
    sample: tuple[Sampled, ...]


@dataclass
class Report:
    """What a refresh did. ``generation`` is the one in force afterwards, ``changed`` whether it is new;
    ``staged`` is a generation that was built and verified and waits to be published; ``worse`` names the sets of our
    own questions that fare worse with it than before, each with how many were right then and now, ``golden`` what they
    said of the one in force and of it; ``changes`` is what it changes;
    ``notices`` are sentences on what documents now held say of others against the list of regulations."""

    files: list[FileReport] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    generation: int | None = None
    changed: bool = False
    staged: int | None = None
    worse: tuple[str, ...] = ()
    golden: tuple[dict[str, tuple[int, int]], ...] = ()
    changes: Changes | None = None
    units: int = 0
    embedded: int = 0
    embed_seconds: float = 0.0

    @property
    def failed(self) -> list[FileReport]:
        return [item for item in self.files if item.outcome == "gagal"]
