"""How much of a language model one person may use in a day, counted in SQL: calls and tokens."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, Engine, Update, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge.keeping.schema import llm_usage

KEPT = timedelta(days=31)
"""Counts older than this are deleted."""
NOBODY = 0
"""Stands for the terminal, which is the operator's own: counted, not limited."""


class Budget:
    """Counts a person's calls and tokens of a day. Safe for several processes: each change is one transaction."""

    def __init__(self, engine: Engine, calls: int = 50, tokens: int = 150_000) -> None:
        self._engine = engine
        self._calls = calls
        self._tokens = tokens

    def reserve(self, person: int | None, day: date, tokens: int) -> bool:
        """Count one call of about so many tokens; False when the person has used up the day, or would."""
        key = NOBODY if person is None else person
        with self._engine.begin() as connection:
            self._row(connection, key, day)
            query = _of(key, day)
            if person is not None:
                query = query.where(llm_usage.c.calls < self._calls, llm_usage.c.tokens + tokens <= self._tokens)
            more = {"calls": llm_usage.c.calls + 1, "tokens": llm_usage.c.tokens + tokens}
            return connection.execute(query.values(more)).rowcount == 1

    def settle(self, person: int | None, day: date, tokens: int) -> None:
        """Correct a reservation by so many tokens, up or down, once the true number is known."""
        with self._engine.begin() as connection:
            query = _of(NOBODY if person is None else person, day)
            connection.execute(query.values(tokens=llm_usage.c.tokens + tokens))

    def used(self, person: int | None, day: date) -> tuple[int, int]:
        """The calls and tokens of a person on a day."""
        key = NOBODY if person is None else person
        query = select(llm_usage.c.calls, llm_usage.c.tokens).where(llm_usage.c.person == key, llm_usage.c.day == day)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return (row.calls, row.tokens) if row else (0, 0)

    def _row(self, connection: Connection, person: int, day: date) -> None:
        """Make sure that the row of a person and day is there; the first of a day clears away old ones."""
        there = select(llm_usage.c.person).where(llm_usage.c.person == person, llm_usage.c.day == day)
        if connection.execute(there).first():
            return
        connection.execute(delete(llm_usage).where(llm_usage.c.day < day - KEPT))
        try:
            with connection.begin_nested():
                connection.execute(insert(llm_usage).values(person=person, day=day, calls=0, tokens=0))
        except IntegrityError:  # another process was first
            pass


def _of(person: int, day: date) -> Update:
    return update(llm_usage).where(llm_usage.c.person == person, llm_usage.c.day == day)
