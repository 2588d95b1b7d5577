"""How much of a model a person may use in a day, and when a failing one is left alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from knowledge.composing.breaker import Breaker
from knowledge.composing.budget import Budget
from knowledge.keeping.schema import llm_usage
from tests.databases import migrated

DAY = date(2026, 8, 20)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Engine]:
    made = migrated(tmp_path / "a.db")
    yield made
    made.dispose()


def test_calls_are_limited_for_each_person_and_day(opened: Engine) -> None:
    budget = Budget(opened, calls=2)
    assert [budget.reserve(7, DAY, 10) for _ in range(3)] == [True, True, False]
    assert budget.reserve(8, DAY, 10)
    assert budget.reserve(7, DAY + timedelta(1), 10)
    assert budget.used(7, DAY) == (2, 20)


def test_tokens_are_limited_and_settled(opened: Engine) -> None:
    budget = Budget(opened, tokens=100)
    assert budget.reserve(7, DAY, 60)
    assert not budget.reserve(7, DAY, 60)
    budget.settle(7, DAY, -30)
    assert budget.reserve(7, DAY, 60)
    assert budget.used(7, DAY) == (2, 90)


def test_the_terminal_is_counted_and_not_limited(opened: Engine) -> None:
    budget = Budget(opened, calls=1, tokens=5)
    assert [budget.reserve(None, DAY, 10) for _ in range(3)] == [True] * 3
    assert budget.used(None, DAY) == (3, 30)


def test_no_allowance_is_no_call(opened: Engine) -> None:
    assert not Budget(opened, calls=0).reserve(7, DAY, 1)


def test_a_group_is_a_person(opened: Engine) -> None:
    budget = Budget(opened, calls=1)
    assert [budget.reserve(-1001234567890, DAY, 1) for _ in range(2)] == [True, False]


def test_counts_survive_the_process_and_old_ones_are_forgotten(opened: Engine) -> None:
    assert Budget(opened, calls=1).reserve(7, DAY, 1)
    assert not Budget(opened, calls=1).reserve(7, DAY, 1)
    assert Budget(opened).reserve(7, DAY + timedelta(40), 1)
    with opened.connect() as connection:
        assert connection.execute(select(llm_usage.c.day)).scalars().all() == [DAY + timedelta(40)]


def test_threads_together_never_exceed_it(opened: Engine) -> None:
    budget, got = Budget(opened, calls=5), []
    threads = [threading.Thread(target=lambda: got.append(budget.reserve(7, DAY, 1))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got.count(True) == 5
    assert budget.used(7, DAY) == (5, 5)


class Watch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_the_circuit_opens_after_failures_in_a_row_and_tries_again_later() -> None:
    now = Watch()
    breaker = Breaker(3, 60, now)
    assert [breaker.failed(), breaker.failed()] == [False, False]
    breaker.succeeded()
    assert [breaker.failed(), breaker.failed(), breaker.allows()] == [False, False, True]
    assert breaker.failed()  # opened
    assert not breaker.allows()
    now.seconds = 61
    assert [breaker.allows(), breaker.allows()] == [True, False]  # one tries for all
    breaker.failed()
    now.seconds = 100
    assert not breaker.allows()
    now.seconds = 200
    assert breaker.allows()
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]
