"""An admin sends a PDF: recognised, put right, prepared, published or given up; played over HTTP."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

import bot.refreshing
from bot.handlers.documents import file_name
from bot.jobs import Jobs, JobState
from bot.ports import utc_now
from bot.roles import Role, Roles
from knowledge.catalog import load
from knowledge.store import Store
from tests.bot.commands import WORSE, ScriptedCommands
from tests.bot.conftest import Rig
from tests.telegram_server import Chat

OWNER, ADMIN, OUTSIDER = 900, 901, 902
PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"


@pytest.fixture
def admins(rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A rig with an owner, an admin, the real catalog and one generation in force."""
    monkeypatch.setattr(bot.refreshing, "EDIT_EVERY", 0.05)
    monkeypatch.setattr(bot.refreshing, "BUSY_RETRY", 0.1)
    rig.settings = {"owner_ids": (OWNER,), "data_dir": tmp_path / "data"}
    rig.catalog = load()
    store = Store(rig.engine)
    rig.commands = ScriptedCommands(store)
    roles = Roles(rig.engine, [OWNER])
    roles.join(roles.invite(OWNER, Role.ADMIN, utc_now()), ADMIN, "Sari", utc_now())
    first = store.begin_generation("hash", [], 2)
    store.publish(first, 2)
    return rig


def scripted(rig: Rig) -> ScriptedCommands:
    assert isinstance(rig.commands, ScriptedCommands)
    return rig.commands


def audited(rig: Rig) -> list[str]:
    return [entry.action for entry in reversed(Roles(rig.engine, [OWNER]).done(50))]


async def prepared(chat: Chat, name: str = "permen.pdf") -> None:
    """Send a PDF and confirm what it is taken for."""
    await chat.send_file(PDF, name)
    await chat.shows("Benar?")
    await chat.press("Benar, olah")


def left(rig: Rig) -> list[str]:
    folder = rig.settings["data_dir"] / "incoming"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


async def test_from_a_pdf_to_what_is_in_force(admins: Rig) -> None:
    chat, store = admins.server.private("Sari", ADMIN), Store(admins.engine)
    async with admins.running():
        await chat.send_file(PDF, "permen.pdf")
        asked = await chat.shows("Saya mengenali")
        assert "Saya mengenali: PermenPANRB 8/2026, 42 hlm, mencabut PermenPANRB 59/2020. Benar?" in asked
        assert chat.buttons == ["Benar, olah", "Batalkan", "Jenis", "Nomor", "Tahun", "Judul", "Status", "Mencabut"]
        await chat.press("Benar, olah")
        said = await chat.shows("siap diterbitkan")
        for words in (
            "30 baru, 2 berubah, 1 hilang",
            "PermenPANRB 8/2026, Pasal 3 (hlm. 3): “Isi <b>”",
            "pertanyaan yang ada jawabannya: 60 → 61 dari 64",
            "perlu OCR: 3–5, 9",
        ):
            assert words in said
        assert store.current() == 1
        await chat.press("Terbitkan")
        assert "generasi 2" in await chat.shows("sudah terbit")
        assert store.current() == 2
    assert audited(admins)[2:] == ["kirim PDF", "benarkan identitas", "siapkan", "terbitkan", "terbit"]
    assert left(admins) == []


async def test_every_part_of_what_was_recognised_can_be_put_right(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    async with admins.running():
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        await chat.press("Nomor")
        await chat.shows("Tuliskan nomor")
        await chat.say("delapan")
        await chat.shows("Nomor belum terbaca")
        await chat.say("59")
        await chat.shows("Saya mengenali: PermenPANRB 59/2026")
        await chat.press("Tahun")
        await chat.shows("Tuliskan tahun")
        await chat.say("2020")
        assert "Status: dicabut" in await chat.shows("Saya mengenali: PermenPANRB 59/2020")
        await chat.press("Jenis")
        await chat.shows("Pilih jenis")
        await chat.press("Perpres")
        await chat.shows("Saya mengenali: Perpres 59/2020")
        await chat.press("Jenis")
        await chat.shows("Pilih jenis")
        await chat.press("Tulis jenis lain")
        await chat.shows("Tuliskan jenis")
        await chat.say("Perda Kota Contoh")
        await chat.shows("Saya mengenali: Perda Kota Contoh 59/2020")
        await chat.press("Status")
        await chat.shows("Pilih status")
        await chat.press("berlaku")
        await chat.shows("Status: berlaku")
        await chat.press("Judul")
        await chat.shows("Tuliskan judul")
        await chat.say("Lumbung = Data")
        await chat.shows("Judul: Lumbung = Data")
        await chat.press("Mencabut")
        await chat.shows("Tuliskan peraturan")
        await chat.press("Tidak ada")
        await chat.shows("Mencabut: –")
        await chat.press("Benar, olah")
        await chat.shows("siap diterbitkan")
    said = next(arguments for arguments in commands.ran if arguments[0] == "ingest")[3:]
    assert said[1::2] == [
        *("jenis=Perda Kota Contoh", "nomor=59", "tahun=2020", "judul=Lumbung = Data", "status=berlaku"),
        "mencabut=tidak ada",
    ]
    assert admins.assistant.asked == []


async def test_a_question_while_nothing_was_asked_for_is_a_question(admins: Rig) -> None:
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        await chat.press("Nomor")
        await chat.shows("Tuliskan nomor")
        await chat.press("« Kembali")
        await chat.shows("Benar?")
        await admins.server.until(lambda: "Nomor" in chat.buttons, "the buttons are back")
        await chat.say("apa itu SPBE?")
        await chat.shows("Anda bertanya: apa itu SPBE?")


async def test_progress_is_one_message_that_changes(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        assert "▸ Mengenali pindaian (OCR) 3/8" in await chat.shows("OCR) 3/8")
        assert chat.buttons == ["Batalkan"]
        count = len(chat.sent)
        commands.hold.set()
        await chat.shows("siap diterbitkan")
        assert len(chat.sent) == count + 1


async def test_edits_are_seconds_apart(admins: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.refreshing, "EDIT_EVERY", 0.4)
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    times: list[float] = []

    async def chatty(arguments: list[str], told: object) -> object:
        for n in range(50):
            told({"event": "part", "name": "OCR", "done": n, "total": 50})  # type: ignore[operator]
            await asyncio.sleep(0.02)
        return commands._done(report=commands._report(staged=commands._staged()))

    async with admins.running():
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        monkeypatch.setattr(commands, "run", chatty)
        await chat.press("Benar, olah")
        seen = ""
        while "siap diterbitkan" not in (text := "".join(chat.texts)):
            if text != seen and "OCR" in text:
                times.append(time.monotonic())
            seen = text
            await asyncio.sleep(0.01)
    assert 2 <= len(times) <= 5
    assert all(later - earlier > 0.3 for earlier, later in pairwise(times))


@pytest.mark.parametrize("when", ["asking", "queued", "running", "staged"])
async def test_it_can_be_given_up_at_any_time(admins: Rig, when: str) -> None:
    chat, commands, store = admins.server.private("Sari", ADMIN), scripted(admins), Store(admins.engine)
    other = admins.server.private("Pemilik", OWNER)
    if when != "staged":
        commands.hold.clear()
    async with admins.running():
        if when == "queued":
            await prepared(other, "lain.pdf")
            await other.shows("OCR) 3/8")
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        if when != "asking":
            await chat.press("Benar, olah")
            await chat.shows({"queued": "menunggu giliran", "running": "OCR) 3/8", "staged": "siap diterbitkan"}[when])
        await chat.press("Batalkan")
        await chat.shows("dibatalkan. Tidak ada yang berubah")
        commands.hold.set()
        if when == "queued":
            await other.shows("siap diterbitkan")
    assert commands.stopped == (when == "running")
    assert commands.count("discard") == (when == "staged")
    assert store.current() == 1
    assert commands.count("ingest") == {"asking": 0, "queued": 1, "running": 1, "staged": 1}[when]
    assert "batalkan" in audited(admins)


async def test_worse_answers_are_published_only_when_confirmed(admins: Rig) -> None:
    chat, commands, store = admins.server.private("Sari", ADMIN), scripted(admins), Store(admins.engine)
    commands.worse = WORSE
    async with admins.running():
        await prepared(chat)
        assert "60 dari 64 benar menjadi 50" in await chat.shows("Jawaban memburuk")
        await chat.press("Terbitkan")
        await chat.shows("Tetap terbitkan?")
        assert (store.current(), commands.count("publish")) == (1, 0)
        await chat.press("Tetap terbitkan")
        await chat.shows("sudah terbit")
    assert store.current() == 2
    assert commands.ran[-1] == ["generations", "publish", "2", "--force"]


async def test_answers_that_turned_worse_meanwhile_are_told_and_not_published(admins: Rig) -> None:
    chat, commands, store = admins.server.private("Sari", ADMIN), scripted(admins), Store(admins.engine)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        commands.worse = WORSE  # another generation was published in between
        await chat.press("Terbitkan")
        await chat.shows("Jawaban memburuk")
        assert store.current() == 1
        await chat.press("Terbitkan")
        await chat.shows("Tetap terbitkan?")


async def test_two_admins_at_once_take_turns_and_are_told(admins: Rig) -> None:
    chat, other, commands = (
        admins.server.private("Sari", ADMIN),
        admins.server.private("Pemilik", OWNER),
        scripted(admins),
    )
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        await chat.shows("OCR) 3/8")
        await prepared(other, "lain.pdf")
        assert "1 pembaruan lain didahulukan" in await other.shows("menunggu giliran")
        commands.hold.set()
        await chat.shows("siap diterbitkan")
        await other.shows("siap diterbitkan")
        await asyncio.gather(chat.press("Terbitkan"), other.press("Terbitkan"))
        await chat.shows("sudah terbit")
        await other.shows("sudah terbit")
    assert commands.most == 1
    assert Store(admins.engine).current() in (2, 3)


async def test_a_button_pressed_twice_counts_once(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    async with admins.running():
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        message = chat.sent[-1]
        for _ in range(3):
            await chat.press_data("job:1:ok", message)
        await chat.shows("siap diterbitkan")
        message = chat.sent[-1]
        for _ in range(3):
            await chat.press_data("job:1:pub", message)
        await chat.press_data("job:1:drop", message)
        await chat.shows("sudah terbit")
        await admins.server.until(lambda: sum("sudah lewat" in t for t in chat.texts) == 5, "late presses are told")
    assert (commands.count("ingest"), commands.count("publish"), commands.count("discard")) == (1, 1, 0)


@pytest.mark.parametrize(
    "data", ["job:1:pub", "job:1:force", "job:1:drop", "job:1:ok", "job:1:set:status:0", "job:77:pub"]
)
async def test_an_outsider_who_forges_a_press_gets_nowhere(admins: Rig, data: str) -> None:
    chat, outsider = admins.server.private("Sari", ADMIN), admins.server.private("Ujang", OUTSIDER)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await outsider.say("/start")
        message = await outsider.next()
        await outsider.press_data(data, message)
        await outsider.shows("tidak berwenang")
        await outsider.say("/kembalikan")
        await admins.server.until(lambda: sum("tidak berwenang" in t for t in outsider.texts) == 2, "refused again")
    job = Jobs(admins.engine).get(1)
    assert job is not None
    assert job.state is JobState.STAGED
    assert scripted(admins).count("publish") == 0


async def test_a_refresh_of_somebody_else_is_none_of_an_admins_business_but_of_an_owners(admins: Rig) -> None:
    chat, owner = admins.server.private("Sari", ADMIN), admins.server.private("Pemilik", OWNER)
    async with admins.running():
        await prepared(owner)
        await owner.shows("siap diterbitkan")
        await chat.say("/admin")
        message = await chat.next()
        await chat.press_data("job:1:pub", message)
        await chat.shows("tidak berwenang")
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await owner.press_data("job:2:drop", owner.sent[-1])
        await chat.shows("dibatalkan")


async def test_files_that_cannot_be_taken(admins: Rig) -> None:
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        await chat.send_file(b"%PDF-" + bytes(25 * 1024 * 1024), "besar.pdf")
        assert "lebih besar dari 20 MB" in await chat.shows("besar.pdf")
        await chat.send_file(b"PK\x03\x04", "tugas.docx", "application/msword")
        assert "bukan PDF" in await chat.shows("tugas.docx")
        await chat.send_file(b"<html>bukan</html>" * 100, "samaran.pdf")
        assert "bukan PDF" in await chat.shows("samaran.pdf bukan PDF")
        about = {"file_id": "nope", "file_unique_id": "n", "file_name": "hilang.pdf", "mime_type": "application/pdf"}
        await chat.send(document=about)
        await chat.shows("hilang.pdf tidak dapat diambil")
        admins.server.files["huge"] = b"%PDF-" + bytes(21 * 1024 * 1024)
        await chat.send(document=about | {"file_id": "huge", "file_name": "tanpa-ukuran.pdf"})
        await chat.shows("tanpa-ukuran.pdf lebih besar dari 20 MB")
    assert scripted(admins).ran == []
    assert left(admins) == []
    assert Jobs(admins.engine).open() == ()


async def test_what_the_checks_refuse_is_said_as_they_say_it(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.errors["identify"] = [{"event": "error", "kind": "refused", "text": "PDF ini terenkripsi."}]
    async with admins.running():
        await chat.send_file(PDF)
        assert "Tidak ada yang berubah" in await chat.shows("PDF ini terenkripsi.")


async def test_the_same_pdf_again_says_so_and_can_only_be_put_right(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.held = True
    async with admins.running():
        await chat.send_file(PDF)
        await chat.shows("sudah ada dalam basis pengetahuan dan tidak berubah")
        assert "Benar, olah" not in chat.buttons
        await chat.press("Nomor")
        await chat.shows("Tuliskan nomor")
        await chat.say("59")
        await chat.shows("Saya mengenali: PermenPANRB 59/2026")
        assert "Benar, olah" in chat.buttons


async def test_a_file_of_somebody_without_the_right_is_answered_as_before(admins: Rig) -> None:
    chat = admins.server.private("Ujang", OUTSIDER)
    async with admins.running():
        await chat.send_file(PDF)
        assert "belum dapat membaca berkas" in await chat.reply()
    assert Jobs(admins.engine).open() == ()


async def test_while_another_process_writes_it_waits_and_goes_on_by_itself(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.errors["ingest"] = [{"event": "error", "kind": "busy", "text": "Sedang diperbarui."}] * 2
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
    assert commands.count("ingest") == 3


async def test_a_fault_ends_one_refresh_and_not_the_queue(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.errors["ingest"] = [{"event": "error", "kind": "fault", "text": "kode -9"}]
    async with admins.running():
        await prepared(chat)
        assert "kode -9" in await chat.shows("gagal diolah")
        await prepared(chat, "lagi.pdf")
        await chat.shows("siap diterbitkan")
    assert "gagal" in audited(admins)


async def test_a_restart_of_the_bot_goes_on_with_what_ran_and_what_waited(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        await chat.shows("OCR) 3/8")
    job = Jobs(admins.engine).get(1)
    assert job is not None
    assert job.state is JobState.RUNNING
    commands.hold.set()
    async with admins.running():
        await chat.shows("siap diterbitkan")
    async with admins.running():
        await chat.press("Terbitkan")
        await chat.shows("sudah terbit")
    assert commands.count("ingest") == 2


async def test_a_refresh_that_keeps_ending_the_bot_is_given_up(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.hold.clear()
    for _ in range(2):
        async with admins.running():
            if not chat.sent:
                await prepared(chat)
            await admins.server.until(lambda: commands.running == 1, "it runs")
            await asyncio.sleep(0.1)
    async with admins.running():
        await chat.shows("berulang kali menghentikan")
        commands.hold.set()
        await prepared(chat, "lain.pdf")
        await chat.shows("siap diterbitkan")


async def test_a_stop_between_publishing_and_saying_so_says_it_at_the_next_start(admins: Rig) -> None:
    chat, store, jobs = admins.server.private("Sari", ADMIN), Store(admins.engine), Jobs(admins.engine)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
    jobs.move(1, (JobState.STAGED,), JobState.PUBLISHING, utc_now())
    store.publish(2)
    async with admins.running():
        await chat.shows("sudah terbit")
    assert scripted(admins).count("publish") == 0


async def test_the_generation_before_comes_back_at_once_while_a_refresh_runs(admins: Rig) -> None:
    chat, other, commands = (
        admins.server.private("Sari", ADMIN),
        admins.server.private("Pemilik", OWNER),
        scripted(admins),
    )
    store = Store(admins.engine)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await chat.press("Terbitkan")
        await chat.shows("sudah terbit")
        commands.hold.clear()
        await prepared(other, "lain.pdf")
        await other.shows("OCR) 3/8")
        await chat.say("/kembalikan")
        assert "generasi 2 kembali" in await chat.shows("berlaku lagi")
        assert store.current() == 1
        commands.hold.set()
        await other.shows("siap diterbitkan")
        await chat.say("/kembalikan")
        await admins.server.until(lambda: sum("berlaku lagi" in t for t in chat.texts) == 2, "and back again")
        assert store.current() == 2
    assert commands.stopped == 1
    assert audited(admins).count("kembalikan") == 2


async def test_without_a_generation_before_there_is_nothing_to_go_back_to(admins: Rig) -> None:
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        await chat.say("/kembalikan")
        await chat.shows("Belum ada generasi sebelumnya")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\Permen 8.pdf", "Permen 8.pdf"),
        ("a\u202epdf\x00\n.pdf", "apdf.pdf"),
        ("", "dokumen.pdf"),
        ("...", "dokumen.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ("Peraturan<1>.pdf", "Peraturan1.pdf"),
    ],
)
def test_a_file_name_becomes_one(name: str, clean: str) -> None:
    assert file_name(name) == clean


async def test_where_its_message_was_deleted_what_is_said_next_is_sent(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        await chat.shows("OCR) 3/8")
        chat.sent.clear()
        commands.hold.set()
        await chat.shows("siap diterbitkan")
        assert chat.buttons == ["Terbitkan", "Batalkan"]


async def test_what_a_kill_left_of_a_file_is_cleared_away_at_the_next_start(admins: Rig) -> None:
    folder = admins.settings["data_dir"] / "incoming" / "77"
    folder.mkdir(parents=True)
    async with admins.running():
        await admins.server.until(lambda: not left(admins), "it is cleared away")


async def test_the_queue_goes_on_when_the_database_could_not_be_read(
    admins: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, service = admins.server.private("Sari", ADMIN), admins.assemble()
    jobs, broken = service.refreshing._jobs, [True]
    real = jobs.open

    def reads(*states: JobState) -> object:
        if states == (JobState.QUEUED,) and broken:
            broken.clear()
            raise OperationalError("SELECT", {}, Exception("locked"))
        return real(*states)

    monkeypatch.setattr(jobs, "open", reads)
    async with admins.running(service):
        await prepared(chat)
        await chat.shows("siap diterbitkan")
    assert not broken
