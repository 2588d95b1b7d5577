"""A limit per person: bursts are fine, floods get one polite line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.messages import notice
from bot.messages.split import plain
from bot.ports import Now
from bot.sending import Place, Sender

BURST = 20
"""Messages a person may send at once."""
REFILL_SECONDS = 3.0
"""Seconds after which one more is allowed."""
_MAX_BUCKETS = 10_000


@dataclass
class _Bucket:
    tokens: float
    at: datetime
    told: bool = False


class RateLimiter:
    """A token bucket per key, in memory."""

    def __init__(self, burst: int = BURST, refill_seconds: float = REFILL_SECONDS) -> None:
        self._burst = burst
        self._refill = refill_seconds
        self._buckets: dict[int, _Bucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: int, at: datetime) -> float:
        """Take a token: 0 when there is one, else the seconds until there is one."""
        bucket = self._buckets.get(key)
        if bucket is None:
            self._forget_full(at)
            bucket = self._buckets[key] = _Bucket(float(self._burst), at)
        elapsed = max(0.0, (at - bucket.at).total_seconds())
        bucket.tokens = min(float(self._burst), bucket.tokens + elapsed / self._refill)
        bucket.at = max(at, bucket.at)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            bucket.told = False
            return 0.0
        return (1 - bucket.tokens) * self._refill

    def first_refusal(self, key: int) -> bool:
        """True once for each time a bucket runs dry: further refusals need no further message."""
        bucket = self._buckets[key]
        first, bucket.told = not bucket.told, True
        return first

    def _forget_full(self, at: datetime) -> None:
        if len(self._buckets) < _MAX_BUCKETS:
            return
        full = self._burst * self._refill
        kept = {key: b for key, b in self._buckets.items() if (at - b.at).total_seconds() < full}
        self._buckets = kept


class RateLimit:
    """Stops updates of people who send too many."""

    def __init__(self, limiter: RateLimiter, sender: Sender, now: Now) -> None:
        self._limiter = limiter
        self._sender = sender
        self._now = now

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let an update pass, or answer it with one polite line and stop it."""
        person = update.effective_user or update.effective_chat
        if person is None:
            return
        # A message counts at the time it was sent, so that a backlog after a stop is not taken for a flood.
        at = update.message.date if update.message else self._now()
        wait = self._limiter.take(person.id, at)
        if not wait:
            return
        text = notice("too_fast", seconds=math.ceil(wait))
        if update.callback_query is not None:
            await self._sender.acknowledge(update.callback_query.id, plain(text))
        elif update.message is not None and self._limiter.first_refusal(person.id):
            await self._sender.send(Place.of(update.message), text)
        raise ApplicationHandlerStop
