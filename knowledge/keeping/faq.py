"""The FAQ: what admins answered, in SQL. Each entry in force is a document of one page and one unit, so that it is
found, cited and deleted like any other; until when it holds stands here alone, and is read at each answer that cites
one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from knowledge.clock import day, local_day
from knowledge.keeping.schema import documents, metadata, tombstones
from knowledge.keeping.store import Store
from knowledge.model import FAQ, Answer, Citation, Document, Page, Unit

TITLE = "Tanya jawab admin (FAQ)"
HOLDS = timedelta(days=180)
"""How long an entry holds before it must be reviewed."""
LONGEST_ANSWER, LONGEST_SOURCE, LONGEST_QUESTION, MOST_QUESTIONS = 1500, 200, 300, 5
DECISION = "keputusan admin"
"""The source of an answer that stands in no document."""
_ID = "faq-"
_LINE = "perlu ditinjau sejak {}"
_WARNING = "Jawaban admin ini perlu ditinjau sejak {}; pastikan masih berlaku sebelum dipakai."

entries = Table(
    "faq",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("questions", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("answered_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("asked_by", BigInteger),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    sqlite_autoincrement=True,
)


class FaqState(StrEnum):
    """Where an entry is: to be published (``FORCED``: though our own questions fare worse), in force, held back because
    they do or because it could not be published, or removed."""

    QUEUED = "queued"
    FORCED = "forced"
    LIVE = "live"
    HELD = "held"
    REMOVED = "removed"


WAITING = (FaqState.QUEUED, FaqState.FORCED)
SHOWN = (*WAITING, FaqState.LIVE, FaqState.HELD)


@dataclass(frozen=True)
class FaqEntry:
    """An answer of an admin. ``questions`` are the wordings it answers, the first one the best; ``role`` is that of who
    answered on ``answered_on``; from ``expires_on`` on it must be reviewed; ``asked_by`` is who is told how its
    publishing went; ``sha256`` changes with every word."""

    id: int
    questions: tuple[str, ...]
    answer: str
    source: str
    role: str
    answered_on: date
    expires_on: date
    state: FaqState
    sha256: str
    asked_by: int | None = None

    @property
    def document_id(self) -> str:
        return f"{_ID}{self.id}"

    @property
    def locator(self) -> str:
        """What a citation says instead of a place."""
        return f"jawaban {self.role}, tanggal {day(self.answered_on)}, sumber: {self.source}"


class Faq:
    """Reads and writes the entries of one database. Texts come in as data: cut to their limits, without control
    characters."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        questions: Sequence[str],
        answer: str,
        source: str,
        role: str,
        by: int | None,
        at: datetime,
        also: Callable[[Connection, int], object] | None = None,
    ) -> FaqEntry:
        """A new entry, to be published; ``also`` is done with its number in the same transaction. Raises ValueError
        without a question or an answer."""
        row = _said(questions, answer, source) | {"role": role, "answered_on": _today(at), "asked_by": by}
        row |= {"expires_on": _today(at) + HOLDS, "state": FaqState.QUEUED.value, "sha256": "", "changed_at": at}
        with self._engine.begin() as connection:
            made = connection.execute(insert(entries).values(row).returning(entries)).mappings().one()
            sha256 = _digest(made)
            connection.execute(update(entries).where(entries.c.id == made["id"]).values(sha256=sha256))
            if also is not None:
                also(connection, made["id"])
        return _entry({**made, "sha256": sha256})

    def rewrite(
        self,
        entry: int,
        questions: Sequence[str],
        answer: str,
        source: str,
        role: str,
        by: int | None,
        at: datetime,
        also: Callable[[Connection, int], object] = lambda _, __: None,
    ) -> FaqEntry | None:
        """Give an entry other words; what is in force stays until they are published. ``also`` as ``add``. None when
        it was removed. Raises ValueError as ``add``."""
        row = _said(questions, answer, source) | {"role": role, "answered_on": _today(at), "asked_by": by}
        row |= {"expires_on": _today(at) + HOLDS, "state": FaqState.QUEUED.value, "changed_at": at}
        row["sha256"] = _digest({"id": entry, **row})
        query = update(entries).where(entries.c.id == entry, entries.c.state != FaqState.REMOVED.value)
        with self._engine.begin() as connection:
            made = connection.execute(query.values(row).returning(entries)).mappings().first()
            if made:
                also(connection, entry)
        return _entry(made) if made else None

    def get(self, entry: int) -> FaqEntry | None:
        """One entry that was not removed."""
        return next(iter(self._found(entries.c.id == entry, entries.c.state != FaqState.REMOVED.value)), None)

    def all(self, *states: FaqState) -> tuple[FaqEntry, ...]:
        """Entries in these states (all but the removed ones by default), oldest first."""
        return self._found(entries.c.state.in_([state.value for state in states or SHOWN]))

    def due(self, today: date) -> tuple[FaqEntry, ...]:
        """Entries that must be reviewed, longest due first."""
        found = self._found(entries.c.state.in_([state.value for state in SHOWN]), entries.c.expires_on <= today)
        return tuple(sorted(found, key=lambda entry: (entry.expires_on, entry.id)))

    def move(
        self,
        entry: int,
        before: Collection[FaqState],
        after: FaqState,
        at: datetime,
        sha256: str = "",
        also: Callable[[Connection], object] = lambda _: None,
    ) -> bool:
        """Bring an entry from one of some states to another, where it still has these words (``sha256``), with ``also``
        in the same transaction; False when it is in none of them."""
        query = update(entries).where(entries.c.id == entry, entries.c.state.in_([s.value for s in before]))
        if sha256:
            query = query.where(entries.c.sha256 == sha256)
        with self._engine.begin() as connection:
            if not connection.execute(query.values(state=after.value, changed_at=at)).rowcount:
                return False
            also(connection)
        return True

    def extend(
        self, entry: int, at: datetime, also: Callable[[Connection, FaqEntry], object] = lambda _, __: None
    ) -> FaqEntry | None:
        """Let an entry hold for another ``HOLDS`` from now on; nothing need be published for it."""
        query = update(entries).where(entries.c.id == entry, entries.c.state != FaqState.REMOVED.value)
        with self._engine.begin() as connection:
            row = query.values(expires_on=_today(at) + HOLDS, changed_at=at).returning(entries)
            made = connection.execute(row).mappings().first()
            if made:
                also(connection, _entry(made))
        return _entry(made) if made else None

    def reviewed(self, answer: Answer, today: date) -> Answer:
        """The answer, which says of every entry it cites whether that must be reviewed."""
        cited = {number(c.document) for c in answer.citations if is_entry(c.document)}
        late = {e.document_id: e.expires_on for e in self._found(entries.c.id.in_(cited))} if cited else {}
        late = {name: expires for name, expires in late.items() if expires <= today}
        if not late:
            return answer

        def noted(citation: Citation) -> Citation:
            if citation.document not in late:
                return citation
            note = "; ".join(filter(None, (_LINE.format(day(late[citation.document])), citation.note)))
            return citation.model_copy(update={"note": note})

        warnings = dict.fromkeys((*answer.warnings, *(_WARNING.format(day(since)) for since in late.values())))
        update = {"citations": tuple(map(noted, answer.citations)), "warnings": tuple(warnings)}
        return answer.model_copy(update=update)

    def _found(self, *conditions: object) -> tuple[FaqEntry, ...]:
        query = select(entries).where(*conditions).order_by(entries.c.id)  # type: ignore[arg-type]
        with self._engine.connect() as connection:
            return tuple(_entry(row) for row in connection.execute(query).mappings().all())


def number(document_id: str) -> int:
    """The number of the entry that a document is."""
    return int(document_id.removeprefix(_ID))


def is_entry(document_id: str) -> bool:
    """Whether a document is an entry of the FAQ."""
    return document_id.startswith(_ID) and document_id.removeprefix(_ID).isdigit()


def as_document(entry: FaqEntry) -> tuple[Document, Page, Unit]:
    """An entry as a document of one page and one unit: the unit's text is the answer, word for word; the questions are
    embedded and indexed with it and are never quoted."""
    document = Document(
        id=entry.document_id,
        sha256=entry.sha256,
        file=entry.document_id,
        title=TITLE,
        label=FAQ,
        kind=FAQ,
        pages=1,
    )
    unit = Unit(
        id=f"{entry.document_id}/jawaban",
        document_id=entry.document_id,
        ordinal=0,
        kind="section",
        locator=entry.locator,
        breadcrumb=(TITLE, *entry.questions),
        text=entry.answer,
        page_from=1,
        page_to=1,
    )
    return document, Page(number=1, raw=entry.answer, text=entry.answer), unit


def one_line(text: str, longest: int) -> str:
    """A text on one line, without control characters, cut at a word to ``longest`` characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rsplit(None, 1)[0]}…"


def _said(questions: Sequence[str], answer: str, source: str) -> dict[str, str]:
    asked = [line for q in questions if (line := one_line(q, LONGEST_QUESTION))]
    lines = (" ".join("".join(c if c.isprintable() else " " for c in row).split()) for row in answer.splitlines())
    text = "\n".join(line for line in lines if line)[:LONGEST_ANSWER].strip()
    if not asked or not text:
        raise ValueError("an entry needs a question and an answer")
    said = json.dumps(list(dict.fromkeys(asked))[:MOST_QUESTIONS], ensure_ascii=False)
    return {"questions": said, "answer": text, "source": one_line(source, LONGEST_SOURCE) or DECISION}


def _today(at: datetime) -> date:
    return local_day(at)


def _digest(row: RowMapping | dict[str, object]) -> str:
    words = [str(row[name]) for name in ("id", "questions", "answer", "source", "role", "answered_on")]
    return hashlib.sha256(json.dumps(words).encode("utf-8", "replace")).hexdigest()


def _entry(row: RowMapping | dict[str, object]) -> FaqEntry:
    values = {name: row[name] for name in FaqEntry.__dataclass_fields__}
    values |= {"questions": tuple(json.loads(str(row["questions"]))), "state": FaqState(str(row["state"]))}
    return FaqEntry(**values)  # type: ignore[arg-type]


def remove(store: Store, entry: int, at: datetime) -> FaqEntry | None:
    """Delete an entry in all its wordings: from the next question on it is shown nowhere, and no backup brings it back.
    Safe to repeat. Returns what it was, None when it was removed before or never there."""
    found = Faq(store.engine).get(entry)
    name = f"{_ID}{entry}"
    mine = (entries.c.id == entry, entries.c.state.in_([state.value for state in SHOWN]))
    stored = select(documents.c.sha256).where(documents.c.id == name)
    with store.writing() as connection:
        row = update(entries).where(*mine).values(state=FaqState.REMOVED.value, changed_at=at)
        moved = connection.execute(row).rowcount > 0
        buried = select(tombstones.c.sha256)
        left = set(connection.execute(stored.where(documents.c.sha256.not_in(buried))).scalars())
        if moved or left:
            store.bury(connection, left, name)
    return found
