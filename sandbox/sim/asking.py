"""Inline mode: `@bot words`, and choosing one of the offered results."""

from __future__ import annotations

import secrets
from typing import Any

from aiogram.types import InlineQueryResultUnion, InputTextMessageContent
from pydantic import BaseModel

from sandbox import wire
from sandbox.sim.scene import CannotDo, Scene
from sandbox.state.chats import Message, Side, Text
from sandbox.state.queries import InlineQuestion
from sandbox.state.updates import Wire
from sandbox.text.reading import read_text

QUESTIONS_KEPT = 1_000


class Ask(BaseModel):
    query: str = ""
    offset: str = ""


class Choose(BaseModel):
    query_id: str
    result_id: str


def ask(scene: Scene, act: Ask) -> Wire:
    question = InlineQuestion(str(secrets.randbits(62)), scene.chat.person.id, act.query, scene.world.now())
    questions = scene.bot.questions
    questions[question.id] = question
    while len(questions) > QUESTIONS_KEPT:
        del questions[next(iter(questions))]
    query = {
        "id": question.id,
        "from": wire.person_user(scene.chat.person),
        "query": act.query,
        "offset": act.offset,
        "chat_type": "sender",
    }
    scene.tell("inline_query", query)
    return {"query_id": question.id}


def results(scene: Scene, query_id: str) -> Wire:
    """What the bot offered so far, for the page and the client."""
    question = _question(scene, query_id)
    offered = [{"id": result.id, "title": _title(result), "text": _words(result)} for result in question.results]
    return {"answered": question.answered, "results": offered}


def choose(scene: Scene, act: Choose) -> Wire:
    """Send the chosen result into the chat; the bot hears it as a message and, if asked for, as the choice."""
    question = _question(scene, act.query_id)
    result = next((item for item in question.results if item.id == act.result_id), None)
    if result is None:
        raise CannotDo("Такого ответа бот не предлагал")
    content: Any = getattr(result, "input_message_content", None)
    mode = content.parse_mode if isinstance(content, InputTextMessageContent) else None
    body = Text(read_text(_words(result), mode, getattr(content, "entities", None)))
    inline = getattr(result, "reply_markup", None)
    sent = scene.post(
        Message(id=0, side=Side.PERSON, sent_at=scene.seconds(), content=body, inline=inline, via_bot=True)
    )
    chosen = {"result_id": result.id, "from": wire.person_user(scene.chat.person), "query": question.query}
    scene.tell("chosen_inline_result", chosen)
    return {"message_id": sent.id}


def _question(scene: Scene, query_id: str) -> InlineQuestion:
    question = scene.bot.questions.get(query_id)
    if question is None or question.person_id != scene.chat.person.id:
        raise CannotDo("Такого вопроса не было")
    return question


def _title(result: InlineQueryResultUnion) -> str:
    return getattr(result, "title", None) or result.id


def _words(result: InlineQueryResultUnion) -> str:
    """The text a chosen result sends."""
    content = getattr(result, "input_message_content", None)
    if isinstance(content, InputTextMessageContent):
        return content.message_text
    return getattr(result, "caption", None) or _title(result)
