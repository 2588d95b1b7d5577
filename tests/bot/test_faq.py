"""From an admin's answer to an entry of the FAQ that is found, reviewed, changed and removed; played over HTTP."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from typer.testing import CliRunner

import bot.cli.app
from bot.child import Children, Event
from bot.handlers.faq import FaqDesk
from bot.ports import utc_now
from bot.roles import Roles
from bot.unanswered.questions import Questions
from bot.unanswered.replies import Replies, Reply, ReplyState
from ingest.writing import writing
from knowledge.assistant import Assistant
from knowledge.catalog import load
from knowledge.clock import FixedClock, day, local_day
from knowledge.embedding import HashEmbedder
from knowledge.keeping.faq import HOLDS, Faq, FaqState
from knowledge.keeping.store import Store, engine
from knowledge.model import Answer
from knowledge.vocabulary import load as load_vocabulary
from tests.bot.admins import ADMIN
from tests.bot.conftest import Rig
from tests.bot.unanswered import (
    BOOK,
    SECOND,
    Time,
    admin,
    answered,
    ask,
    audited,
    office,
    publishes,
    publishing,
    rina,
    state_of,
    unknown,
)
from tests.databases import migrated
from tests.telegram_server import Chat

__all__ = ["admin", "office", "rina"]

ASK = "cara pinjam proyektor"


def known(rig: Rig, question: str = ASK, days: int = 0) -> Answer:
    """What the real assistant says of a question."""
    today = local_day(utc_now()) + timedelta(days=days)
    parts = (Store(rig.engine), publishes(rig).folder, load(), load_vocabulary(), HashEmbedder(), FixedClock(today))
    return Assistant(*parts).answer(question)


async def published(rig: Rig, admin: Chat, asker: Chat) -> None:
    """Answer a question and publish the answer."""
    await ask(asker)
    await answered(admin, source="Surat 5/2026")
    await publishing(admin)
    await admin.shows("FAQ 1 sudah terbit")


async def test_an_answer_becomes_an_entry_that_is_found(office: Rig, rina: Chat, admin: Chat) -> None:
    async with office.running():
        await published(office, admin, rina)
    expires = local_day(utc_now()) + HOLDS
    assert f"Perlu ditinjau pada {day(expires)}" in admin.texts[-1]
    answer = known(office)
    assert answer.blocks[0].points[0].text == BOOK
    assert answer.citations[0].locator.endswith("sumber: Surat 5/2026")
    assert "jawaban admin, tanggal" in answer.citations[0].locator
    assert audited(office)[-1] == "terbitkan FAQ"
    assert publishes(office).ran == 1


async def test_personal_data_of_askers_is_left_out_and_the_question_can_be_worded_anew(
    office: Rig, rina: Chat, admin: Chat
) -> None:
    office.assistant.answers["pinjam proyektor, hubungi 0812-3456-7890"] = unknown(
        "pinjam proyektor, hubungi 0812-3456-7890 atau rina@contoh.go.id"
    )
    async with office.running():
        await ask(rina, "pinjam proyektor, hubungi 0812-3456-7890")
        await answered(admin)
        await admin.press("Terbitkan sebagai FAQ")
        text = await admin.shows("dapat dibaca orang lain")
        assert "0812" not in text
        assert "rina@" not in text
        assert "adakah nama orang" in text
        await admin.press("Ubah pertanyaan")
        await admin.shows("menggantikan semua rumusan")
        await admin.say("Bagaimana meminjam <b>proyektor</b>?")
        await office.server.until(lambda: "Bagaimana meminjam <b>proyektor</b>?" in admin.texts[-1], "the preview")
        await admin.press("Terbitkan")
        await admin.shows("sudah terbit")
    assert Faq(office.engine).all()[0].questions == ("Bagaimana meminjam <b>proyektor</b>?",)


async def test_it_is_published_once(office: Rig, rina: Chat, admin: Chat) -> None:
    async with office.running():
        await published(office, admin, rina)
        for label in ("Terbitkan sebagai FAQ",):
            await admin.press(label)
            await admin.shows("Sudah ditangani")
        offer = next(m for m in admin.sent if "dapat dibaca orang lain" in m["text"])
        await admin.press_data("q:pub:1", offer)
        await office.server.until(lambda: sum("Sudah ditangani" in t for t in admin.texts) == 2, "told twice")
    assert len(Faq(office.engine).all()) == 1


class StopError(BaseException):
    """The process ends here."""


def _desk(office: Rig) -> FaqDesk:
    parts: list[Any] = [Mock(actions={}), Questions(office.engine), Replies(office.engine), Faq(office.engine)]
    parts += [Roles(office.engine), Store(office.engine), Mock(), Mock(), Mock(), utc_now]
    return FaqDesk(*parts)


def _reply(office: Rig, state: ReplyState, faq_id: int | None = None) -> Reply:
    replies = Replies(office.engine)
    made = replies.begin(ADMIN, ADMIN, "admin", [], [ASK], utc_now(), faq_id)
    replies.move(made.id, (ReplyState.WRITING,), state, utc_now(), answer="Lewat buku merah.", source="Surat 6")
    found = replies.get(made.id)
    assert found
    return found


def test_a_stop_between_an_entry_and_its_number_leaves_no_entry(office: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = _reply(office, ReplyState.PUBLISHED)
    with monkeypatch.context() as patched:
        for step in ("becomes", "move"):  # whatever is done after the entry
            patched.setattr(Replies, step, Mock(side_effect=StopError))
        with pytest.raises(StopError):
            _desk(office)._write(reply)
    assert Faq(office.engine).all() == ()
    assert _desk(office)._write(reply)
    again = Replies(office.engine).get(reply.id)
    assert again
    assert again.faq_id == 1


async def test_a_stop_before_new_words_are_written_loses_none(office: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    faq = Faq(office.engine)
    entry = faq.add([ASK], BOOK, "Surat 5", "admin", ADMIN, utc_now())
    reply = _reply(office, ReplyState.PREVIEW, entry.id)
    with monkeypatch.context() as patched:
        patched.setattr(Faq, "rewrite", Mock(side_effect=StopError))
        assert await _desk(office)._writes(reply)
        with pytest.raises(StopError):
            _desk(office)._write(reply)
    again = Replies(office.engine).get(reply.id)
    assert again
    assert await _desk(office)._writes(again)
    _desk(office)._write(again)
    assert [one.answer for one in faq.all()] == ["Lewat buku merah."]
    ended = Replies(office.engine).get(reply.id)
    assert ended
    assert not await _desk(office)._writes(ended)


async def test_while_another_process_writes_it_waits_and_says_so(office: Rig, rina: Chat, admin: Chat) -> None:
    publishes(office).errors = [{"event": "error", "kind": "busy", "text": "sibuk"}] * 2
    async with office.running():
        await published(office, admin, rina)
    assert sum("sedang diperbarui" in text for text in admin.texts) == 1
    assert publishes(office).ran == 3


async def test_what_failed_can_be_tried_again(office: Rig, rina: Chat, admin: Chat) -> None:
    publishes(office).errors = [{"event": "error", "kind": "refused", "text": "Ruang penyimpanan penuh."}]
    async with office.running():
        await ask(rina)
        await answered(admin)
        await publishing(admin)
        assert "Ruang penyimpanan penuh." in await admin.shows("belum dapat diterbitkan")
        assert state_of(office) == [FaqState.HELD]
        await admin.press("Coba lagi")
        await admin.shows("sudah terbit")


async def test_where_our_own_questions_fare_worse_an_admin_decides(
    office: Rig, rina: Chat, admin: Chat, tmp_path: Path
) -> None:
    async with office.running():
        await published(office, admin, rina)  # a generation to compare with
        publishes(office).worse = ("turun",)
        office.assistant.answers["siapa juru kunci gudang?"] = unknown("siapa juru kunci gudang?")
        await ask(rina, "siapa juru kunci gudang?")
        await answered(admin, "Juru kunci gudang adalah staf umum.")
        await office.server.until(lambda: sum("Jawaban terkirim" in t for t in admin.texts) == 2, "delivered")
        await admin.press("Terbitkan sebagai FAQ")
        await office.server.until(lambda: sum("dapat dibaca orang lain" in t for t in admin.texts) == 2, "the preview")
        await admin.press("Terbitkan")
        assert "60 dari 64 benar menjadi 50" in await admin.shows("belum terbit")
        assert known(office, "siapa juru kunci gudang?").abstained
        await admin.press("Tetap terbitkan")
        await admin.shows("FAQ 2 sudah terbit")
    assert not known(office, "siapa juru kunci gudang?").abstained


async def test_a_stop_while_publishing_is_gone_on_from(office: Rig) -> None:
    faq = Faq(office.engine)
    faq.add([ASK], BOOK, "", "admin", ADMIN, utc_now())
    admin = office.server.private("Sari", ADMIN)
    async with office.running():
        await admin.shows("FAQ 1 sudah terbit")
    assert not known(office).abstained


async def test_it_comes_up_for_review_and_is_extended(office: Rig, rina: Chat, admin: Chat) -> None:
    async with office.running():
        await published(office, admin, rina)
        await admin.say("/antrean")
        await admin.shows("Tidak ada pertanyaan")
        assert "perlu ditinjau" not in admin.texts[-1]
        assert isinstance(office.now, Time)
        office.now.ahead = HOLDS
        since = day(local_day(utc_now()) + HOLDS)
        assert f"perlu ditinjau sejak {since}" in known(office, days=HOLDS.days).warnings[0]
        other = office.server.private("Budi", SECOND)
        await other.say("/antrean", hours_ago=-24 * HOLDS.days)
        await other.shows("1 jawaban FAQ perlu ditinjau")
        await other.press("FAQ yang perlu ditinjau (1)")
        await other.shows("1. cara pinjam proyektor")
        await other.press("1")
        assert BOOK in await other.shows(f"perlu ditinjau sejak {since}")
        await other.press("Perpanjang")
        await other.shows("FAQ 1 berlaku sampai")
    assert known(office, days=HOLDS.days).warnings == ()
    assert audited(office)[-1] == "perpanjang FAQ"
    assert publishes(office).ran == 1


async def review(admin: Chat) -> None:
    await admin.say("/antrean", hours_ago=-24 * HOLDS.days)
    await admin.shows("1 jawaban FAQ perlu ditinjau")
    await admin.press("FAQ yang perlu ditinjau (1)")
    await admin.shows("FAQ yang perlu ditinjau\n")
    await admin.press("1")
    await admin.shows("perlu ditinjau sejak")


async def test_it_is_changed_and_the_old_words_hold_until_the_new_ones_are_published(
    office: Rig, rina: Chat, admin: Chat
) -> None:
    async with office.running():
        await published(office, admin, rina)
        assert isinstance(office.now, Time)
        office.now.ahead = HOLDS
        await review(admin)
        await admin.press("Ubah")
        await office.server.until(lambda: sum("Tulis jawabannya" in t for t in admin.texts) == 2, "asked to write")
        await admin.say("Sekarang lewat aplikasi ruang.", hours_ago=-24 * HOLDS.days)
        await office.server.until(lambda: sum("Apa sumbernya?" in t for t in admin.texts) == 2, "asked for the source")
        assert BOOK in str(known(office))
        await admin.press("Keputusan admin")
        await admin.shows("Pratinjau FAQ 1")
        assert admin.buttons[0] == "Terbitkan"
        await admin.press("Terbitkan")
        await office.server.until(lambda: sum("sudah terbit" in t for t in admin.texts) == 2, "published again")
    said = str(known(office))
    assert "Sekarang lewat aplikasi ruang." in said
    assert BOOK not in said
    assert audited(office)[-1] == "ubah FAQ"


async def test_it_is_removed_and_gone_at_the_next_question(office: Rig, rina: Chat, admin: Chat) -> None:
    async with office.running():
        await published(office, admin, rina)
        assert isinstance(office.now, Time)
        office.now.ahead = HOLDS
        await review(admin)
        await admin.press("Hapus")
        await admin.shows("Hapus FAQ 1?")
        assert not known(office).abstained
        await admin.press("Ya, hapus")
        await admin.shows("FAQ 1 dihapus")
        assert known(office).abstained
        await admin.press_data("q:ext:1", admin.sent[0])
        await admin.shows("Sudah ditangani")
    assert audited(office)[-1] == "hapus FAQ"


# the command line --------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    for name, value in {"SPBE_DATA_DIR": str(folder), "SPBE_EMBEDDING_MODEL": "hash", "DATABASE_URL": ""}.items():
        monkeypatch.setenv(name, value)
    made = migrated(folder / "spbe.db")
    Faq(made).add([ASK], BOOK, "Surat 5", "admin", None, utc_now())
    made.dispose()
    return folder


def spbe(*words: str, code: int = 0, types: str = "") -> str:
    result = CliRunner().invoke(bot.cli.app.app, ["faq", *words], input=types)
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_line_lists_shows_publishes_and_removes(data: Path) -> None:
    assert "1  menunggu terbit, berlaku sampai" in spbe("list")
    assert "1 entri FAQ baru terbit" in spbe("publish")
    shown = spbe("show", "1")
    assert "terbit" in shown
    assert BOOK in shown
    assert "sumber: Surat 5" in shown
    assert '"state": "terbit"' in spbe("list", "--json")
    assert "Belum ada entri" in spbe("list", "--due")
    assert "Tidak jadi dihapus" in spbe("remove", "1", code=1, types="n\n")
    said = spbe("remove", "1", "--yes")
    assert f"FAQ 1 ({ASK}; terbit) dihapus. Sejak pertanyaan berikutnya tidak ditampilkan lagi" in said
    assert "Belum ada entri" in spbe("list")
    store = Store(engine(f"sqlite:///{data}/spbe.db"))
    assert store.revisions(store.current() or 0) == {}
    noted = [entry.action for entry in Roles(store.engine).done(5)]
    assert noted == ["hapus FAQ", "terbitkan FAQ selesai", "terbitkan FAQ"]
    store.engine.dispose()


async def test_the_bot_publishes_through_a_process_of_its_own(data: Path) -> None:
    environment = dict(os.environ) | {"DATABASE_URL": f"sqlite:///{data}/spbe.db"}
    told: list[Event] = []
    event = await Children(environment).run(["faq", "publish"], told.append)
    assert (event["event"], event["report"]["published"]) == ("done", [1])
    assert any(step.get("name") == "Membangun indeks" for step in told)
    made = engine(environment["DATABASE_URL"])
    Faq(made).add([f"{ASK} besok"], BOOK, "Surat 6", "admin", None, utc_now())
    made.dispose()
    with writing(data):
        busy = await Children(environment).run(["faq", "publish"], told.append)
    assert (busy["event"], busy["kind"]) == ("error", "busy")


@pytest.mark.parametrize("command", [("show",), ("remove", "--yes")])
def test_an_entry_that_is_not_there_is_named_and_one_removed_before_is_told_apart(
    data: Path, command: tuple[str, ...]
) -> None:
    spbe("remove", "1", "--yes")
    for number, said in ((9, "FAQ 9 tidak ada"), (1, "FAQ 1 sudah dihapus sebelumnya")):
        result = CliRunner().invoke(bot.cli.app.app, ["faq", *command, str(number)])
        assert said in str(result.exception)
    store = Store(engine(f"sqlite:///{data}/spbe.db"))
    assert [entry.action for entry in Roles(store.engine).done(5)] == ["hapus FAQ"]
    store.engine.dispose()
