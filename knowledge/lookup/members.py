"""Members of one group: what a follow-up names in the place of what the question before it named.

"Kalau yang merah?" after a question on "tingkat hijau" asks the same of another member. Nothing is known here of any
group: members are the codes of one list, the heads of the rows or of the columns of one table, and words that one
passage has behind the same word ("tingkat hijau", "tingkat merah").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from knowledge.finding.retrieval import Searcher
from knowledge.lookup.cells import COMMON, label_stems
from knowledge.lookup.tables import Code, Table, codes, tables
from knowledge.text import fold, stem, words

_MOST = 5  # words that name a member
_SHORT = 3  # letters of a word that may end another by chance


@dataclass(frozen=True)
class Members:
    """The groups of a generation."""

    searcher: Searcher

    def swapped(self, old: str, new: Sequence[str]) -> str | None:
        """A question (folded) with the member it names replaced by the one that ``new`` names: the words of a
        follow-up that carry meaning. None where they name no other member of a group."""
        if (named := codes(" ".join(new))) or not new or len(new) > _MOST:
            return self._recoded(old, named)
        said, told = label_stems(old), label_stems(" ".join(new))
        moves = (_moved(axis, said, told) for axis in self._all_axes)
        found = [(len(gone) + len(come), sorted(gone), sorted(come)) for gone, come in moves if come]
        if found:
            _, gone, come = max(found)
            return _put(old, frozenset(gone) - frozenset(come), [w for w in new if w not in gone])
        fresh = [word for word in new if word not in words(old)]
        return self._sister(old, fresh[0]) if len(fresh) == 1 else None

    def coded(self, text: str) -> str:
        """The one code of a list that a text (folded) writes, as written; "" where there is none or more."""
        found = codes(text)
        if len(found) != 1 or found[0] not in self._all_codes:
            return ""
        match = re.search(rf"(?<!\w){found[0][0]}[-.]?0*{found[0][1]}\b", text)
        return match[0] if match else ""

    def _recoded(self, old: str, new: Sequence[Code]) -> str | None:
        """The question with the number of its code replaced."""
        if len(new) != 1 or not (written := self.coded(old)) or codes(old)[0][0] != new[0][0]:
            return None
        return old.replace(written, f"{new[0][0]}-{new[0][1]:02d}")

    def _sister(self, old: str, new: str) -> str | None:
        """The question with the word replaced that some passage has, as the new word, behind the same other word."""
        pairs = [(before, word) for before, word in pairwise(words(old)) if word.isalpha() and word != new]
        for text in self._texts:
            if new not in text:
                continue
            beside = list(pairwise(words(text)))
            befores = [one for one, two in beside if two == new]
            for before, word in pairs:
                if any(_alike(one, before) for one in befores) and any(
                    stem(two) == stem(word) and _alike(one, before) for one, two in beside
                ):
                    return re.sub(rf"(?<!\w){before} {word}(?!\w)", f"{before} {new}", old, count=1)
        return None

    @cached_property
    def _texts(self) -> list[str]:
        return [fold(entry.unit.text) for entry in self.searcher.rows()]

    @cached_property
    def _all_axes(self) -> list[list[frozenset[str]]]:
        found = tables(self.searcher).of.values()
        return [axis for of in found for table in of for axis in _axes(table) if len(axis) > 1]

    @cached_property
    def _all_codes(self) -> frozenset[Code]:
        found = tables(self.searcher)
        return frozenset(code for document in found.of for code in found.coded(document))


def _alike(written: str, asked: str) -> bool:
    """Whether a word is the other, or made of it by what stands before it ("berisiko", "risiko")."""
    return stem(written) == stem(asked) or (len(asked) > _SHORT and written.endswith(asked))


def _axes(table: Table) -> Iterator[list[frozenset[str]]]:
    """What tells the rows of a table apart, and what tells its columns apart: the stems of their heads."""
    heads = dict.fromkeys(cell.column for record in table.records for cell in record.values)
    for labels in ([record.label for record in table.records], list(heads)):
        yield [_told(label) for label in labels]


def _told(label: str) -> frozenset[str]:
    return frozenset(one for one in label_stems(label) - COMMON if not one.isdigit())


def _moved(
    axis: Sequence[frozenset[str]], said: frozenset[str], named: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The members of one axis that the old and the new question name by all words of their heads, the most telling of
    each; what every head has need not be said again."""
    shared = frozenset.intersection(*axis) if axis else frozenset()
    olds = [one for one in axis if one and one <= said]
    news = [one for one in axis if one and one <= named | (said & shared) and named <= one | said]
    gone, come = max(olds, key=len, default=frozenset()), max(news, key=len, default=frozenset())
    return (gone, come) if gone and come and come != gone and come - said else (frozenset(), frozenset())


def _put(old: str, gone: frozenset[str], come: Sequence[str]) -> str:
    """A question without these stems, the new words standing where the first of them stood, or at its end."""
    kept: list[str] = []
    placed = False
    for word in old.split():
        bare = word.strip("?!.,;:()")
        if bare and (stem(bare) in gone or label_stems(bare) & gone):
            kept += [] if placed else list(come)
            placed = True
        else:
            kept.append(word)
    return " ".join(kept if placed else [*(word.rstrip("?!.") for word in kept), *come])
