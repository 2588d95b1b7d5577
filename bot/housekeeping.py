"""What is older than it is kept for goes, once a day."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports import Now
from bot.workers import Workers

SECONDS = 24 * 60 * 60
log = logging.getLogger(__name__)


class Kept(Protocol):
    """Something that keeps data for a time."""

    def prune(self, now: datetime, /) -> object:
        """Delete what is older."""


async def clear_old(kept: Sequence[Kept], workers: Workers, now: Now) -> None:
    """Go on until cancelled; a failure is logged and tried again the next day."""
    while True:
        try:
            for one in kept:
                await workers.sql(one.prune, now())
        except Exception:
            log.exception("data lama belum dapat dihapus")
        await asyncio.sleep(SECONDS)
