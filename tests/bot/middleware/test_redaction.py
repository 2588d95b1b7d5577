"""A bot token does not survive in a log record, wherever it stands."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.middleware.redaction import RedactTokens, protect_logs, redact

TOKEN = "123456789:AAF0abcdefghijklmnopqrstuvwxyz_-012"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    text, logger = io.StringIO(), logging.getLogger("redaction")
    handler = logging.StreamHandler(text)
    handler.addFilter(RedactTokens())
    logger.addHandler(handler)
    yield text
    logger.removeHandler(handler)


def test_message_arguments_traceback_and_stack(stream: io.StringIO) -> None:
    logger = logging.getLogger("redaction")
    logger.warning("in the message %s" % TOKEN)  # noqa: G002, UP031
    logger.warning("in %s and %s", f"https://api.telegram.org/bot{TOKEN}/getMe", {"token": TOKEN})
    try:
        raise ValueError(TOKEN)
    except ValueError:
        logger.exception("in a traceback")
    assert stream.getvalue().count("[token disembunyikan]") == 4
    assert TOKEN.partition(":")[2] not in stream.getvalue()


def test_other_text_is_left_alone() -> None:
    assert redact("pukul 10:30, indikator 14:level-3, 2026-08-01T10:00:00") == (
        "pukul 10:30, indikator 14:level-3, 2026-08-01T10:00:00"
    )


def test_protection_can_be_repeated() -> None:
    handler = logging.NullHandler()
    logging.getLogger().addHandler(handler)
    try:
        protect_logs()
        protect_logs()
        assert sum(isinstance(f, RedactTokens) for f in handler.filters) == 1
    finally:
        logging.getLogger().removeHandler(handler)
    assert logging.getLogger("httpx").level == logging.WARNING
