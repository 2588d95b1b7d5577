"""A Bot API server on loopback, for tests: the methods the bot uses, and Telegram's own refusals."""

from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Chat, Person
from tests.telegram_server.server import TelegramServer

__all__ = ["Chat", "Fault", "Person", "TelegramServer"]
