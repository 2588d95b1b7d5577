"""The parts put together from the settings, for every command."""

from __future__ import annotations

import contextlib
import getpass
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot import settings as settings_module
from bot.settings import Settings
from knowledge import clock
from knowledge.errors import SettingsError, SpbeError
from knowledge.keeping.store import Store, engine, migrate

if TYPE_CHECKING:
    from ingest.refresh import Refresh
    from ingest.reports import Reporter
    from knowledge.assistant import Assistant
    from knowledge.composing.composer import Composer
    from knowledge.embedding import Embedder

log = logging.getLogger(__name__)

HANDBOOK = "buku-saku-spbe-pemdi-2026.pdf"
BEHIND = 10
"""The priority ("nice") of a command that builds: a bot that answers meanwhile goes first."""


def give_way() -> None:
    """Lower the priority of this process, and of those it starts, to ``BEHIND``."""
    os.setpriority(os.PRIO_PROCESS, 0, max(BEHIND, os.getpriority(os.PRIO_PROCESS, 0)))


def settings() -> Settings:
    """The settings in force; logging is set up with them and telemetry is off before any library asks."""
    made = settings_module.load()
    clock.keep_time_of(made.time_zone)
    for name in ("ANONYMIZED_TELEMETRY", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING", "LANGSMITH_TRACING_V2"):
        os.environ[name] = "false"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    logging.basicConfig(
        level=made.log_level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for handler in logging.getLogger().handlers:
        handler.setLevel(made.log_level)  # some libraries set their own logger to DEBUG
    for noisy in (
        "httpx",
        "chromadb",
        "sentence_transformers",
        "bm25s",
        "alembic",
        "filelock",
        "fontTools",
        "fpdf",
        "matplotlib",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    from bot.middleware.redaction import protect_logs

    protect_logs()
    return made


def store(made: Settings) -> Store:
    """The database, brought to the newest schema."""
    try:
        opened = engine(made.database)
        migrate(opened)
    except (SQLAlchemyError, ImportError) as error:
        raise SettingsError(
            "Basis data tidak dapat dibuka. Periksa DATABASE_URL dan pengandarnya, atau kosongkan (SQLite)."
        ) from error
    return Store(opened)


def embedder(made: Settings) -> Embedder:
    """The embedder the settings name."""
    from knowledge.embedding import make

    return make(made.embedding_model, made.data_dir / "models")


def assistant(made: Settings, opened: Store, *, serving: bool = False) -> Assistant:
    """The assistant over the current generation; ``serving`` one that has a damaged index built again."""
    from knowledge import catalog, vocabulary
    from knowledge.assistant import Assistant
    from knowledge.keeping import health

    made_of = (opened, made.data_dir, catalog.load(), vocabulary.load(), embedder(made))
    mend = health.Mending(_rebuild) if serving else None
    if mend is not None:
        _look(made, opened, mend)
    return Assistant(*made_of, composer=composer(made, opened), mend=mend)


def _look(made: Settings, opened: Store, mend: Callable[[], None]) -> None:
    """Before the first question: have an index built again that cannot be searched, and say what else is behind."""
    from ingest.rereading import outdated
    from knowledge.keeping.condition import Condition, condition

    generation = opened.current()
    if generation is None:
        return
    found = condition(opened, made.data_dir, generation, made.embedding_model)
    if found is not Condition.WHOLE:
        log.warning("%s Dibangun ulang sekarang di latar belakang; bot tetap menjawab.", found.value)
        mend()
    elif old := len(outdated(opened, made.data_dir)):
        log.warning("%d dokumen dibaca oleh versi lama pembaca PDF. Jalankan 'spbe build'; bot tetap menjawab.", old)


def _rebuild() -> subprocess.Popen[bytes]:
    """``spbe build --rebuild`` as a process of its own, with the settings of this one."""
    return subprocess.Popen([sys.executable, "-m", "bot.cli.app", "build", "--rebuild"], stdin=subprocess.DEVNULL)


def composer(made: Settings, opened: Store) -> Composer | None:
    """What words answers with the language model of the settings; None without one.

    Raises SettingsError when the model cannot be used: better at the start than at the first question.
    """
    if made.llm is None:
        return None
    from knowledge import vocabulary
    from knowledge.clock import SystemClock
    from knowledge.composing.budget import Budget
    from knowledge.composing.chat import make
    from knowledge.composing.composer import Composer

    settings_module.export_others()
    budget = Budget(opened.engine, made.llm_calls, made.llm_tokens)
    return Composer(make(made.llm, made.llm_timeout), budget, vocabulary.load(), SystemClock())


def printable(value: str) -> str:
    """Without control characters: what a PDF holds or a file is called must not steer the terminal."""
    return "".join(c for c in value if c in "\n\t" or c.isprintable())


def audit(opened: Store, action: str, **detail: object) -> None:
    """Note in the audit what a command did that somebody ran here, not the bot."""
    from bot.ports import utc_now
    from bot.roles import Roles

    try:
        account = getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        account = str(os.getuid())
    Roles(opened.engine).note_terminal(utc_now(), action, akun=account, **detail)


@contextlib.contextmanager
def noted(opened: Store, action: str, **detail: object) -> Iterator[dict[str, object]]:
    """Note in the audit what a command is about to do, before it does it: nothing is done without a note. What the
    body puts into the dictionary is noted when it is done, and a failure when it fails."""
    audit(opened, action, **detail)
    became: dict[str, object] = {}
    try:
        yield became
    except SpbeError:
        audit(opened, f"{action} gagal", **detail)
        raise
    if became:
        audit(opened, f"{action} selesai", **became)


def refresh(
    made: Settings, opened: Store, staged_for: str = "", announce: Callable[[int], None] = lambda _: None
) -> Refresh:
    """The door by which PDFs come in; ``staged_for`` is kept with what is staged, and ``announce`` is told a
    generation before it comes into force."""
    from ingest.refresh import Refresh
    from knowledge import catalog

    parts = (opened, made.data_dir, catalog.load(), lambda: embedder(made), made.embedding_model)
    return Refresh(*parts, examine=partial(_examine, made, opened), staged_for=staged_for, announce=announce)


def _examine(made: Settings, opened: Store, generation: int, reporter: Reporter) -> dict[str, tuple[int, int]]:
    """Ask our own questions of a generation, without a language model: it must not hide what is not found."""
    from knowledge import catalog, vocabulary
    from knowledge.assistant import Assistant
    from knowledge.evaluating import golden

    parts = (opened, made.data_dir, catalog.load(), vocabulary.load(), embedder(made))
    asked = Assistant(*parts, generation=generation)
    reporter.step("Menguji dengan pertanyaan emas", sum(map(len, golden.questions().values())))
    return golden.measure(asked.answer, reporter.advance)


def handbook(made: Settings) -> Path:
    """Where the handbook is kept."""
    return made.data_dir / HANDBOOK
