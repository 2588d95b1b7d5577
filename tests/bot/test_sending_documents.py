"""An admin sends a PDF: recognised, put right, summed up, published or given up; played over HTTP."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from bot.handlers.documents import file_name
from bot.jobs import Jobs, JobState
from bot.roles import Roles
from knowledge.keeping.store import Store
from tests.bot.admins import ADMIN, OUTSIDER, OWNER, PDF, admins, audited, left, prepared, scripted
from tests.bot.commands import WORSE
from tests.bot.conftest import Rig
from tests.telegram_server import Person

__all__ = ["admins"]


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
            "30 baru, 2 berubah, 1 dihapus",
            "PermenPANRB 8/2026, Pasal 3 (hlm. 3): “Isi <b>”",
            "pertanyaan yang ada jawabannya: 60 → 61 dari 64",
            "Halaman yang tidak terbaca: 3–5, 9.",
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
    ran = next(arguments for arguments in commands.ran if arguments[0] == "ingest")
    assert [said for option, said in pairwise(ran) if option == "--as"] == [
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
    assert len(admins.assistant.asked) == 1


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
    assert scripted(admins).count("publish") == 0


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


async def test_a_file_that_is_larger_than_its_message_says(admins: Rig) -> None:
    """Telegram's own servers give no more than 20 MB, another may."""
    chat = admins.server.private("Sari", ADMIN)
    admins.server.file_limit = 100 * 1024 * 1024
    admins.server.files["huge"] = b"%PDF-" + bytes(21 * 1024 * 1024)
    about = {"file_id": "huge", "file_unique_id": "n", "file_name": "a.pdf", "mime_type": "application/pdf"}
    async with admins.running():
        await chat.send(document=about | {"file_size": 1000})
        await chat.shows("a.pdf lebih besar dari 20 MB")
    assert not [call for call in admins.server.calls if call[0] == "file"]
    assert left(admins) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>tebal</b> &lt;i&gt; <a href='tg://user?id=1'>.pdf", "userid=1'.pdf"),
        ("<b>tebal & &lt;i&gt;.pdf", "btebal & &lt;i&gt;.pdf"),
        ("laporan\u202efdp.exe.pdf", "laporanfdp.exe.pdf"),
        ("a\u2066b\u200fc\u061cd\u200b.pdf", "abcd.pdf"),
        ("../../../../etc/cron.d/spbe.pdf", "spbe.pdf"),
        ("..\\..\\windows\\spbe.pdf", "spbe.pdf"),
        ("/etc/passwd\x00.pdf", "passwd.pdf"),
        ("-rf --events.pdf", "-rf --events.pdf"),
        ("$(reboot);`reboot`|&.pdf", "$(reboot);`reboot`&.pdf"),
        ("{{ 7*7 }}{% raw %}.pdf", "{{ 77 }}{% raw %}.pdf"),
        ("\x1b[31mmerah\n\r.pdf", "[31mmerah.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
async def test_whatever_a_file_is_called_its_name_is_only_a_name(admins: Rig, name: str, shown: str) -> None:
    """Nothing of it is markup, a direction of writing, a folder, an option, a command or a template."""
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.errors["identify"] = [{"event": "error", "kind": "refused", "text": "PDF ini terenkripsi."}]
    async with admins.running():
        await chat.send_file(PDF, name)
        text = await chat.shows("PDF ini terenkripsi.")
    (arguments,) = commands.ran
    path = Path(arguments[1])
    assert arguments[0] == "identify"
    assert path.parent == admins.settings["data_dir"] / "incoming" / "1"
    assert path.name == file_name(name)
    assert path.name == shown
    assert path.name in text
    assert "text_link" not in str([message.get("entities") for message in chat.sent])
    detail = Roles(admins.engine).done(10)
    assert {entry.detail["berkas"] for entry in detail if "berkas" in entry.detail} == {path.name}
    assert left(admins) == []


async def test_a_press_that_comes_from_a_group_is_refused(admins: Rig) -> None:
    """Also of an admin, and of their own refresh: what is said of it belongs in their private chat."""
    chat, group = admins.server.private("Sari", ADMIN), admins.server.group(person=Person(ADMIN, "Sari"))
    bystander = Person(OUTSIDER, "Ujang")
    store = Store(admins.engine)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await group.say("/kembalikan@asisten_spbe_bot")
        assert await group.reply() == "Kirim /kembalikan dalam percakapan pribadi dengan saya."
        await group.say("/admin@asisten_spbe_bot")
        message = await group.next()
        for data in ("job:1:pub", "job:1:drop", "job:1:show"):
            await group.press_data(data, message)
            assert "tidak berwenang" in await group.reply()
        await group.say("/kembalikan@asisten_spbe_bot", by=bystander)
        assert "tidak berwenang" in await group.reply()
    job = Jobs(admins.engine).get(1)
    assert job is not None
    assert job.state is JobState.STAGED
    assert store.current() == 1


async def test_what_the_checks_refuse_is_said_as_they_say_it(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.errors["identify"] = [{"event": "error", "kind": "refused", "text": "PDF ini terenkripsi."}]
    async with admins.running():
        await chat.send_file(PDF)
        assert "Tidak ada yang berubah" in await chat.shows("PDF ini terenkripsi.")


async def test_the_same_pdf_again_says_so_and_can_only_be_put_right(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.held, commands.scanned = True, 4
    async with admins.running():
        await chat.send_file(PDF)
        said = await chat.shows("sudah ada dalam basis pengetahuan dan tidak berubah")
        assert "OCR" not in said  # nothing is done with it
        assert "Benar, olah" not in chat.buttons
        await chat.press("Nomor")
        await chat.shows("Tuliskan nomor")
        await chat.say("59")
        assert "4 halaman hasil pindai" in await chat.shows("Saya mengenali: PermenPANRB 59/2026")
        assert "Benar, olah" in chat.buttons


async def test_a_file_of_somebody_without_the_right_is_answered_as_before(admins: Rig) -> None:
    chat = admins.server.private("Ujang", OUTSIDER)
    async with admins.running():
        await chat.send_file(PDF)
        assert "belum dapat membaca berkas" in await chat.reply()
    assert Jobs(admins.engine).open() == ()


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
