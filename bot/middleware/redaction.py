"""The bot's token never reaches a log: it is replaced in messages, arguments, tracebacks and stacks."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_HIDDEN = "[token disembunyikan]"
_formatter = logging.Formatter()


def redact(text: str) -> str:
    """A text with everything that looks like a bot token replaced."""
    return _TOKEN.sub(_HIDDEN, text)


class RedactTokens(logging.Filter):
    """A filter for handlers (not loggers, whose filters do not see their children's records)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record in place; never drops one."""
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            # Formatters use this text when it is there, and do not format the exception again.
            record.exc_text = _formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def protect_logs() -> None:
    """Redact on every handler of the root logger, and keep the HTTP client from logging addresses: they hold
    the token. Safe to repeat."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        if not any(isinstance(present, RedactTokens) for present in handler.filters):
            handler.addFilter(RedactTokens())
