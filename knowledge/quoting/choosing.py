"""Which lines of which passages are quoted within the room of one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.quoting.asked import HALF, Asked
from knowledge.quoting.grouping import Passage
from knowledge.quoting.lines import Line, below, explaining
from knowledge.text import tokens

# What each place in the search's order takes from a chunk, and each LINE of its first sentence: chosen by the sweep of
# benchmarks/constants.py.
BEHIND = 0.1
LINE = 200  # characters
POINT = 5  # characters of a line's bullet and quotation marks


@dataclass(frozen=True)
class Chunk:
    """What is quoted together: a sentence, or a lead-in with its list (``places`` of its lines, the lead-in first);
    ``worth``: what it covers of the question."""

    places: tuple[int, ...]
    worth: float


@dataclass
class Choice:
    """A passage, its lines and chunks; the places of the lines ``taken``, chunk by chunk, and of the items of a list
    for which there was no room (``rest``). ``warning`` is what must be said below when it is quoted."""

    passage: Passage
    kept: list[Line]
    chunks: list[Chunk]
    warning: str = ""
    taken: list[tuple[int, ...]] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)

    @property
    def lead(self) -> int:
        """Characters of the line above its quotes, about."""
        entry = self.passage.hits[0].entry
        return len(entry.document.label) + len(entry.unit.locator) + 8

    def head(self, others: Sequence[Choice]) -> int:
        """Characters that quoting it takes beside its lines: the line above them, and the warning unless one of the
        ``others`` brings it."""
        known = not self.warning or any(other.warning == self.warning for other in others)
        return self.lead + (0 if known else len(self.warning) + 4)

    def cost(self, places: Sequence[int]) -> int:
        """Characters that lines take in an answer."""
        return sum(len(self.kept[at].text) + POINT for at in places)

    def shown(self, *, best_first: bool = False) -> list[int]:
        """The places of the lines taken, in reading order; ``best_first`` the best chunk's before the others."""
        first = list(self.taken[0]) if best_first and self.taken else []
        return first + sorted({at for part in self.taken for at in part} - set(first))


def weighed(passage: Passage, kept: list[Line], asked: Asked, warning: str = "") -> Choice:
    """A passage's chunks: what each covers of the question, and where the search placed the passage. ``warning`` is
    what citing it brings."""
    words = {t for line in kept for t in tokens(line.text)}
    for entry in passage.entries[:1]:
        words |= set(tokens(" ".join((entry.document.label, *entry.unit.breadcrumb[1:]))))
    about = HALF * asked.covers(words)
    chunks = []
    for places in _groups(kept):
        if any(kept[at].found for at in places) and (score := _score(places, kept, asked)):
            behind = passage.rank + len(kept[places[0]].text) / LINE
            chunks.append(Chunk(tuple(places), (score + about) / (1 + BEHIND * behind)))
    return Choice(passage, kept, chunks, warning)


def _groups(kept: Sequence[Line]) -> list[list[int]]:
    """Each line that is in no list, and each lead-in with all below it."""
    groups: list[list[int]] = []
    for at, line in enumerate(kept):
        if line.opens:
            groups.append([at, *below(kept, at)])
        elif line.lead is None:
            groups.append([at])
    return groups


def _score(places: Sequence[int], kept: Sequence[Line], asked: Asked) -> float:
    """What a chunk covers of the question (of a list: its lead-in with the item that says most), more when it is of
    the kind asked for."""
    held = [asked.held(kept[at].text) for at in places]
    factor = max(asked.kind_of(kept[at].text) for at in places) + HALF * (asked.listed and len(places) > 1)
    return factor * max(asked.covers(held[0] | item) for item in held)


def choose(choices: Sequence[Choice], asked: Asked, room: int) -> list[Choice]:
    """The passages that are quoted, the most telling first, with their lines within ``room`` characters; only a list
    that ends the answer goes on beyond."""
    every = [(chunk, choice) for choice in choices for chunk in choice.chunks]
    every.sort(key=lambda pair: (-pair[1].passage.named, -pair[0].worth, pair[1].passage.rank, len(pair[0].places)))
    out: list[Choice] = []
    said: list[set[str]] = []
    for chunk, choice in every:
        head = 0 if choice in out else choice.head(out)
        part = _fitting(choice, chunk, room - head, said, asked)
        if not part:
            continue
        if choice not in out:
            out.append(choice)
        room -= head + choice.cost(part)
        choice.taken.append(tuple(part))
        said += [set(tokens(choice.kept[at].text)) for at in part]
    if out and out[-1].rest:  # nothing stands after it: the list goes on where it is cut
        out[-1].taken.append(tuple(out[-1].rest))
        out[-1].rest.clear()
    return out


def _fitting(choice: Choice, chunk: Chunk, room: int, said: Sequence[set[str]], asked: Asked) -> list[int]:
    """What fits of a chunk and was not said: all of it; of a list too long the list inside it that is asked for, else
    its items without what only goes on with them, else some of its items."""
    kept = choice.kept
    shown = set(choice.shown())
    lead = chunk.places[0]
    leads = [at for at in _leads(kept, lead) if at not in shown]
    fresh = [at for at in chunk.places if at not in shown]
    if all(_repeats(kept[at].text, said) for at in fresh):
        return []  # a list is never shown without those of its items that another one has too
    if choice.cost([*leads, *fresh]) <= room:
        return [*leads, *fresh]
    if len(chunk.places) == 1 or lead not in fresh:
        return []
    brief = [at for at in fresh if not explaining(kept, at)]
    new = _new(kept, lead, brief[1:], asked)
    inside = [at for at in new if any(kept[other].lead == at for other in brief)]
    best = max(inside, key=lambda at: new[at], default=lead)
    if best != lead and new[best]:
        return _fitting(choice, Chunk((best, *below(kept, best)), chunk.worth), room, said, asked)
    if choice.cost([*leads, *brief]) <= room:
        return [*leads, *brief]
    return _items(choice, [*leads, lead], new, room, asked)


def _new(kept: Sequence[Line], lead: int, items: Sequence[int], asked: Asked) -> dict[int, float]:
    """What each item of a list holds of what was asked that its lead-in does not say."""
    known = set(tokens(kept[lead].text))
    return {at: asked.covers(set(tokens(kept[at].text)) - known) for at in items}


def _items(choice: Choice, leads: Sequence[int], new: dict[int, float], room: int, asked: Asked) -> list[int]:
    """What fits of a list too long, below its lead-ins: the items that say most of what was asked where they say more
    of it than the lead-in, else those from the first one on."""
    kept, lead = choice.kept, leads[-1]
    most = max(new.values(), default=0.0)
    order = list(new)
    if kept[lead].entry.unit.kind == "row":
        order.sort(key=lambda at: -new[at])
    elif most > asked.covers(set(tokens(kept[lead].text))):
        order = [at for at in new if new[at] == most]
    taken = set(leads)
    for at in order:
        part = taken | {at, *(one for one in _leads(kept, at) if one not in choice.shown())}
        if choice.cost(sorted(part)) > room:
            break
        taken = part
    if len(taken) <= len(leads):
        return []
    if order == list(new):
        choice.rest += [at for at in new if at not in taken]
    return sorted(taken)


def _leads(kept: Sequence[Line], at: int) -> list[int]:
    """The places of the lead-ins above a line, outermost first."""
    found: list[int] = []
    lead = kept[at].lead
    while lead is not None:
        found.insert(0, lead)
        lead = kept[lead].lead
    return found


def _repeats(text: str, said: Sequence[set[str]]) -> bool:
    """Whether a line only says again what was quoted."""
    words = set(tokens(text))
    return len(words) > 4 and any(words <= other for other in said)
