"""Answers to taps and to inline questions: once, and while the query is fresh."""

from __future__ import annotations

from aiogram.methods import AnswerCallbackQuery, AnswerInlineQuery

from sandbox.desk import Desk, Handlers
from sandbox.keyboards import checked
from sandbox.refusals import STALE_QUERY, bad_request
from sandbox.state.chats import NoticeKind
from sandbox.text.formatted import utf16_length
from sandbox.text.reading import read_text

TEXT_LIMIT = 200
RESULTS_LIMIT = 50
RESULT_ID_BYTES = 64


def answer_callback_query(desk: Desk, call: AnswerCallbackQuery) -> bool:
    """Stops the spinner on the tapped button; with a text, shows it as a toast or an alert."""
    if utf16_length(call.text or "") > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = desk.bot.taps.get(call.callback_query_id)
    if tap is None or not tap.is_open(desk.world.now()):
        raise bad_request(STALE_QUERY)
    tap.answered = True
    chat = desk.bot.chats[tap.chat_id]
    chat.touch()
    if call.text:
        kind = NoticeKind.ALERT if call.show_alert else NoticeKind.TOAST
        chat.notify(kind, call.text, desk.world.now())
    if call.url:
        chat.notify(NoticeKind.LINK, call.url, desk.world.now())
    return True


def answer_inline_query(desk: Desk, call: AnswerInlineQuery) -> bool:
    """Up to 50 results with distinct ids; texts are parsed now, so a bad entity is refused here."""
    question = desk.bot.questions.get(call.inline_query_id)
    if question is None or not question.is_open(desk.world.now()):
        raise bad_request(STALE_QUERY)
    ids = [result.id for result in call.results]
    if len(ids) > RESULTS_LIMIT:
        raise bad_request("too many inline query results specified")
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if not all(1 <= len(result_id.encode()) <= RESULT_ID_BYTES for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    for result in call.results:
        checked(getattr(result, "reply_markup", None))
        if words := getattr(result, "input_message_content", None):
            read_text(getattr(words, "message_text", "-"), getattr(words, "parse_mode", None), None)
    question.answered = True
    question.results = tuple(call.results)
    desk.world.pulse.advance()
    return True


HANDLERS: Handlers = {
    AnswerCallbackQuery: answer_callback_query,
    AnswerInlineQuery: answer_inline_query,
}
