"""``spbe serve`` and ``spbe start``: the Telegram bot, or the terminal where there is no token."""

from __future__ import annotations

from bot.cli import asking, building, wiring
from bot.settings import Settings
from knowledge.keeping.store import Store


def serve() -> None:
    """Jalankan bot Telegram (polling)."""
    made = wiring.settings()
    _serve(made, wiring.store(made))


def start() -> None:
    """Bangun basis pengetahuan bila perlu, lalu jalankan bot; tanpa token, buka percakapan di terminal."""
    made = wiring.settings()
    opened = wiring.store(made)
    building.ensure(made, opened)
    if made.telegram_bot_token is not None:
        _serve(made, opened)
    else:
        asking.converse(wiring.assistant(made, opened))


def _serve(made: Settings, opened: Store) -> None:
    from bot.app import run
    from knowledge import catalog

    helper = wiring.assistant(made, opened, serving=True)
    run(made, helper, catalog.load(), opened.engine)
