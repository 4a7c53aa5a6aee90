"""What the page and the test client see: chats as changes since a revision, the list of people, the transcript."""

from __future__ import annotations

import heapq

from aiogram.types import BotCommand

from sandbox import wire
from sandbox.methods.delivery import described
from sandbox.sim.scene import Scene
from sandbox.state.chats import Chat, Message, Side
from sandbox.state.people import Person
from sandbox.state.updates import Wire
from sandbox.world import BotAccount, World

LISTED = 300


def person_view(person: Person) -> Wire:
    return wire.person_user(person) | {"phone_number": person.phone_number}


def bot_view(bot: BotAccount) -> Wire:
    """The bot's profile as a person sees it before and in the chat."""
    return wire.bot_user(bot) | {
        "description": bot.profile.descriptions.get("ru") or bot.profile.descriptions.get("", ""),
        "about": bot.profile.short_descriptions.get("ru") or bot.profile.short_descriptions.get("", ""),
        "commands": [command.model_dump(exclude_none=True) for command in commands(bot)],
    }


def commands(bot: BotAccount) -> list[BotCommand]:
    """The commands of a private chat, most special first, Russian before default."""
    keys = [(scope, language) for scope in ("all_private_chats:", "default:", "default") for language in ("ru", "")]
    return next((bot.profile.commands[key] for key in keys if key in bot.profile.commands), [])


def people_view(world: World, bot: BotAccount) -> Wire:
    """Those with the newest message first; in a crowd only the first few hundred."""

    def newest(person: Person) -> tuple[int, int]:
        chat = bot.chats.get(person.id)
        last = next(reversed(chat.messages.values()), None) if chat else None
        return (last.sent_at if last else 0, -person.id)

    listed = heapq.nlargest(LISTED, world.people.values(), key=newest)
    rows = [_person_row(bot, person) for person in listed]
    return {"revision": world.pulse.revision, "bot": bot_view(bot), "people": rows}


def _person_row(bot: BotAccount, person: Person) -> Wire:
    chat = bot.chats.get(person.id)
    seen = chat.visible() if chat else []
    last = seen[-1] if seen else None
    unread = sum(1 for item in seen if item.side is Side.BOT and chat and item.id > chat.read_up_to)
    return {
        "person": person_view(person),
        "at": last.sent_at if last else 0,
        "preview": described(last.content) if last else "",
        "mine": bool(last and last.side is Side.PERSON),
        "unread": unread,
        "blocked": bool(chat and chat.blocked),
    }


def chat_view(scene: Scene, since: int) -> Wire:
    """Everything that changed after revision `since`; 0 gives the whole chat."""
    chat = scene.chat
    now = scene.world.now()
    waiting = [tap for tap in scene.bot.taps.values() if tap.chat_id == chat.person.id and tap.is_open(now)]
    return {
        "revision": chat.revision,
        "person": person_view(chat.person),
        "started": chat.started,
        "blocked": chat.blocked,
        "pinned": chat.pinned,
        "keyboard": chat.keyboard.model_dump(exclude_none=True) if chat.keyboard else None,
        "messages": [_row(scene, message) for message in chat.visible() if message.revision > since],
        "removed": [message_id for revision, message_id in chat.removals if revision > since],
        "notices": [
            {"kind": notice.kind.value, "text": notice.text, "revision": notice.revision}
            for notice in chat.notices
            if notice.revision > since
        ],
        "waiting": [{"message_id": tap.message_id, "row": tap.row, "column": tap.column} for tap in waiting],
    }


def _row(scene: Scene, message: Message) -> Wire:
    return {
        "revision": message.revision,
        "side": message.side.value,
        "message": wire.message(scene.bot, scene.chat, message),
        "reactions": [emoji for emoji in (message.bot_reaction, message.person_reaction) if emoji],
    }


def transcript(bot: BotAccount, chat: Chat) -> str:
    """The conversation as text: who, what, and the buttons under it."""
    names = {Side.BOT: wire.bot_name(bot), Side.PERSON: chat.person.first_name}
    lines: list[str] = []
    for message in chat.visible():
        edited = " (изменено)" if message.edited_at else ""
        lines.append(f"{names[message.side]}{edited}: {described(message.content)}")
        rows = message.inline.inline_keyboard if message.inline else []
        lines += ["    " + " ".join(f"[{button.text}]" for button in row) for row in rows]
    if chat.keyboard and (keyboard := getattr(chat.keyboard, "keyboard", None)):
        lines += ["    ⌨ " + " ".join(f"[{button.text}]" for button in row) for row in keyboard]
    return "\n".join(lines)
