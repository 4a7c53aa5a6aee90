"""What a person does to the chat itself: block, unblock, read, react, clear away."""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel

from sandbox import wire
from sandbox.sim.scene import CannotDo, Scene
from sandbox.state.updates import Wire


class Nothing(BaseModel):
    """An act without details."""


class OfMessage(BaseModel):
    message_id: int


class React(BaseModel):
    message_id: int
    emoji: str | None = None


class Change(BaseModel):
    """What Telegram knows of the account may change at any time."""

    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    deactivated: bool | None = None


def block(scene: Scene, _act: Nothing) -> Wire:
    return _set_blocked(scene, True)


def unblock(scene: Scene, _act: Nothing) -> Wire:
    return _set_blocked(scene, False)


def _set_blocked(scene: Scene, blocked: bool) -> Wire:
    """Both ways the bot hears `my_chat_member`; doing it twice changes nothing."""
    if scene.chat.blocked == blocked:
        raise CannotDo("Бот уже заблокирован" if blocked else "Бот не заблокирован")
    scene.chat.blocked = blocked
    scene.chat.touch()
    user = wire.bot_user(scene.bot)
    member, kicked = {"status": "member", "user": user}, {"status": "kicked", "user": user, "until_date": 0}
    change = {
        "chat": wire.private_chat(scene.chat.person),
        "from": wire.person_user(scene.chat.person),
        "date": scene.seconds(),
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }
    scene.tell("my_chat_member", change)
    return {}


def hide(scene: Scene, act: OfMessage) -> Wire:
    """Delete a message only for oneself."""
    scene.chat.hide(scene.message(act.message_id).id)
    return {}


def read(scene: Scene, act: OfMessage) -> Wire:
    """Everything up to this message is seen; the bot does not learn of it."""
    if act.message_id > scene.chat.read_up_to:
        scene.chat.read_up_to = act.message_id
        scene.world.pulse.advance()
    return {}


def react(scene: Scene, act: React) -> Wire:
    """Put an emoji on a message or take it back; delivered only to bots that asked for `message_reaction`."""
    message = scene.message(act.message_id)
    scene.chat.update(replace(message, person_reaction=act.emoji))
    change = {
        "chat": wire.private_chat(scene.chat.person),
        "message_id": message.id,
        "user": wire.person_user(scene.chat.person),
        "date": scene.seconds(),
        "old_reaction": _reactions(message.person_reaction),
        "new_reaction": _reactions(act.emoji),
    }
    scene.tell("message_reaction", change)
    return {}


def _reactions(emoji: str | None) -> list[Wire]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []


def change(scene: Scene, act: Change) -> Wire:
    scene.world.replace_person(replace(scene.chat.person, **act.model_dump(exclude_none=True)))
    return {}
