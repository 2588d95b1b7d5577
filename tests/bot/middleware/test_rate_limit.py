"""The token bucket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
    limiter, at, latest, allowed = RateLimiter(burst=3, refill_seconds=4), START, START, 0
    for step in steps:
        at += timedelta(seconds=step)
        latest = max(latest, at)
        allowed += limiter.take(1, at) == 0
    assert allowed <= 3 + (latest - START).total_seconds() / 4 + 1


def test_full_buckets_are_forgotten(monkeypatch: object) -> None:
    limiter = RateLimiter(burst=1, refill_seconds=1)
    original = rate_limit._MAX_BUCKETS
    rate_limit._MAX_BUCKETS = 3
    try:
        for key in range(10):
            limiter.take(key, START + timedelta(seconds=key * 2))
    finally:
        rate_limit._MAX_BUCKETS = original
    assert len(limiter) <= 4
