"""Taps and inline questions: answered once, in time, and the person sees it."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson

MENU = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Меню", callback_data="menu")]])
STALE = "query is too old and response timeout expired or query ID is invalid"


async def _tapped(bot: Bot, marina: ClientPerson) -> str:
    await bot.send_message(marina.id, "Выберите", reply_markup=MENU)
    await marina.tap("Меню")
    (update,) = await bot.get_updates(offset=-1)
    assert update.callback_query and update.callback_query.data == "menu"
    assert update.callback_query.message and update.callback_query.message.text == "Выберите"
    return update.callback_query.id


async def test_a_tap_is_answered_once_and_the_person_reads_the_answer(bot: Bot, marina: ClientPerson) -> None:
    query_id = await _tapped(bot, marina)
    assert await bot.answer_callback_query(query_id, "Сохранили")
    assert await marina.wait_for_notice("Сохранили") == "Сохранили"
    with pytest.raises(TelegramBadRequest, match=STALE):
        await bot.answer_callback_query(query_id)


async def test_an_old_or_unknown_tap_cannot_be_answered(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    query_id = await _tapped(bot, marina)
    await client.advance(seconds=61)
    with pytest.raises(TelegramBadRequest, match=STALE):
        await bot.answer_callback_query(query_id)
    with pytest.raises(TelegramBadRequest, match=STALE):
        await bot.answer_callback_query("12345")


async def test_an_answer_has_at_most_200_characters_and_leaves_the_tap_open(bot: Bot, marina: ClientPerson) -> None:
    query_id = await _tapped(bot, marina)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query_id, "я" * 201)
    assert await bot.answer_callback_query(query_id, "я" * 200, show_alert=True)


async def test_the_spinner_turns_until_the_answer(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    query_id = await _tapped(bot, marina)
    waiting = (await client.request("GET", f"people/{marina.id}/chat"))["waiting"]
    assert [(tap["row"], tap["column"]) for tap in waiting] == [(0, 0)]
    await bot.answer_callback_query(query_id)
    assert (await client.request("GET", f"people/{marina.id}/chat"))["waiting"] == []


def _article(number: int, text: str = "Пособие") -> InlineQueryResultArticle:
    words = InputTextMessageContent(message_text=text, parse_mode="HTML")
    return InlineQueryResultArticle(id=str(number), title=f"Мера {number}", input_message_content=words)


async def test_an_inline_question_gets_results_and_one_is_sent(bot: Bot, marina: ClientPerson) -> None:
    asking = asyncio.ensure_future(marina.ask("пособие"))
    offset, question = 0, None
    while question is None:
        for update in await bot.get_updates(offset=offset, timeout=5):
            offset, question = update.update_id + 1, update.inline_query
    assert question.query == "пособие"
    assert await bot.answer_inline_query(question.id, [_article(1), _article(2, "<b>Выплата</b>")])
    query_id, offered = await asking
    assert [one.title for one in offered] == ["Мера 1", "Мера 2"]

    await marina.choose(query_id, "2")
    kinds = {update.event_type: update for update in await bot.get_updates(offset=offset)}
    assert set(kinds) == {"message", "chosen_inline_result"}
    assert kinds["message"].message.html_text == "<b>Выплата</b>"
    assert kinds["message"].message.via_bot.id == bot.id


async def test_wrong_inline_answers_are_refused(bot: Bot, client: SandboxClient, marina: ClientPerson) -> None:
    asked = await client.request("POST", f"people/{marina.id}/ask", {"query": "мера"})
    for results, complaint in [
        ([_article(1), _article(1)], "RESULT_ID_DUPLICATE"),
        ([_article(number) for number in range(51)], "too many inline query results specified"),
        ([_article(1, "<b>")], "can't parse entities"),
    ]:
        with pytest.raises(TelegramBadRequest, match=complaint):
            await bot.answer_inline_query(asked["query_id"], results)
    assert await bot.answer_inline_query(asked["query_id"], [_article(1)])
    with pytest.raises(TelegramBadRequest, match=STALE):
        await bot.answer_inline_query(asked["query_id"], [_article(1)])
