"""What Telegram refuses in a text, and what it makes of one it takes."""

from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import MessageEntity

from sandbox.client_person import ClientPerson


@pytest.mark.parametrize(
    ("text", "mode", "complaint"),
    [
        ("<b>не закрыт", "HTML", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<h1>нет</h1>", "HTML", 'can\'t parse entities: Unsupported start tag "h1" at byte offset 0'),
        ("я<b>x</i>", "HTML", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("а < б", "HTML", 'Unsupported start tag "" at byte offset 3'),
        ("</b>", "HTML", "Unexpected end tag at byte offset 0"),
        ("конец.", "MarkdownV2", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*жирный", "MarkdownV2", "Can't find end of Bold entity at byte offset 0"),
        ("_курсив", "Markdown", "Can't find end of the entity starting at byte offset 0"),
        ("<b></b>", "HTML", "text must be non-empty"),
        ("   \n", None, "text must be non-empty"),
        ("слово", "BBCode", "unsupported parse_mode"),
    ],
)
async def test_a_text_telegram_cannot_read_is_refused_in_its_words(
    bot: Bot, marina: ClientPerson, text: str, mode: str | None, complaint: str
) -> None:
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(marina.id, text, parse_mode=mode)
    assert complaint in refused.value.message
    assert await marina.messages() == [await _start_of(marina)]


async def _start_of(marina: ClientPerson) -> object:
    return (await marina.messages())[0]


async def test_the_length_is_counted_after_parsing_in_utf16_units(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(marina.id, f"<b>{'я' * 4096}</b>", parse_mode="HTML")
    assert len(sent.text or "") == 4096
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(marina.id, "😀" * 2049)
    assert (await bot.send_message(marina.id, "😀" * 2048)).text == "😀" * 2048


async def test_an_empty_text_is_refused(bot: Bot, marina: ClientPerson) -> None:
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(marina.id, "")


async def test_formatting_becomes_entities_that_aiogram_can_unparse(bot: Bot, marina: ClientPerson) -> None:
    source = (
        '<b>Пособие</b> 😀 <i>до <u>1,5</u> лет</i> <code>А-102</code> <a href="https://gosuslugi.ru/">Госуслуги</a>'
        " <tg-spoiler>тайна</tg-spoiler> <s>старое</s>"
        "<blockquote expandable>Паспорт</blockquote>"
    )
    sent = await bot.send_message(marina.id, source, parse_mode="HTML")
    assert sent.html_text == source
    assert [entity.type for entity in sent.entities or []] == [
        "bold",
        "italic",
        "underline",
        "code",
        "text_link",
        "spoiler",
        "strikethrough",
        "expandable_blockquote",
    ]


@pytest.mark.parametrize(
    "source",
    ['<pre><code class="language-json">{}</code></pre>', '<code class="language-json"><pre>{}</pre></code>'],
)
async def test_a_block_of_code_keeps_its_language(bot: Bot, marina: ClientPerson, source: str) -> None:
    (entity,) = (await bot.send_message(marina.id, source, parse_mode="HTML")).entities or []
    assert (entity.type, entity.language) == ("pre", "json")


async def test_markdown_v2_nests_and_escapes(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(
        marina.id, "*жирно __и подчёркнуто__* точка\\. ||тайна|| `код.`\n>цитата", parse_mode="MarkdownV2"
    )
    assert sent.text == "жирно и подчёркнуто точка. тайна код.\nцитата"
    assert {entity.type for entity in sent.entities or []} == {"bold", "underline", "spoiler", "code", "blockquote"}


async def test_links_and_commands_are_found_but_not_inside_code(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(marina.id, "gosuslugi.ru, /start <code>/help</code>", parse_mode="HTML")
    assert [(entity.type, entity.extract_from(sent.text or "")) for entity in sent.entities or []] == [
        ("url", "gosuslugi.ru"),
        ("bot_command", "/start"),
        ("code", "/help"),
    ]


async def test_white_space_around_a_text_goes_and_entities_move(bot: Bot, marina: ClientPerson) -> None:
    sent = await bot.send_message(marina.id, "\n  <b>Да</b> \n", parse_mode="HTML")
    assert (sent.text, sent.html_text) == ("Да", "<b>Да</b>")


async def test_counted_entities_must_lie_in_the_text(bot: Bot, marina: ClientPerson) -> None:
    with pytest.raises(TelegramBadRequest, match="ends after the end of the text"):
        await bot.send_message(marina.id, "коротко", entities=[MessageEntity(type="bold", offset=3, length=9)])
    sent = await bot.send_message(marina.id, "😀 да", entities=[MessageEntity(type="bold", offset=3, length=2)])
    assert sent.html_text == "😀 <b>да</b>"


async def test_a_reply_needs_its_message_unless_told_otherwise(bot: Bot, marina: ClientPerson) -> None:
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(marina.id, "ответ", reply_parameters={"message_id": 999})
    loose = {"message_id": 999, "allow_sending_without_reply": True}
    assert (await bot.send_message(marina.id, "ответ", reply_parameters=loose)).reply_to_message is None
    replied = await bot.send_message(marina.id, "ответ", reply_parameters={"message_id": 1})
    assert replied.reply_to_message and replied.reply_to_message.text == "/start"
