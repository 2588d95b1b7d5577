"""The Telegram bot put together: every handler registered in one place, and the loop that runs it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.backing import Backups, Schedule
from bot.child import Children, Commands
from bot.desk import Desk
from bot.handlers.admin import INVITATION, Admin
from bot.handlers.ask import Ask
from bot.handlers.deleting import DELETE_PRESS, Deleting
from bot.handlers.documents import Documents
from bot.handlers.faq import FaqDesk
from bot.handlers.feedback import Feedback
from bot.handlers.indicator import Indicators
from bot.handlers.page import Pages
from bot.handlers.queue import Queue
from bot.handlers.start import Unreadable, Welcome
from bot.handlers.switching import SWITCH_PRESS, Switching
from bot.housekeeping import clear_old
from bot.inbox import Inbox
from bot.jobs import Jobs
from bot.messages.labels import COMMANDS
from bot.middleware.addressing import ignore_unaddressed
from bot.middleware.errors import Errors
from bot.middleware.freshness import Freshness
from bot.middleware.rate_limit import RateLimit, RateLimiter
from bot.middleware.redaction import protect_logs
from bot.middleware.registry import Registry
from bot.ports import Assistant, BotSettings, Now, utc_now
from bot.processor import ChatProcessor
from bot.recovery import Recovery
from bot.refreshing import Refreshing
from bot.roles import Roles
from bot.sending import Sender
from bot.state import State
from bot.telling import Teller
from bot.unanswered.delivering import Delivering
from bot.unanswered.publishing import Publishing
from bot.unanswered.questions import Questions
from bot.unanswered.replies import Replies
from bot.workers import THINKERS, WAITING_THINKERS, Workers
from knowledge.catalog import Catalog
from knowledge.errors import SettingsError, SpbeError
from knowledge.keeping.faq import Faq
from knowledge.keeping.store import Store

log = logging.getLogger(__name__)

# The library's coming form of RetryAfter.retry_after; without it each 429 logs a deprecation.
os.environ.setdefault("PTB_TIMEDELTA", "1")

App = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)
"""All that Telegram is asked for: edited messages, channel posts and the rest are not delivered at all."""
POLL_SECONDS = 25
MAX_RETRIES = 5
"""Attempts after a 429; each waits as long as Telegram says."""
STOP_SECONDS = 15.0
"""How long answers in progress may take after SIGTERM; what is not done by then is answered at the next start."""
BOOT_PAUSES = (1, 2, 5, 10, 20, 30)
ADMIN_PRESS = r"^adm:(invite|people|remove|removed|audit|documents|queue)(?::(\w+))?$"
QUEUE_PRESS = r"^q:([a-z]+):(\d{1,9})$"
JOB_PRESS = r"^job:(\d{1,9}):([a-z]+)(?::([a-z]+))?(?::(\d{1,3}))?$"


@dataclass(frozen=True)
class Unanswered:
    """What deals with unanswered questions."""

    questions: Questions
    replies: Replies
    delivering: Delivering
    publishing: Publishing


@dataclass(frozen=True)
class Service:
    """The application and those of its parts that running it needs."""

    application: App
    inbox: Inbox
    processor: ChatProcessor
    recovery: Recovery
    refreshing: Refreshing
    backups: Backups
    unanswered: Unanswered
    state: State
    workers: Workers
    now: Now


def build(settings: BotSettings, assistant: Assistant, catalog: Catalog, engine: Engine, now: Now = utc_now) -> App:
    """The application with all handlers; see ``assemble`` for what running it needs beside."""
    return assemble(settings, assistant, catalog, engine, now).application


def assemble(
    settings: BotSettings,
    assistant: Assistant,
    catalog: Catalog,
    engine: Engine,
    now: Now = utc_now,
    commands: Commands | None = None,
) -> Service:
    """Put the bot together; ``engine``'s database is migrated. ``commands`` runs refreshes, as child processes by
    default.

    Raises SettingsError when there is no token.
    """
    if settings.telegram_bot_token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN belum diisi. Isi dengan token dari @BotFather di berkas .env.")
    protect_logs()  # before the library sees the token: at DEBUG it logs the address it builds from it
    workers, state = Workers(WAITING_THINKERS if settings.llm else THINKERS), State(engine)
    inbox = Inbox(state, workers, now)
    processor = ChatProcessor(inbox)
    application = _application(settings, inbox, processor)
    sender = Sender(application.bot)
    questions = Questions(engine)
    desk = Desk(assistant, state, questions, workers, sender, now)
    _add_middleware(application, sender, Registry(state, workers, now), now)
    commands = commands or Children.of(settings)
    refreshing = _add_refreshing(application, settings, commands, sender, workers, catalog, engine, now)
    roles = Roles(engine, settings.owner_ids)
    backups = Backups(Schedule.of(settings), commands, roles, sender, workers, now)
    unanswered = _add_unanswered(application, assistant, state, roles, commands, sender, workers, engine, now)
    _add_handlers(application, sender, desk, Pages(assistant, state, workers, sender), catalog)
    application.add_error_handler(Errors(inbox, state, workers, sender, now).handle)
    recovery = Recovery(inbox, state, workers, sender, now)
    return Service(application, inbox, processor, recovery, refreshing, backups, unanswered, state, workers, now)


def _application(settings: BotSettings, inbox: Inbox, processor: ChatProcessor) -> App:
    assert settings.telegram_bot_token is not None
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
        .update_queue(inbox)
        .concurrent_updates(processor)
        .rate_limiter(AIORateLimiter(max_retries=MAX_RETRIES))
        .job_queue(None)
        .read_timeout(20)
        .connect_timeout(10)
        .pool_timeout(20)
        .get_updates_read_timeout(10)  # on top of the long poll itself
    )
    if settings.telegram_api_url:
        base = settings.telegram_api_url.rstrip("/")
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    return builder.build()


def _add_middleware(application: App, sender: Sender, registry: Registry, now: Now) -> None:
    # Groups of lower number come first; each may stop an update.
    freshness, limit = Freshness(sender, now), RateLimit(RateLimiter(), sender, now)
    # First: in groups, what is not meant for us costs nothing and is answered by nothing below.
    application.add_handler(TypeHandler(Update, ignore_unaddressed), group=-40)
    # A chat that speaks to us has not blocked us; known before anything is sent.
    application.add_handler(TypeHandler(Update, registry.note), group=-30)
    # Before the limit: an apology for a stale message must not use up today's allowance.
    application.add_handler(TypeHandler(Update, freshness.check), group=-20)
    application.add_handler(TypeHandler(Update, limit.check), group=-10)


def _add_refreshing(
    application: App,
    settings: BotSettings,
    commands: Commands,
    sender: Sender,
    workers: Workers,
    catalog: Catalog,
    engine: Engine,
    now: Now,
) -> Refreshing:
    """What only those with a role may do. Each handler asks for the role again: anybody can forge a press."""
    jobs, roles, store = Jobs(engine), Roles(engine, settings.owner_ids), Store(engine)
    teller = Teller(sender, jobs, workers, catalog, store)
    refreshing = Refreshing(jobs, roles, store, commands, teller, workers, application.bot, settings.data_dir, now)
    admin = Admin(roles, jobs, refreshing, teller, store, sender, workers, now)
    documents = Documents(
        jobs, Replies(engine), roles, refreshing, teller, sender, workers, catalog, now, Unreadable(sender).media
    )
    message = filters.UpdateType.MESSAGE
    # Before all questions: what an admin was asked to write (a number, a title) is none; any other text goes on.
    application.add_handler(MessageHandler(message & filters.TEXT & ~filters.COMMAND, documents.written), group=-5)
    # Before the plain /start: an invitation's link is a /start too.
    invitation = filters.Regex(rf"^/start(?:@\w+)? {INVITATION}")
    application.add_handler(CommandHandler("start", admin.join, message & invitation))
    application.add_handler(CommandHandler("admin", admin.command, message))
    switching = Switching(roles, store, commands, sender, workers, now)
    application.add_handler(CommandHandler("kembalikan", switching.command, message))
    application.add_handler(CallbackQueryHandler(switching.button, SWITCH_PRESS))
    application.add_handler(CallbackQueryHandler(admin.button, ADMIN_PRESS))
    deleting = Deleting(roles, store, sender, workers, now)
    application.add_handler(CallbackQueryHandler(deleting.button, DELETE_PRESS))
    application.add_handler(CallbackQueryHandler(documents.button, JOB_PRESS))
    # Before what cannot be read: files of anybody else are passed on to that.
    application.add_handler(MessageHandler(message & filters.Document.ALL, documents.received))
    return refreshing


def _add_unanswered(
    application: App,
    assistant: Assistant,
    state: State,
    roles: Roles,
    commands: Commands,
    sender: Sender,
    workers: Workers,
    engine: Engine,
    now: Now,
) -> Unanswered:
    """Feedback of anybody, and the queue of those who may answer."""
    questions, replies, faq = Questions(engine), Replies(engine), Faq(engine)
    delivering = Delivering(questions, replies, state, sender, workers, now)
    store = Store(engine)
    publishing = Publishing(faq, store, commands, sender, workers, now)
    front = Queue(assistant, questions, replies, faq, Jobs(engine), roles, delivering, sender, workers, now)
    FaqDesk(front, questions, replies, faq, roles, store, publishing, sender, workers, now)
    feedback = Feedback(state, questions, workers, sender, now)
    message = filters.UpdateType.MESSAGE
    text = message & filters.TEXT & ~filters.COMMAND
    # As what an admin writes for a refresh, which has the first say: each group has one handler for a text. A reason
    # is a reply to the message that asked for it, so it is known before what an admin was asked to write.
    application.add_handler(MessageHandler(text, feedback.written), group=-4)
    application.add_handler(MessageHandler(text, front.written), group=-3)
    application.add_handler(CommandHandler("antrean", front.command, message))
    application.add_handler(CallbackQueryHandler(front.button, QUEUE_PRESS))
    application.add_handler(CallbackQueryHandler(feedback.judged, r"^fb:(up|down|ask):(\d{1,9})$"))
    application.add_handler(CallbackQueryHandler(feedback.reason, r"^why:([a-z]+):(\d{1,9})$"))
    return Unanswered(questions, replies, delivering, publishing)


def _add_handlers(application: App, sender: Sender, desk: Desk, pages: Pages, catalog: Catalog) -> None:
    # Within the group the first match wins: commands, buttons, then text, then the rest.
    welcome, unreadable = Welcome(desk, sender), Unreadable(sender)
    ask, indicators = Ask(desk, sender), Indicators(catalog, desk, sender)
    for name, callback in {
        "start": welcome.start,
        "bantuan": welcome.help,
        "help": welcome.help,  # Telegram's own convention; not in the command list
        "indikator": indicators.command,
        "jadwal": ask.timeline,
        "istilah": ask.term,
    }.items():
        application.add_handler(CommandHandler(name, callback, filters.UpdateType.MESSAGE))
    for pattern, callback in {
        r"^ex:(\d+)$": welcome.example,
        r"^term:(\d+)$": ask.term_button,
        r"^more:(\d+)$": ask.more,
        r"^hint:(\d+):(\d+)$": ask.hint,
        r"^page:(\d+):(\d+)(?::(\d+))?$": pages.show,
        r"^reg:(pemdi|spbe)$": indicators.regime,
        r"^asp:(pemdi|spbe):(\d+)$": indicators.aspect,
        r"^ind:(pemdi|spbe):(\d+)$": indicators.indicator,
    }.items():
        application.add_handler(CallbackQueryHandler(callback, pattern))
    application.add_handler(CallbackQueryHandler(unreadable.stale_button))
    message = filters.UpdateType.MESSAGE
    application.add_handler(MessageHandler(message & filters.COMMAND, unreadable.command))
    application.add_handler(MessageHandler(message & filters.TEXT, ask.text))
    application.add_handler(MessageHandler(message & ~filters.StatusUpdate.ALL, unreadable.media))


def run(settings: BotSettings, assistant: Assistant, catalog: Catalog, engine: Engine, now: Now = utc_now) -> None:
    """Run the bot by polling until SIGTERM or SIGINT.

    Raises SettingsError for a missing or refused token, SpbeError when another process polls with the same token.
    """

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await serve(assemble(settings, assistant, catalog, engine, now), stop)

    asyncio.run(main())


async def serve(service: Service, stop: asyncio.Event) -> None:
    """Poll until ``stop`` is set; errors as for ``run``."""
    failure: list[SpbeError] = []

    def on_polling_error(error: TelegramError) -> None:
        if isinstance(error, Conflict):
            text = "Bot ini sedang dijalankan oleh proses lain dengan token yang sama. Hentikan salah satunya."
            failure.append(SpbeError(text))
            log.error("%s", text)
            stop.set()
        else:
            log.warning("pembaruan belum dapat diambil, dicoba lagi: %s", error)

    starting = asyncio.create_task(_start(service, on_polling_error))
    stopped = asyncio.create_task(stop.wait())
    kept = (service.state, service.unanswered.questions, service.unanswered.replies)
    housekeeping = asyncio.create_task(clear_old(kept, service.workers, service.now))
    try:
        # Starting waits for a network that is not up; SIGTERM must end that too.
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            await stopped
    finally:
        for task in (starting, stopped, housekeeping):
            task.cancel()
        await asyncio.wait({starting, stopped, housekeeping})
        await _shut_down(service)
    if failure:
        raise failure[0]


async def _start(service: Service, on_polling_error: Callable[[TelegramError], None]) -> None:
    application, updater = service.application, service.application.updater
    assert updater is not None
    await _initialize(application)
    await _announce_commands(application)
    await service.recovery.run(application.bot)
    await service.refreshing.start()
    service.backups.start()
    await service.unanswered.delivering.start()
    await service.unanswered.publishing.start()
    await updater.start_polling(
        timeout=POLL_SECONDS,
        bootstrap_retries=-1,
        allowed_updates=list(ALLOWED_UPDATES),
        drop_pending_updates=False,
        error_callback=on_polling_error,
    )
    await application.start()
    log.info("bot @%s berjalan", application.bot.username)


async def _initialize(application: App) -> None:
    """Make contact with Telegram; a network that is not up yet is waited for."""
    pauses = iter(BOOT_PAUSES)
    while True:
        try:
            await application.initialize()
            return
        except InvalidToken:
            # The library's own text holds the token.
            raise SettingsError("Telegram menolak TELEGRAM_BOT_TOKEN. Periksa kembali token dari @BotFather.") from None
        except NetworkError as error:
            pause = next(pauses, BOOT_PAUSES[-1])
            log.warning("Telegram belum terhubung, dicoba lagi %s detik kemudian: %s", pause, error)
            await asyncio.sleep(pause)


async def _announce_commands(application: App) -> None:
    try:
        await application.bot.set_my_commands(COMMANDS)
    except TelegramError as error:
        log.warning("daftar perintah belum dapat didaftarkan: %s", error)


async def _shut_down(service: Service) -> None:
    application, updater = service.application, service.application.updater
    if updater is not None and updater.running:
        await updater.stop()
    service.inbox.close()
    await service.unanswered.publishing.close()
    await service.unanswered.delivering.close()
    await service.backups.close()
    await service.refreshing.close()
    if application.running:
        try:
            await asyncio.wait_for(application.stop(), STOP_SECONDS)
        except TimeoutError:
            log.warning("jawaban yang belum selesai dilanjutkan saat bot dijalankan kembali")
            await service.processor.abandon()
    await application.shutdown()
    # The application does not close the HTTP client of a bot whose initialisation failed half way.
    await application.bot.shutdown()
    service.workers.close()
    log.info("bot berhenti")
