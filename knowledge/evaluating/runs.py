"""A run of question files as a value: kept as JSON, read again, and set beside an earlier run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from knowledge.answering.rendering import plain
from knowledge.errors import SpbeError
from knowledge.evaluating.evaluation import BODY, HIGHER, LOWER, Figures, Result, figures
from knowledge.model import Turn, Value

SHOWN = 5  # retrieved units that are kept with an item


class Outcome(Value):
    """What became of one item.

    ``rank`` is the place, from 1, of the best gold page; None where there is none or it was not retrieved. ``answer``
    is cut where the facts stop counting. ``retrieved`` names the first units: file, first page, id.
    """

    id: str
    question: str
    history: tuple[Turn, ...] = ()
    kind: str = ""
    style: str = ""
    unanswerable: bool
    good: bool
    abstained: bool
    gold: tuple[str, ...] = ()
    rank: int | None = None
    missing: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    answer: str
    retrieved: tuple[str, ...] = ()
    milliseconds: float


class Sheet(Value):
    """The figures of one file of questions: over all of it, by kind and by style, and each item's outcome."""

    name: str
    figures: dict[str, float | int]
    kinds: dict[str, dict[str, float | int]]
    styles: dict[str, dict[str, float | int]]
    outcomes: tuple[Outcome, ...]

    @property
    def failures(self) -> list[Outcome]:
        """The items that are not as they should be, in order."""
        return [outcome for outcome in self.outcomes if not outcome.good]


class Run(Value):
    """Several files asked in one go; ``taken`` is ISO 8601, ``model`` the embedding model."""

    version: Literal[1] = 1
    taken: str = ""
    model: str = ""
    sheets: tuple[Sheet, ...]


class Changes(Value):
    """One file, now against before: ids by what happened to them, and the figures that moved (before, now)."""

    name: str
    mended: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: dict[str, tuple[float, float]] = Field(default_factory=dict)


def sheet(name: str, results: Sequence[Result]) -> Sheet:
    """The sheet of a file's results."""
    return Sheet(
        name=name,
        figures=figures(results),
        kinds=_split(results, lambda r: r.item.kind),
        styles=_split(results, lambda r: r.item.style),
        outcomes=tuple(_outcome(r) for r in results),
    )


def _split(results: Sequence[Result], key: Callable[[Result], str]) -> dict[str, Figures]:
    names = sorted({key(r) for r in results})
    return {name or "tanpa nama": figures([r for r in results if key(r) == name]) for name in names}


def _outcome(result: Result) -> Outcome:
    item, answer = result.item, result.answer
    return Outcome(
        id=item.id,
        question=item.question,
        history=item.history,
        kind=item.kind,
        style=item.style,
        unanswerable=item.unanswerable,
        good=result.good,
        abstained=answer.abstained,
        gold=tuple(f"{file}:{page}" for file, page in sorted(item.gold)),
        rank=result.rank,
        missing=result.missing,
        forbidden=result.forbidden,
        answer=plain(answer)[:BODY],
        retrieved=tuple(f"{u.file}:{u.page_from} {u.unit_id}" for u in answer.retrieved[:SHOWN]),
        milliseconds=round(result.milliseconds, 1),
    )


def save(run: Run, path: Path) -> None:
    """Write a run as JSON. Raises SpbeError when the file cannot be written."""
    try:
        path.write_text(run.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise SpbeError(f"Hasil evaluasi tidak dapat disimpan ke '{path}': {error.strerror}.") from error


def load(path: Path) -> Run:
    """Read a run that was saved. Raises SpbeError when it is missing or no run."""
    try:
        return Run.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpbeError(f"Berkas '{path}' tidak dapat dibaca; periksa namanya.") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise SpbeError(f"Berkas '{path}' bukan hasil evaluasi yang disimpan dengan --save.") from error


def changes(before: Run, now: Run) -> list[Changes]:
    """Each file of ``now`` against the file of the same name before; files that are new are left out."""
    earlier = {one.name: one for one in before.sheets}
    return [_changes(earlier[one.name], one) for one in now.sheets if one.name in earlier]


def _changes(before: Sheet, now: Sheet) -> Changes:
    old, new = ({o.id: o for o in one.outcomes} for one in (before, now))
    both = [key for key in new if key in old]
    return Changes(
        name=now.name,
        mended=_ids(both, lambda key: new[key].good and not old[key].good),
        broken=_ids(both, lambda key: old[key].good and not new[key].good),
        reworded=_ids(both, lambda key: old[key].good == new[key].good and old[key].answer != new[key].answer),
        added=_ids(new, lambda key: key not in old),
        removed=_ids(old, lambda key: key not in new),
        moved={
            key: (before.figures[key], now.figures[key])
            for key in HIGHER | LOWER
            if key in before.figures and key in now.figures and before.figures[key] != now.figures[key]
        },
    )


def _ids(keys: Iterable[str], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple(key for key in keys if wanted(key))
