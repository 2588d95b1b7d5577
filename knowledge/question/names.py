"""Things of the catalog that a question names: indicators, aspects, domains, agencies, terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.catalog import Aspect, Catalog, Indicator
from knowledge.cues import says
from knowledge.model import Regime
from knowledge.text import STOPWORDS, fold, stem, words
from knowledge.vocabulary import cues, has

Key = tuple[Regime, int]
_PART = re.compile(
    r"\bindikator (?:yang )?(?:tentang |mengenai |soal |terkait |bernama |berkaitan dengan )?(?P<said>[a-z][a-z ]*)"
)
_NUMBERED = re.compile(r"aspek (?:nomor |ke-?)?(\d(?:\s*(?:,|dan|&|sama|serta|atau|vs)\s*\d)*)\b(?! indikator)")
_WHICH_LEVEL = re.compile(r"\b(?:level|tingkat|tingkatan) (?:kematangan )?(?:ke ?)?(?:berapa|mana)\b")
_OF_ALL = frozenset(stem(word) for word in ("spbe", "pemdi", "pemerintah", "digital"))
_FEW = 4
_MOST = 8  # more indicators than this share a word that names none of them


class Names:
    """Finds the catalog's names in spelled-out text; a longer name hides shorter ones inside it."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._indicators = _keyed(((i.regime, i.number), _indicator_names(i)) for i in catalog.indicators)
        self._aspects = _keyed(((a.regime, a.number), _aspect_names(a)) for a in catalog.aspects)
        self._agencies = {fold(name): s.agency for s in catalog.agency_scores for name in (s.agency, *s.aliases)}
        terms = [name for term in catalog.terms for name in (term.term, *term.aliases)]
        terms += [name for stage in catalog.stages for name in (stage.name, *stage.aliases)]
        self._all_terms = {fold(name) for name in terms}
        self._terms = self._all_terms - set(cues().generic_terms)

    def agency_names(self, text: str) -> list[str]:
        """Names of agencies as they are said (Banjar hides in Banjar Baru)."""
        hits = [name for name in self._agencies if has(text, name)]
        return [n for n in hits if not any(n != other and has(other, n) for other in hits)]

    def agencies(self, text: str) -> tuple[str, ...]:
        """Agencies named."""
        return tuple(dict.fromkeys(self._agencies[name] for name in self.agency_names(text)))

    def terms(self, text: str) -> list[str]:
        """Terms of the glossary and stages of the timeline that a text names."""
        plain = re.sub(r"(?<=\w{4})nya\b", "", text)  # "visitasinya"
        return [term for term in self._terms if has(plain, term)]

    def indicators(self, text: str, anywhere: bool = False) -> tuple[Key, ...]:
        """Indicators by name, nickname or part of a name. Unless ``anywhere``, only where a text speaks of
        indicators: most names are things of their own too."""
        if not anywhere and not any(cue in text for cue in cues().indicator):
            return ()
        return tuple(dict.fromkeys(_longest(self._indicators, text))) or self._parts(text) or self._shorts(text)

    def _shorts(self, text: str) -> tuple[Key, ...]:
        """Indicators whose short name a text says but for what all are of ("mulai level berapa arsitektur …?")."""
        if not _WHICH_LEVEL.search(text):
            return ()
        said = set(_stems(text).split())
        own = {(i.regime, i.number): set(_stems(i.short).split()) - _OF_ALL for i in self._catalog.indicators}
        found = tuple(key for key, stems in own.items() if stems and stems <= said)
        return found if len(found) <= _FEW else ()

    def is_term(self, text: str) -> bool:
        """Whether a text is the name of something in the glossary."""
        return fold(text).strip(" ?.!") in self._all_terms

    def _parts(self, text: str) -> tuple[Key, ...]:
        """Indicators in whose name every word stands that is said after "indikator" ("indikator penghubung")."""
        for match in _PART.finditer(text):
            said: list[str] = []
            for word in match["said"].split():
                if word in cues().name_ends or word.removesuffix("nya") in cues().name_ends:
                    break
                if word not in STOPWORDS:
                    said.append(stem(word))
            hits = [key for name, key in self._indicators if said and set(said) <= set(name.split())]
            if 0 < len(found := tuple(dict.fromkeys(hits))) <= _MOST:
                return found
        return ()

    def aspects(self, text: str, regimes: Sequence[Regime]) -> tuple[Key, ...]:
        """Aspects by name, beginning of the name or number."""
        if not says(text, cues().aspect):
            return ()
        numbered = [n for run in _NUMBERED.findall(text) for n in re.findall(r"\d", run)]
        found = list(_longest(self._aspects, text)) or self._aspect_beginning(text)
        found += [(regime, int(n)) for n in numbered for regime in regimes or tuple(Regime)]
        return tuple(dict.fromkeys(found))

    def _aspect_beginning(self, text: str) -> list[Key]:
        """Aspects whose name begins with the words said after "aspek" ("aspek tata kelola")."""
        said = _stems(text).partition("aspek ")[2].split()
        for count in range(min(4, len(said)), 0, -1):
            phrase = " ".join(said[:count])
            if len(phrase) > 3:
                hits = [key for name, key in self._aspects if name.startswith(phrase)]
                hits = hits or [key for name, key in self._aspects if count > 1 and f" {phrase} " in f" {name} "]
                if hits:
                    return list(dict.fromkeys(hits))
        return []

    def domains(self, text: str) -> tuple[int, ...]:
        """Domains of SPBE by name or number."""
        if not has(text, "domain"):
            return ()
        found = [int(n) for n in re.findall(r"domain (?:nomor |ke-?)?(\d)\b", text)]
        for domain in self._catalog.domains:
            short = fold(domain.name).replace(" spbe", "")
            if has(text, short) or (short.startswith("kebijakan") and has(text, "kebijakan")):
                found.append(domain.number)
        return tuple(dict.fromkeys(found))


def _stems(text: str) -> str:
    return " ".join(stem(word) for word in words(text))


def _longest(names: Iterable[tuple[str, Key]], text: str) -> list[Key]:
    stems = f" {_stems(text)} "
    hits = [(name, key) for name, key in names if f" {name} " in stems]
    return [key for name, key in hits if not any(name != other and name in other for other, _ in hits)]


def _indicator_names(row: Indicator) -> tuple[str, ...]:
    plain = fold(row.name).removeprefix("tingkat kematangan ").replace("instansi pusat/pemerintah daerah", "")
    return (plain, row.short, *row.aliases)


def _aspect_names(row: Aspect) -> tuple[str, ...]:
    return (fold(row.name), *row.aliases)


def _keyed(rows: Iterable[tuple[Key, tuple[str, ...]]]) -> list[tuple[str, Key]]:
    return [(key, row) for row, names in rows for name in names if (key := _stems(name))]
