"""Where a unit's words stand among the characters of a page, as a person would mark them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from knowledge.text import squeeze

_Run = tuple[int, int, int]
"""A shared run of letters: its place in what is wanted, its place on the page, its length."""


_SEED = 12  # letters that two texts must share in a row to be looked at further
_SURE = 30  # letters in a row that are no accident wherever they stand
_NEAR = 60  # letters between two runs that still belong together
_GAP = 400  # letters between two runs where both texts have about as many: the same words, read worse
_MOVED = 60  # letters in a row that are the unit's also where they stand out of order
_CHAIN = 500  # runs of a page that are put into order
_TRIED = 200  # places of one seed that are looked at: a page that repeats itself must not take for ever


def part_on_page(text: str, pages: Sequence[tuple[int, str]], number: int) -> tuple[int, int] | None:
    """Where a unit's ``text`` stands in the cleaned text of page ``number``: (start, end), characters.

    ``pages`` are number and cleaned text of the unit's pages, in order; the unit is looked for in all of them
    together, as it may run over their ends. None where it does not stand there so, or not on that page.
    """
    needle, _ = squeeze(text)
    joined, owners = "", []
    for page, cleaned in pages:
        letters, places = squeeze(cleaned)
        joined += letters
        owners += [(page, place) for place in places]
    at = joined.find(needle) if needle else -1
    mine = [place for page, place in owners[at : at + len(needle)] if page == number] if at >= 0 else []
    return (mine[0], mine[-1] + 1) if mine else None


def marked(wanted: str, page: str, part: tuple[int, int] | None = None) -> list[tuple[int, int]]:
    """Ranges (start, end) of the characters of ``page`` that say ``wanted``, in the order of the page.

    ``part``: only these characters of ``wanted`` are marked; the rest shows where they stand, so that of several
    like passages the right one is taken. Only letters and digits are compared, folded (NFKD, lower case), so that
    white space, hyphenation and case do not matter. What the page says otherwise (a repaired digit, a note in
    between) is bridged where both sides fit; a few shared words elsewhere on the page are not taken for it.
    """
    letters, places = squeeze(page)
    needle, origins = squeeze(wanted)
    runs = _completed(_trusted(_in_order(_runs(needle, letters)), len(needle)), needle, letters)
    if part is not None:
        runs = _clipped(runs, bisect_left(origins, part[0]), bisect_left(origins, part[1]))
    return sorted(_whole(page, places[start], places[end - 1] + 1) for start, end in _bridged(runs))


def _completed(runs: list[_Run], needle: str, letters: str) -> list[_Run]:
    """The runs, and a few letters at either end of the needle that are alike if not the same (a misread digit)."""
    if not runs:
        return runs
    (at, place, _), (last, there, length) = runs[0], runs[-1]
    end, after = last + length, there + length
    if place >= at and _alike(needle[:at], letters[place - at : place]):
        runs = [(0, place - at, at), *runs]
    if _alike(needle[end:], letters[after : after + len(needle) - end]):
        runs = [*runs, (end, after, len(needle) - end)]
    return runs


def _alike(one: str, other: str) -> bool:
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return 0 < len(one) == len(other) < 2 * _SEED and same > len(one) / 2


def _clipped(runs: Sequence[_Run], start: int, end: int) -> list[_Run]:
    """What of the runs lies within a range of the needle."""
    clipped = []
    for at, place, length in runs:
        before, after = max(start - at, 0), max(at + length - end, 0)
        if before + after < length:
            clipped.append((at + before, place + before, length - before - after))
    return clipped


def _whole(page: str, start: int, end: int) -> tuple[int, int]:
    """A range with the brackets, quotation marks and full stops that belong to its words."""
    while start > 0 and page[start - 1] in "([“‘\"'":
        start -= 1
    while end < len(page) and page[end] in ".,;:?!)]%”’\"'":
        end += 1
    return start, end


def _runs(needle: str, letters: str) -> list[_Run]:
    """Shared runs, from the beginning of the needle on."""
    seed = min(_SEED, len(needle))
    found: list[_Run] = []
    at, after = 0, 0
    while seed and at + seed <= len(needle):
        best, best_score = (0, 0), 0
        place = letters.find(needle[at : at + seed])
        tried = 0
        while place >= 0 and tried < _TRIED:
            tried += 1
            length = _common(needle, at, letters, place)
            score = length + (_NEAR if after <= place <= after + _NEAR else 0)
            if score > best_score:
                best, best_score = (place, length), score
            place = letters.find(needle[at : at + seed], place + 1)
        if best_score:
            found.append((at, *best))
            at, after = at + best[1], sum(best)
        else:
            at += 1
    return found


def _in_order(runs: Sequence[_Run]) -> list[_Run]:
    """The runs whose order is the same in both texts, as many letters as possible, and long ones that were moved.

    A phrase of a misread line that also stands elsewhere on the page is found there; it would part what belongs
    together.
    """
    best: list[tuple[int, int]] = []  # letters of the heaviest chain that ends with a run, and the run before it
    for index, (_, place, length) in enumerate(runs[:_CHAIN]):
        before = [(best[i][0], i) for i in range(index) if runs[i][1] + runs[i][2] <= place]
        letters, link = max(before, default=(0, -1))
        best.append((letters + length, link))
    chain: set[int] = set()
    at = max(range(len(best)), key=lambda index: best[index][0], default=-1)
    while at >= 0:
        chain.add(at)
        at = best[at][1]
    return [run for index, run in enumerate(runs) if index in chain or index >= _CHAIN or run[2] >= _MOVED]


def _common(one: str, at: int, other: str, place: int) -> int:
    length = 0
    while at + length < len(one) and place + length < len(other) and one[at + length] == other[place + length]:
        length += 1
    return length


def _trusted(runs: Sequence[_Run], size: int) -> list[_Run]:
    """Runs that are long enough, and shorter ones that stand where their neighbours make us expect them."""
    sure = min(_SURE, max(size * 2 // 3, 1))
    kept = [length >= sure for _, _, length in runs]
    for index in [*range(len(runs)), *reversed(range(len(runs)))]:
        for other in (index - 1, index + 1):
            if 0 <= other < len(runs) and kept[other] and _follows(*sorted((runs[index], runs[other]))):
                kept[index] = True
    return [run for run, good in zip(runs, kept, strict=True) if good]


def _follows(first: _Run, second: _Run) -> bool:
    """Whether the second run stands soon after the first in both texts."""
    missing = second[0] - first[0] - first[2]
    between = second[1] - first[1] - first[2]
    # A poor text layer lacks words; it does not have more than what is missing.
    room = _GAP if missing // 2 <= between <= missing + _SEED else _NEAR
    return 0 <= missing <= room and 0 <= between <= room


def _bridged(runs: Sequence[_Run]) -> list[tuple[int, int]]:
    """Ranges of letters; two runs with a little between them in both texts become one."""
    out: list[tuple[int, int]] = []
    before: _Run | None = None
    for run in runs:
        _, start, length = run
        # A run head inserted by the page (nothing is missing in the needle) is not part of the unit.
        if before and _follows(before, run) and (run[0] > before[0] + before[2] or start == out[-1][1]):
            out[-1] = (out[-1][0], start + length)
        else:
            out.append((start, start + length))
        before = run
    return out
