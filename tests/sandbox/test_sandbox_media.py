"""Photos, voices, files, albums: sent both ways, downloaded back, refused when too large or not what they claim."""

from __future__ import annotations

import struct
from io import BytesIO

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto

from sandbox.client import SandboxClient
from sandbox.client_person import PNG, ClientPerson
from sandbox.world import World

FILE = BufferedInputFile(b"%PDF-1.7 demo", "spravka.pdf")
PHOTO = BufferedInputFile(PNG, "photo.png")
MEGABYTE = 1024 * 1024


async def test_every_kind_of_file_reaches_the_person_and_comes_back_by_its_id(
    bot: Bot, client: SandboxClient, marina: ClientPerson
) -> None:
    sent = {
        "photo": await bot.send_photo(marina.id, PHOTO, caption="<b>Да</b>", parse_mode="HTML", has_spoiler=True),
        "document": await bot.send_document(marina.id, FILE),
        "voice": await bot.send_voice(marina.id, FILE, duration=3),
        "video": await bot.send_video(marina.id, FILE),
        "video_note": await bot.send_video_note(marina.id, FILE),
        "audio": await bot.send_audio(marina.id, FILE),
        "animation": await bot.send_animation(marina.id, FILE),
        "sticker": await bot.send_sticker(marina.id, PHOTO),
    }
    assert {name: message.content_type for name, message in sent.items()} == {name: name for name in sent}
    assert sent["photo"].html_text == "<b>Да</b>" and sent["photo"].has_media_spoiler
    assert sent["voice"].voice.duration == 3
    document = sent["document"].document
    assert (document.file_name, document.file_size) == ("spravka.pdf", 13)
    again = await bot.send_document(marina.id, document.file_id)
    assert await client.file(document.file_id) == b"%PDF-1.7 demo"
    assert again.document.file_unique_id == document.file_unique_id


async def test_what_a_person_sends_can_be_downloaded(bot: Bot, marina: ClientPerson) -> None:
    await marina.send_file(b"scan", name="Справка №1.pdf", caption="вот /help")
    await marina.send_photo()
    await marina.send_voice()
    await marina.send_video_note()
    start, document, photo, voice, note = [update.message for update in await bot.get_updates()]
    assert start.text == "/start" and document.caption == "вот /help" and document.caption_entities
    assert (document.document.file_name, document.document.mime_type) == ("Справка №1.pdf", "application/pdf")
    assert (await bot.download(document.document)).read() == b"scan"
    assert (await bot.download(photo.photo[-1])).read() == PNG
    assert photo.photo[0].width <= photo.photo[-1].width and len(photo.photo) == 2
    assert (await bot.get_file(voice.voice.file_id)).file_path == "voice/file_3.oga"
    assert voice.voice.mime_type == "audio/ogg" and note.video_note.length > 0


async def test_an_album_is_separate_messages_with_one_group_and_one_caption(bot: Bot, marina: ClientPerson) -> None:
    await marina.send_album(caption="Справки")
    first, second = [update.message for update in await bot.get_updates()][1:]
    assert first.media_group_id == second.media_group_id is not None
    assert (first.caption, second.caption) == ("Справки", None)
    sent = await bot.send_media_group(
        marina.id, [InputMediaPhoto(media=PHOTO, caption="Два"), InputMediaPhoto(media=PHOTO)]
    )
    assert len({message.media_group_id for message in sent}) == 1 and sent[0].caption == "Два"


async def test_an_album_is_of_one_kind_and_of_two_to_ten(bot: Bot, marina: ClientPerson) -> None:
    with pytest.raises(TelegramBadRequest, match="can't use the media of the specified type in the album"):
        await bot.send_media_group(marina.id, [InputMediaPhoto(media=PHOTO), InputMediaDocument(media=FILE)])
    with pytest.raises(TelegramBadRequest, match="too many messages to send as an album"):
        await bot.send_media_group(marina.id, [InputMediaPhoto(media=PHOTO)] * 11)


async def test_a_file_above_20_megabytes_is_not_given_to_the_bot(bot: Bot, marina: ClientPerson) -> None:
    await marina.send_file(b"tiny", name="film.mp4", declared_size=20 * MEGABYTE + 1)
    (update,) = await bot.get_updates(offset=-1)
    assert update.message.document.file_size > 20 * MEGABYTE
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(update.message.document.file_id)
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file("no-such-file")


async def test_uploads_telegram_refuses(bot: Bot, marina: ClientPerson, world: World) -> None:
    flat = PNG[:16] + struct.pack(">II", 2100, 100) + PNG[24:]
    for photo, complaint in [
        (BufferedInputFile(b"not a picture", "a.jpg"), "IMAGE_PROCESS_FAILED"),
        (BufferedInputFile(flat, "a.png"), "PHOTO_INVALID_DIMENSIONS"),
        (BufferedInputFile(PNG + bytes(10 * MEGABYTE), "a.png"), "is too big for a photo"),
        ("unknown-id", "wrong file identifier/HTTP URL specified"),
        ("https://example.org/cat.jpg", "failed to get HTTP URL content"),
    ]:
        with pytest.raises(TelegramBadRequest, match=complaint):
            await bot.send_photo(marina.id, photo)
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_document(marina.id, BufferedInputFile(b"", "a.txt"))
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_document(marina.id, FILE, caption="я" * 1025)
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(marina.id, BufferedInputFile(bytes(51 * MEGABYTE), "a.bin"))
    assert world.journal.total_accepted == 0


async def test_a_photo_cannot_be_sent_again_as_a_voice(bot: Bot, marina: ClientPerson) -> None:
    photo = await bot.send_photo(marina.id, PHOTO)
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Voice"):
        await bot.send_voice(marina.id, photo.photo[-1].file_id)


async def test_copies_forwards_contacts_and_places(bot: Bot, marina: ClientPerson) -> None:
    copy = await bot.copy_message(marina.id, marina.id, 1)
    forward = await bot.forward_message(marina.id, marina.id, 1)
    assert copy.message_id == forward.message_id - 1
    assert forward.text == "/start" and forward.forward_origin.sender_user.id == marina.id
    assert (await bot.send_contact(marina.id, "+78136700000", "Центр")).contact.first_name == "Центр"
    assert (await bot.send_location(marina.id, 59.6, 33.5)).location.latitude == 59.6
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(marina.id, marina.id, 999)
    assert len(await bot.forward_messages(marina.id, marina.id, [1, 999])) == 1


async def test_a_download_of_an_unknown_path_is_404(bot: Bot) -> None:
    with pytest.raises(aiohttp.ClientResponseError, match="404"):
        await bot.download_file("photos/file_99.jpg", BytesIO())
