"""An admin's answer as those who asked read it, and the FAQ's question as others may read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.messages import feedback
from bot.unanswered.masking import LEFT_OUT, masked
from bot.unanswered.replies import Reply
from knowledge.clock import day, local_day
from knowledge.keeping.faq import LONGEST_QUESTION, MOST_QUESTIONS, one_line


def as_answer(reply: Reply, at: datetime) -> str:
    """The message, as Telegram HTML."""
    date = day(local_day(reply.answered_at or at))
    return feedback("answer", text=reply.answer, source=reply.source, role=reply.role, date=date)


def for_others(wordings: Sequence[str]) -> tuple[str, ...]:
    """Wordings of people as a FAQ may keep them: without addresses, user names and numbers of persons."""
    lines = (one_line(masked(wording), LONGEST_QUESTION) for wording in wordings)
    return tuple(dict.fromkeys(line for line in lines if line.strip(f" {LEFT_OUT}")))[:MOST_QUESTIONS]
