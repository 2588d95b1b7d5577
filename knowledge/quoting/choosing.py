"""Which lines of which passages are quoted within the room of one answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.quoting.asked import Asked
from knowledge.quoting.grouping import Passage
from knowledge.quoting.lines import Line
from knowledge.text import tokens

WHOLE = 500  # characters of a passage that is quoted whole when its best chunk is
LIST = 0.5  # what a list adds to its words where a list is asked for
ABOUT = 0.3  # what the words of a passage and of its headings count beside a chunk's own
RANK = 0.1  # what each place in the search's order takes from a passage
AGAIN = 0.85  # what a word of the question counts each time it is covered again
EXPLAINS = 0.8  # what an elucidation counts beside its article
LENGTH = 0.1  # how much a longer sentence counts less
SHARE = 0.5  # what a further chunk must reach of the best one's worth
POINT = 8  # characters of a line's bullet, quotation marks and reference


@dataclass(frozen=True)
class Chunk:
    """What is quoted together: a sentence, or a lead-in with its list (``places`` of its lines, the lead-in first).
    ``words``: those of the question that it covers; ``factor``: what its kind and length make of them; ``about``: what
    its passage adds."""

    places: tuple[int, ...]
    words: frozenset[str]
    factor: float
    about: float

    def worth(self, asked: Asked, said: Mapping[str, int]) -> float:
        """What it adds to what was ``said`` (how often each word of the question is covered already)."""
        covered = sum(asked.weights[word] * AGAIN ** said.get(word, 0) for word in self.words)
        return covered * self.factor + self.about


@dataclass
class Choice:
    """A passage, its lines and chunks, and the places of the lines taken, chunk by chunk."""

    passage: Passage
    kept: list[Line]
    chunks: list[Chunk]
    taken: list[tuple[int, ...]] = field(default_factory=list)

    @property
    def lead(self) -> int:
        """Characters of the line above its quotes."""
        entry = self.passage.hits[0].entry
        return len(entry.document.label) + len(entry.unit.locator) + 8

    def cost(self, places: Sequence[int]) -> int:
        """Characters that lines take in an answer."""
        return sum(len(self.kept[at].text) + POINT for at in places)

    def shown(self) -> list[int]:
        """The places of the lines taken, in reading order."""
        return sorted({at for part in self.taken for at in part})


def weighed(passage: Passage, kept: list[Line], asked: Asked) -> Choice:
    """A passage's chunks: what each covers of the question, and where the search placed the passage."""
    words = {t for line in kept for t in tokens(line.text)}
    words |= {t for entry in passage.entries[:1] for t in tokens(" ".join(entry.unit.breadcrumb[1:]))}
    about = ABOUT * asked.covers(words) / (1 + RANK * passage.rank)
    chunks = []
    for places in _groups(kept):
        if any(kept[at].found for at in places):
            held, factor = _covered(places, kept, asked)
            if held:
                if "/penjelasan/" in kept[places[0]].entry.unit.id:
                    factor *= EXPLAINS
                factor /= 1 - LENGTH + LENGTH * len(kept[places[0]].text) / 200
                chunks.append(Chunk(tuple(places), held, factor / (1 + RANK * passage.rank), about))
    return Choice(passage, kept, chunks)


def _groups(kept: Sequence[Line]) -> list[list[int]]:
    """Each line that is in no list, and each lead-in with all below it."""
    groups: list[list[int]] = []
    for at, line in enumerate(kept):
        if line.opens:
            below = {at}
            for place in range(at + 1, len(kept)):
                if kept[place].lead in below:
                    below.add(place)
            groups.append(sorted(below))
        elif line.lead is None:
            groups.append([at])
    return groups


def _covered(places: Sequence[int], kept: Sequence[Line], asked: Asked) -> tuple[frozenset[str], float]:
    """The question's words that a chunk covers (of a list: its lead-in with the item that says most), and what the
    kind of thing it is adds."""
    held = [asked.held(kept[at].text) for at in places]
    kind = max(asked.kind_of(kept[at].text) for at in places)
    if len(places) == 1:
        return held[0], kind
    return max((held[0] | item for item in held[1:]), key=asked.covers), kind + LIST * asked.listed


def choose(choices: Sequence[Choice], asked: Asked, room: int) -> list[Choice]:
    """The passages that are quoted, the most telling first, with their lines within ``room`` characters."""
    left = [(chunk, choice) for choice in choices for chunk in choice.chunks]
    out: list[Choice] = []
    lines: list[set[str]] = []
    said: Counter[str] = Counter()
    best = 0.0

    def place(pair: tuple[Chunk, Choice]) -> tuple[bool, float, int, int]:
        chunk, choice = pair
        return choice.passage.named, chunk.worth(asked, said), -choice.passage.rank, -len(chunk.places)

    while left:
        chunk, choice = one = max(left, key=place)
        left.remove(one)
        worth = chunk.worth(asked, said)
        best = max(best, worth)
        if worth < SHARE * best:
            continue
        head = 0 if choice in out else choice.lead
        part = _fitting(choice, chunk, room - head, lines, asked)
        if not part:
            continue
        if choice not in out:
            out.append(choice)
        room -= head + choice.cost(part)
        choice.taken.append(tuple(part))
        lines += [set(tokens(choice.kept[at].text)) for at in part]
        said.update(chunk.words)
    return out


def _fitting(choice: Choice, chunk: Chunk, room: int, said: Sequence[set[str]], asked: Asked) -> list[int]:
    """What fits of a chunk and was not said: all of it; of a list too long its items from the first one, or those that
    hold what was asked where the lead-in does not."""
    kept = choice.kept
    shown = set(choice.shown())
    leads = [at for at in _leads(kept, chunk.places[0]) if at not in shown]
    fresh = [at for at in chunk.places if at not in shown and not _repeats(kept[at].text, said)]
    if not fresh:
        return []
    if choice.cost([*leads, *fresh]) <= room:
        return [*leads, *fresh]
    if len(chunk.places) == 1 or chunk.places[0] not in fresh:
        return []
    lead, items = chunk.places[0], [at for at in fresh if at != chunk.places[0]]
    known = set(tokens(kept[lead].text))
    new = {at: asked.covers(set(tokens(kept[at].text)) - known) for at in items}
    table = kept[lead].entry.unit.kind == "row"
    specific = table or max(new.values(), default=0.0) > asked.covers(known)
    order = sorted(items, key=lambda at: -new[at]) if specific else items
    taken = {*leads, lead}
    for at in order:
        part = taken | {at, *(one for one in _leads(kept, at) if one not in shown)}
        if choice.cost(sorted(part)) > room:
            break
        taken = part
    return sorted(taken) if len(taken) > len(leads) + 1 else []


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
    return len(words) > 4 and any(len(words & other) >= 0.9 * len(words) for other in said)
