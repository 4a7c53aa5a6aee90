"""Writing: text, the START button, a contact, a place, a correction of one's own message."""

from __future__ import annotations

import re
from dataclasses import replace

from pydantic import BaseModel, Field

from sandbox import wire
from sandbox.sim.scene import CannotDo, Scene
from sandbox.state.chats import Contact, Content, Location, Media, Message, Side, Text
from sandbox.state.updates import Wire
from sandbox.text.formatted import Formatted, utf16_length
from sandbox.text.links import with_found
from sandbox.text.reading import TEXT_LIMIT, trimmed

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Say(BaseModel):
    text: str
    reply_to: int | None = None


class Start(BaseModel):
    """The START button, or a deep link `t.me/<bot>?start=<payload>`."""

    payload: str = ""


class ShareContact(BaseModel):
    """One's own number by default; another person's card has another `user_id` or none."""

    phone_number: str | None = None
    first_name: str | None = None
    user_id: int | None = None
    someone_else: bool = False


class SharePlace(BaseModel):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Edit(BaseModel):
    text: str
    message_id: int


def say(scene: Scene, act: Say) -> Wire:
    body = readable(act.text)
    if not body.text:
        raise CannotDo("Пустое сообщение не отправить")
    if utf16_length(body.text) > TEXT_LIMIT:
        raise CannotDo("Сообщение длиннее 4096 знаков: приложение разбило бы его на части")
    return _post(scene, Text(body), act.reply_to)


def start(scene: Scene, act: Start) -> Wire:
    if not PAYLOAD.fullmatch(act.payload):
        raise CannotDo("В ссылке ?start= допустимы до 64 латинских букв, цифр, _ и -")
    return say(scene, Say(text=f"/start {act.payload}".strip()))


def share_contact(scene: Scene, act: ShareContact) -> Wire:
    person = scene.chat.person
    user_id = act.user_id if act.someone_else or act.user_id else person.id
    name = act.first_name or person.first_name
    contact = Contact(act.phone_number or person.phone_number, name, person.last_name, user_id)
    hide_one_time(scene)
    return _post(scene, contact)


def share_place(scene: Scene, act: SharePlace) -> Wire:
    hide_one_time(scene)
    return _post(scene, Location(act.latitude, act.longitude))


def edit(scene: Scene, act: Edit) -> Wire:
    """Change one's own text or caption; the bot hears `edited_message`."""
    message = scene.own(act.message_id)
    body = readable(act.text)
    if isinstance(message.content, Text) and body.text:
        content: Content = Text(body)
    elif isinstance(message.content, Media):
        content = replace(message.content, caption=body)
    else:
        raise CannotDo("Это сообщение нельзя исправить")
    if content == message.content:
        raise CannotDo("Текст не изменился")
    stored = scene.chat.update(replace(message, content=content, edited_at=scene.seconds()))
    scene.tell("edited_message", wire.message(scene.bot, scene.chat, stored))
    return {"message_id": stored.id}


def readable(text: str) -> Formatted:
    """The text as a messenger sends it: trimmed, with its links and commands found."""
    return with_found(trimmed(Formatted(text)))


def hide_one_time(scene: Scene) -> None:
    """A one-time keyboard leaves after the first use; the request to reply is fulfilled by any message."""
    if getattr(scene.chat.keyboard, "one_time_keyboard", None) or getattr(scene.chat.keyboard, "force_reply", None):
        scene.chat.keyboard = None


def _post(scene: Scene, content: Content, reply_to: int | None = None) -> Wire:
    if reply_to is not None:
        scene.message(reply_to)
    draft = Message(id=0, side=Side.PERSON, sent_at=scene.seconds(), content=content, reply_to=reply_to)
    if getattr(scene.chat.keyboard, "force_reply", None):
        draft = replace(draft, reply_to=reply_to or scene.chat.last_id)
        scene.chat.keyboard = None
    return {"message_id": scene.post(draft).id}
