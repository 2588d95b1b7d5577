"""The bot as a process of its own, for tests that kill it: ``python -m tests.bot.runner URL DATABASE SECONDS``."""

from __future__ import annotations

import logging
import sys

from bot.app import run
from knowledge.keeping.store import engine
from tests.bot.assistants import Scripted
from tests.bot.catalogs import small_catalog
from tests.bot.conftest import Settings


def main() -> None:
    url, database, seconds = sys.argv[1:]
    logging.basicConfig(level=logging.DEBUG)
    assistant = Scripted(seconds=float(seconds))
    run(Settings.loopback(url), assistant, small_catalog(), engine(database))


if __name__ == "__main__":
    main()
