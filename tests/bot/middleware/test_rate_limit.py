"""The token bucket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.middleware import rate_limit
from bot.middleware.rate_limit import RateLimiter

START = datetime(2026, 8, 1, tzinfo=UTC)


def test_burst_then_refusal_then_refill() -> None:
    limiter = RateLimiter(burst=2, refill_seconds=3)
    assert [limiter.take(1, START) for _ in range(3)] == [0, 0, 3]
    assert limiter.take(1, START + timedelta(seconds=2)) == 1
    assert limiter.take(1, START + timedelta(seconds=3)) == 0
    assert limiter.take(2, START) == 0


def test_refusal_is_announced_once_until_the_next_token() -> None:
    limiter = RateLimiter(burst=1, refill_seconds=3)
    limiter.take(1, START)
    limiter.take(1, START)
    assert [limiter.first_refusal(1), limiter.first_refusal(1)] == [True, False]
    limiter.take(1, START + timedelta(seconds=3))
    assert limiter.first_refusal(1)


@given(st.lists(st.integers(-5, 20), max_size=60))
def test_never_more_than_burst_plus_refill(steps: list[int]) -> None:
    limiter, at, allowed, times = RateLimiter(burst=3, refill_seconds=4), START, 0, [START]
    limiter.take(1, START)
    for step in steps:
        at += timedelta(seconds=step)
        times.append(at)
        allowed += limiter.take(1, at) == 0
    assert allowed <= 2 + (max(times) - START).total_seconds() / 4


def test_full_buckets_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "_MAX_BUCKETS", 3)
    limiter = RateLimiter(burst=1, refill_seconds=1)
    for key in range(10):
        limiter.take(key, START + timedelta(seconds=key * 2))
    assert len(limiter) <= 4
