"""*Lihat halaman*: from an answer to the picture of the page where it stands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bot.messages.labels import SEE_PAGE
from bot.sending import Place, Sender
from knowledge import catalog, vocabulary
from knowledge.errors import PageError
from knowledge.model import Answer, Block, Citation
from knowledge.proving.proof import picture
from tests.bot.assistants import proof, simple
from tests.bot.conftest import Rig
from tests.knowledge.knowledge_base import KnowledgeBase, build
from tests.telegram_server import Chat, Fault
from tests.telegram_server.people import Raw

QUESTION = "setiap berapa hari gudang arsip diperiksa?"
JUDGING = ["👍", "👎", "Tanya admin"]


@pytest.fixture(scope="module")
def knowledge_base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """Three made-up regulations, with their PDFs; tests must not change it."""
    return build(tmp_path_factory.mktemp("base"), catalog.load(), vocabulary.load())


def cited(*pages: tuple[int, int] | None) -> Answer:
    """An answer of one source for each pair of pages; None stands for one of the catalog."""
    citations = [
        Citation(
            document="a",
            file="a.pdf" if place else None,
            title="A",
            label="A",
            locator=f"Pasal {number}",
            page_from=place[0] if place else None,
            page_to=place[1] if place else None,
        )
        for number, place in enumerate(pages, 1)
    ]
    refs = tuple(range(1, len(pages) + 1))
    return Answer(question="q", blocks=(Block(lead="Isi", lead_refs=refs),), citations=tuple(citations))


async def asked(rig: Rig, chat: Chat, *pages: tuple[int, int] | None) -> Raw:
    rig.assistant.answers["q"] = cited(*pages)
    await chat.say("q")
    return await chat.next()


def png(chat: Chat, message: Raw) -> Image.Image:
    content = chat.picture(message)
    assert content.startswith(b"\x89PNG")
    return Image.open(io.BytesIO(content)).convert("RGB")


async def test_question_answer_page(rig: Rig, knowledge_base: KnowledgeBase) -> None:
    base = knowledge_base
    async with rig.running(rig.assemble(base.assistant())):
        chat = rig.server.private()
        await chat.say(QUESTION)
        answer = await chat.next()
        assert "45 hari" in answer["text"]
        await chat.press(SEE_PAGE)
        message = await chat.next(20)
    assert "PermenPANRB 59/2020, Pasal 2" in message["caption"]
    assert "hlm. 2 dari 3" in message["caption"]
    assert "⚠️ sudah dicabut oleh PermenPANRB 8/2026" in message["caption"]
    shown = png(chat, message)
    assert (message["photo"][0]["width"], message["photo"][0]["height"]) == shown.size
    assert max(shown.size) == 1600
    rev = next(rev for rev, d in base.store.revisions(base.store.current() or 0).items() if d.year == 2020)
    plain = Image.open(io.BytesIO(picture(base.store, base.folder, rev, 2).png)).convert("RGB")
    page = (0, 60, *plain.size)  # below the title, which names the unit
    assert ImageChops.difference(shown.crop(page), plain.crop(page)).getbbox() is not None
    assert "upload_photo" in [action for _, action in chat.actions]
    assert rig.server.acknowledged


async def test_only_pages_of_pdfs_have_the_button(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await asked(bot_running, chat, None)
    assert chat.buttons == JUDGING
    await asked(bot_running, chat, None, (4, 4))
    assert chat.buttons == [SEE_PAGE, *JUDGING]
    await chat.press(SEE_PAGE)
    message = await chat.next()
    assert "Pasal 2" in message["caption"]
    assert chat.buttons == []  # nothing else to see


async def test_both_pages_of_a_unit_are_shown_in_one_message(bot_running: Rig) -> None:
    bot_running.assistant.proofs = lambda citation, page: proof(page or 5, pages=(4, 6), size=(60, 80 + (page or 0)))
    chat = bot_running.server.private()
    await asked(bot_running, chat, (4, 6))
    await chat.press(SEE_PAGE)
    message = await chat.next()
    assert "hlm. 5" in message["caption"]  # where the quote is
    assert chat.buttons == ["◀ hlm. 4", "hlm. 6 ▶"]
    await chat.press("hlm. 6 ▶")
    await bot_running.server.until(lambda: "hlm. 6" in chat.texts[-1], "the next page")
    assert chat.buttons == ["◀ hlm. 5"]
    assert png(chat, chat.sent[-1]).size == (60, 86)
    assert len(chat.sent) == 2
    assert [page for _, page in bot_running.assistant.proven] == [None, 6]


async def test_sources_are_chosen_under_the_picture(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await asked(bot_running, chat, (4, 4), None, (7, 8))
    await chat.press(SEE_PAGE)
    await chat.next()
    assert chat.buttons == ["• Sumber 1 •", "Sumber 3"]
    await chat.press("Sumber 3")
    await bot_running.server.until(lambda: "Pasal 3" in chat.texts[-1], "the other source")
    assert chat.buttons == ["hlm. 8 ▶", "Sumber 1", "• Sumber 3 •"]


async def test_in_a_group_the_picture_answers_the_answer(bot_running: Rig) -> None:
    group = bot_running.server.group()
    bot_running.assistant.answers["q"] = cited((4, 4))
    await group.say("@asisten_spbe_bot q")
    answer = await group.next()
    await group.press(SEE_PAGE)
    message = await group.next()
    assert message["reply_to_message"]["message_id"] == answer["message_id"]


async def test_a_deleted_document_is_not_shown(rig: Rig, tmp_path: Path) -> None:
    base = build(tmp_path, catalog.load(), vocabulary.load())
    async with rig.running(rig.assemble(base.assistant())):
        chat = rig.server.private()
        await chat.say(QUESTION)
        await chat.next()
        for document in base.store.revisions(base.store.current() or 0).values():
            base.store.delete_document(document.sha256)
        await chat.press(SEE_PAGE)
        text = await chat.reply()
    assert "dihapus atau diganti" in text
    assert "PermenPANRB 59/2020" in text
    assert rig.server.count("sendPhoto") == 0


async def test_a_page_that_cannot_be_drawn_is_explained_without_a_code(bot_running: Rig) -> None:
    bot_running.assistant.proofs = PageError("Halaman ini terlalu berat.")
    chat = bot_running.server.private()
    await asked(bot_running, chat, (4, 4))
    await chat.press(SEE_PAGE)
    assert await chat.reply() == "Halaman ini terlalu berat."


@pytest.mark.parametrize("data", ["page:99:1", "page:1:2", "page:1:0", "page:1:2:9"])
async def test_answers_and_sources_that_are_not_there(bot_running: Rig, data: str) -> None:
    chat = bot_running.server.private()
    answer = await asked(bot_running, chat, (4, 4))
    await chat.press_data(data, answer)
    assert "tidak tersimpan" in await chat.reply()


async def test_another_chats_answer_is_not_shown(bot_running: Rig) -> None:
    chat, other = bot_running.server.private(), bot_running.server.private("Budi", 502)
    await asked(bot_running, chat, (4, 4))
    bot_running.assistant.answers["r"] = simple("r")
    await other.say("r")
    await other.press_data("page:1:1", await other.next())
    assert "tidak tersimpan" in await other.reply()


async def test_a_group_without_photos_is_told(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await asked(bot_running, chat, (4, 4))
    refusal = Fault.bad_request("Bad Request: not enough rights to send photos to the chat")
    bot_running.server.inject("sendPhoto", refusal)
    await chat.press(SEE_PAGE)
    assert "tidak mengizinkan saya mengirim foto" in await chat.reply()


async def test_a_picture_that_is_gone_is_sent_anew(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await asked(bot_running, chat, (4, 5))
    await chat.press(SEE_PAGE)
    await chat.next()
    bot_running.server.inject("editMessageMedia", Fault.bad_request("Bad Request: message to edit not found"))
    await chat.press("hlm. 5 ▶")
    assert "hlm. 5" in (await chat.next())["caption"]


@pytest.mark.parametrize("fault", [Fault.cut_before(), Fault.server_error(502), Fault.too_many(1)])
async def test_a_picture_survives_the_network(bot_running: Rig, fault: Fault) -> None:
    chat = bot_running.server.private()
    await asked(bot_running, chat, (4, 4))
    bot_running.server.inject("sendPhoto", fault)
    await chat.press(SEE_PAGE)
    assert "hlm. 4" in (await chat.next(10))["caption"]


@pytest.mark.parametrize(
    ("size", "refusal"),
    [((9000, 1001), "PHOTO_INVALID_DIMENSIONS"), ((2100, 100), "PHOTO_INVALID_DIMENSIONS")],
    ids=["too large", "too flat"],
)
async def test_the_server_refuses_what_telegram_refuses(
    bot_running: Rig, size: tuple[int, int], refusal: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot_running.assistant.proofs = lambda citation, page: proof(size=size)
    chat = bot_running.server.private()
    await asked(bot_running, chat, (4, 4))
    await chat.press(SEE_PAGE)
    assert "kode" in await chat.reply()
    assert refusal.lower() in caplog.text.lower()


async def test_the_server_refuses_long_captions_and_what_is_no_picture(rig: Rig) -> None:
    chat, service = rig.server.private(), rig.assemble()
    async with rig.running(service):
        sender = Sender(service.application.bot)
        good = proof().png
        for content, caption, refusal in (
            (good, "x" * 1025, "caption is too long"),
            (b"bukan gambar", "x", "IMAGE_PROCESS_FAILED"),
            (good, "<b>x", "can't parse entities"),
        ):
            with pytest.raises(Exception, match=f"(?i){refusal}"):
                await sender.send_photo(Place(chat.person.id), content, caption, None)
        await sender.send_photo(Place(chat.person.id), good, "<b>" + "x" * 1024 + "</b>", None)
    assert len(chat.sent) == 1
