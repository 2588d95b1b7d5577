"""What is being asked: the things a question names, what it wants to know of them, and what it continues."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation

from knowledge.catalog import Aspect, Catalog, Indicator
from knowledge.model import Document, Regime, Turn, Value
from knowledge.references import References, article
from knowledge.text import fold, stem, words
from knowledge.vocabulary import Vocabulary, has

TOLD = 120  # characters of the last answer that a pronoun may refer to
_INDICATOR = re.compile(
    r"(?:indikator|indicator)s?\s+(?:(?:spbe|pemdi|ipd)\s+)?(?:nomor\s+|ke-?\s*|#)?(\d{1,4})\b|(?<![\w-])i\s?-?\s?(\d{1,3})(?![\w%])"
)
_RANGE = re.compile(
    r"(?:indikator\s+|(?<!\w)i\s?-?)(\d{1,2})\s*(?:s\.?\s?/?\s?d\.?|sampai(?: dengan)?|hingga|-)\s*"
    r"(?:i\s?-?)?(\d{1,2})(?!\d)"
)
_ALSO = re.compile(r"indikator\s+\d{1,2}(?:\s*(?:,|dan|&)\s*\d{1,2})+")
_LEVEL = re.compile(
    r"(?:level|tingkat(?: kematangan)?)\s*(?:ke-?\s*)?"
    r"(\d{1,2}|satu|dua|tiga|empat|lima|pertama|kedua|ketiga|keempat|kelima)\b"
    r"|(?<![\w-])l\s?-?(\d)(?!\w)"
)
_LEVELS = re.compile(
    r"(?:level|tingkat(?: kematangan)?)\s*([1-5])\s*"
    r"(?:-|sampai(?: dengan)?|hingga|s\.?\s?d\.?)\s*(?:level\s*)?([1-5])\b"
)
_MORE_LEVELS = re.compile(r"(?:level|tingkat(?: kematangan)?)\s*[1-5]((?:\s*(?:,|dan|&|sama|vs|atau|ke)\s*[1-5])+)\b")
_NUMERAL = {
    "satu": 1, "pertama": 1, "dua": 2, "kedua": 2, "tiga": 3, "ketiga": 3,
    "empat": 4, "keempat": 4, "lima": 5, "kelima": 5,
}  # fmt: skip
_YEAR = re.compile(r"(?<![\d/])(20[0-4]\d)(?!\d)")
_VALUE = re.compile(r"(?<![\d/.,-])(\d{1,3}(?:[.,]\d{1,3})?)(?![\d/]|[.,]\d)")
_ORDERS = re.compile(r"<(system|instructions?|prompt|admin|assistant)>.*?</\1>", re.IGNORECASE | re.DOTALL)
_DEFINED = re.compile(r"(?:apa itu|apa yang dimaksud(?: dengan)?|what is) (?!\w*nya\b)\w")
_NUMBERED = re.compile(r"nomor (\d{1,2})\b")
_INDICATOR_CUES = ("indikator", "indicator", "level", "tingkat", "bukti", "kriteria", "bobot", "syarat")


class Question(Value):
    """An understood question.

    ``text`` as typed; ``spelled`` folded and written out; ``search`` what is searched for (with the last
    turn's words when it continues it); ``indicators`` numbers named (regime open unless ``regimes`` says);
    ``named`` indicators found by name; ``documents`` ids of documents and regulations named.
    """

    text: str
    spelled: str
    search: str
    regimes: tuple[Regime, ...] = ()
    indicators: tuple[int, ...] = ()
    named: tuple[tuple[Regime, int], ...] = ()
    levels: tuple[int, ...] = ()
    bad_levels: tuple[int, ...] = ()
    aspects: tuple[tuple[Regime, int], ...] = ()
    domains: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    unknown_documents: tuple[str, ...] = ()
    pasal: str | None = None
    ayat: str | None = None
    years: tuple[int, ...] = ()
    numbers: tuple[Decimal, ...] = ()
    agencies: tuple[str, ...] = ()
    asks: frozenset[str] = frozenset()
    english: bool = False
    injected: bool = False
    continues: bool = False

    def wants(self, *kinds: str) -> bool:
        """Whether the question asks for any of these kinds of thing."""
        return not self.asks.isdisjoint(kinds)


class Understanding:
    """Reads questions with the catalog's names and the vocabulary's cues."""

    def __init__(
        self,
        catalog: Catalog,
        vocabulary: Vocabulary,
        documents: Iterable[Document] = (),
        mend: Callable[[str], str] | None = None,
    ) -> None:
        """``mend`` repairs the spelling of a written-out question."""
        self._mend = mend or (lambda text: text)
        self._catalog = catalog
        self._vocabulary = vocabulary
        self._references = References(catalog.regulations, documents)
        self._indicator_names = _names(catalog.indicators)
        self._aspect_names = _aspect_names(catalog.aspects)
        self._agencies = {
            fold(name): score.agency for score in catalog.agency_scores for name in (score.agency, *score.aliases)
        }

    def read(self, text: str, history: Sequence[Turn] = ()) -> Question:
        """Understand a question in the light of the conversation before it (oldest turn first)."""
        clean, injected = self._without_injection(text)
        question = self._parse(text, clean)
        if injected:
            question = question.model_copy(update={"injected": True})
        last = next((turn.text for turn in reversed(history) if turn.role == "user"), None)
        if last is None or not self._continues(question):
            return question
        merged = self._merge(question, self._parse(last, last))
        told = next((turn.text for turn in reversed(history) if turn.role == "bot"), "")
        if any(word in self._vocabulary.followup.pronouns for word in words(question.spelled)):
            # "dia", "itu": what is meant stands in what was answered.
            merged = merged.model_copy(update={"search": f"{merged.search} {fold(told[:TOLD])}"})
        return merged

    # ----------------------------------------------------------------------------------------------

    def _without_injection(self, text: str) -> tuple[str, bool]:
        pattern = self._vocabulary.injection_pattern
        if not pattern.search(text):
            return text, False
        kept: list[str] = []
        text = _ORDERS.sub(" ", text)
        for sentence in re.split(r"(?<=[.!?:\n])\s+", text):
            if pattern.search(sentence):
                kept += [clause for clause in re.split(r"[,;]\s*", sentence) if not pattern.search(clause)]
            else:
                kept.append(sentence)
        return " ".join(kept), True

    def _parse(self, text: str, clean: str) -> Question:
        spelled = self._mend(self._vocabulary.spell_out(clean))
        listed = words(spelled)
        foreign = self._vocabulary.translated(listed)
        english = len({w for w in listed if w in _ENGLISH}) >= 2
        matched = " ".join([spelled, *foreign]) if english else spelled
        documents, unknown = self._references.read(spelled)
        levels = self._levels(matched)
        pasal, ayat = article(spelled)
        return Question(
            text=text,
            spelled=spelled,
            search=" ".join([spelled, *foreign]) if english else spelled,
            regimes=self._regimes(matched),
            indicators=_indicators(spelled),
            named=self._named(matched),
            levels=tuple(n for n in levels if 1 <= n <= 5),
            bad_levels=tuple(n for n in levels if not 1 <= n <= 5),
            aspects=self._aspects(matched),
            domains=self._domains(matched),
            documents=documents,
            unknown_documents=unknown,
            pasal=pasal,
            ayat=ayat,
            years=tuple(dict.fromkeys(int(y) for y in _YEAR.findall(spelled))),
            numbers=_numbers(spelled),
            agencies=self._agencies_in(spelled),
            asks=self._vocabulary.asked(matched),
            english=english,
        )

    def _agencies_in(self, text: str) -> tuple[str, ...]:
        """Agencies named; a longer name hides a shorter one inside it (Banjar in Banjar Baru)."""
        hits = [name for name in self._agencies if has(text, name)]
        longest = [n for n in hits if not any(n != other and has(other, n) for other in hits)]
        return tuple(dict.fromkeys(self._agencies[name] for name in longest))

    def _regimes(self, text: str) -> tuple[Regime, ...]:
        found = [r for r in Regime if any(has(text, cue) for cue in self._vocabulary.regimes[r.value])]
        return tuple(found)

    def _levels(self, text: str) -> list[int]:
        found = [_NUMERAL.get(a or b) or int(a or b) for a, b in _LEVEL.findall(text)]
        for low, high in _LEVELS.findall(text):
            found += range(int(low), int(high) + 1)
        for rest in _MORE_LEVELS.findall(text):
            found += [int(n) for n in re.findall(r"[1-5]", rest)]
        if not found:
            named = ("tingkat", "level", "kematangan")
            for number, cues in self._vocabulary.levels.items():
                for cue in cues:
                    if cue not in _NUMERAL and has(text, cue) and any(has(text, word) for word in named):
                        found.append(number)
        return list(dict.fromkeys(found))

    def _named(self, text: str) -> tuple[tuple[Regime, int], ...]:
        """Indicators whose name stands in the text; a longer name hides shorter ones inside it."""
        if not any(cue in text for cue in _INDICATOR_CUES):
            return ()
        stems = " ".join(stem(w) for w in words(text))
        hits = [(name, key) for name, key in self._indicator_names if f" {name} " in f" {stems} "]
        longest = [h for h in hits if not any(h[0] != o[0] and h[0] in o[0] for o in hits)]
        return tuple(dict.fromkeys(key for _, key in longest))

    def _aspects(self, text: str) -> tuple[tuple[Regime, int], ...]:
        if not any(has(text, cue) for cue in ("aspek", "aspect", "bobot", "weight")):
            return ()
        stems = " ".join(stem(w) for w in words(text))
        hits = [(name, key) for name, key in self._aspect_names if f" {name} " in f" {stems} "]
        longest = [h for h in hits if not any(h[0] != o[0] and h[0] in o[0] for o in hits)]
        numbered = re.findall(r"aspek (?:nomor |ke-?)?(\d)\b", text)
        found = [key for _, key in longest] or self._aspect_beginning(stems)
        found += [(regime, int(n)) for n in numbered for regime in self._regimes(text) or tuple(Regime)]
        return tuple(dict.fromkeys(found))

    def _aspect_beginning(self, stems: str) -> list[tuple[Regime, int]]:
        """Aspects whose name begins with the words said after "aspek" ("aspek tata kelola")."""
        said = stems.partition("aspek ")[2].split()
        for count in range(min(4, len(said)), 0, -1):
            phrase = " ".join(said[:count])
            if len(phrase) > 3 and (hits := [key for name, key in self._aspect_names if name.startswith(phrase)]):
                return list(dict.fromkeys(hits))
        return []

    def _domains(self, text: str) -> tuple[int, ...]:
        if not has(text, "domain"):
            return ()
        found = [int(n) for n in re.findall(r"domain (?:nomor |ke-?)?(\d)\b", text)]
        for domain in self._catalog.domains:
            short = fold(domain.name).replace(" spbe", "")
            if has(text, short) or (short.startswith("kebijakan") and has(text, "kebijakan")):
                found.append(domain.number)
        return tuple(dict.fromkeys(found))

    def _continues(self, question: Question) -> bool:
        cues = self._vocabulary.followup
        spelled = question.spelled
        listed = words(spelled)
        if not listed or question.injected:
            return False
        own_topic = bool(question.indicators or question.named or question.documents or question.unknown_documents)
        if any(has(spelled, cue) for cue in (*cues.next_level, *cues.previous_level)) and not own_topic:
            return True
        asked = _DEFINED.match(spelled)
        if asked and not any(w in cues.pronouns for w in words(spelled[asked.end() - 1 :])):
            return False  # it names what it asks about
        opener = any(spelled == cue or spelled.startswith(cue + " ") for cue in cues.openers)
        pronoun = any(w in cues.pronouns for w in listed) or any(
            w.endswith("nya") and len(w) > 5 and w not in _NOT_POSSESSIVE for w in listed
        )
        short = len(listed) <= 6 and not own_topic and not question.agencies
        return not own_topic and (opener or (pronoun and len(listed) <= 12) or short) and len(listed) <= 18

    def _merge(self, new: Question, old: Question) -> Question:
        """The new question with what it leaves unsaid taken from the last one."""
        cues = self._vocabulary.followup
        shift = 0
        if any(has(new.spelled, cue) for cue in cues.next_level):
            shift = 1
        elif any(has(new.spelled, cue) for cue in cues.previous_level):
            shift = -1
        levels = new.levels or old.levels
        if shift:
            levels = tuple(n + shift for n in old.levels if 1 <= n + shift <= 5)
        if "weight" in new.asks and not new.levels:
            levels = ()  # a weight is the whole indicator's
        if old.indicators and not new.indicators and (number := _NUMBERED.search(new.spelled)):
            new = new.model_copy(update={"indicators": (int(number[1]),)})
        own = bool(new.indicators or new.named or new.aspects or new.domains)
        return new.model_copy(
            update={
                "search": f"{old.search} {new.search}",
                "regimes": new.regimes or old.regimes,
                "indicators": new.indicators if own else old.indicators,
                "named": new.named if own else old.named,
                "aspects": new.aspects or self._aspect_like(new, old),
                "domains": new.domains,
                "levels": levels,
                "documents": new.documents or old.documents,
                "pasal": new.pasal or (old.pasal if new.ayat else None),
                "years": new.years or old.years,
                "agencies": new.agencies or old.agencies,
                "asks": new.asks - {"comparison"} if new.asks & _FIRM else new.asks | old.asks,
                "continues": True,
            }
        )

    def _aspect_like(self, new: Question, old: Question) -> tuple[tuple[Regime, int], ...]:
        """After a question on one aspect, a bare name ("kalau layanan publik?") is another aspect."""
        if not old.aspects or new.named:
            return ()
        found = self._aspects(f"aspek {new.spelled}")
        return found or (old.aspects if new.asks & _FIRM else ())


_FIRM = {"weight", "evidence", "criterion", "when", "who", "predicate", "definition", "score"}
_NOT_POSSESSIVE = frozenset({"hanya", "punya", "biasanya", "sebenarnya", "apanya", "pertanyaannya", "sebaiknya"})
_ENGLISH = frozenset(
    [
        "what",
        "which",
        "was",
        "is",
        "also",
        "please",
        "who",
        "when",
        "where",
        "how",
        "why",
        "are",
        "does",
        "the",
        "of",
        "for",
        "in",
        "and",
        "article",
        "law",
        "weight",
        "aspect",
        "index",
        "government",
        "must",
        "indicator",
        "evidence",
        "extra",
        "average",
        "between",
        "says",
    ]
)


def _indicators(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for low, high in _RANGE.findall(text):
        if int(low) < int(high) <= 60:
            found.extend(range(int(low), int(high) + 1))
    for match in _ALSO.finditer(text):
        found.extend(int(n) for n in re.findall(r"\d{1,2}", match[0]))
    found.extend(int(a or b) for a, b in _INDICATOR.findall(text) if not re.fullmatch(r"20\d\d", a or b))
    # "20 indikator" counts them; in "level 3 indikator 3" the number before belongs to the level.
    found = [n for n in dict.fromkeys(found) if not re.search(rf"(?<!\w){n} indikator(?! \d)", text)]
    return tuple(found)


def _numbers(text: str) -> tuple[Decimal, ...]:
    found: list[Decimal] = []
    for raw in _VALUE.findall(text):
        try:
            found.append(Decimal(raw.replace(",", ".")))
        except InvalidOperation:  # pragma: no cover - the pattern admits only digits
            continue
    return tuple(found)


def _names(indicators: Iterable[Indicator]) -> list[tuple[str, tuple[Regime, int]]]:
    names: list[tuple[str, tuple[Regime, int]]] = []
    for indicator in indicators:
        plain = fold(indicator.name).removeprefix("tingkat kematangan ").replace("instansi pusat/pemerintah daerah", "")
        for name in (plain, indicator.short, *indicator.aliases):
            key = " ".join(stem(w) for w in words(name))
            if key:
                names.append((key, (indicator.regime, indicator.number)))
    return names


def _aspect_names(aspects: Iterable[Aspect]) -> list[tuple[str, tuple[Regime, int]]]:
    names: list[tuple[str, tuple[Regime, int]]] = []
    for aspect in aspects:
        plain = fold(aspect.name)
        for name in (plain, *aspect.aliases):
            key = " ".join(stem(w) for w in words(name))
            if key:
                names.append((key, (aspect.regime, aspect.number)))
    return names
