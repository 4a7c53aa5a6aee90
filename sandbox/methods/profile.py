"""Who the bot is: name, descriptions, commands, menu button; and what it may know of a chat."""

from __future__ import annotations

import re
from typing import Any

from aiogram.methods import (
    Close,
    DeleteMyCommands,
    GetChat,
    GetChatMenuButton,
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    LogOut,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from sandbox import wire
from sandbox.desk import Desk, Handlers
from sandbox.refusals import bad_request
from sandbox.state.updates import Wire
from sandbox.text.formatted import utf16_length

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MAX_COMMANDS = 100
MAX_COMMAND_TEXT = 256
MAX_NAME, MAX_DESCRIPTION, MAX_SHORT = 64, 512, 120
ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(desk: Desk, _call: GetMe) -> Wire:
    return wire.bot_user(desk.bot) | ABILITIES


def get_chat(desk: Desk, call: GetChat) -> Wire:
    chat = desk.seen_chat(call.chat_id)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
    )
    known = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    pinned = chat.messages.get(chat.pinned) if chat.pinned else None
    shown = wire.given(pinned_message=wire.message(desk.bot, chat, pinned) if pinned else None)
    return wire.private_chat(chat.person) | known | shown


def _scope(call: SetMyCommands | GetMyCommands | DeleteMyCommands) -> tuple[str, str]:
    scope: Any = call.scope
    if scope is None:
        return "default", call.language_code or ""
    where = getattr(scope, "chat_id", "")
    return f"{scope.type}:{where}", call.language_code or ""


def set_commands(desk: Desk, call: SetMyCommands) -> bool:
    if len(call.commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in call.commands:
        if not COMMAND.fullmatch(command.command.removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command.description) <= MAX_COMMAND_TEXT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    desk.bot.profile.commands[_scope(call)] = list(call.commands)
    desk.world.pulse.advance()
    return True


def get_commands(desk: Desk, call: GetMyCommands) -> list[Wire]:
    return [command.model_dump(exclude_none=True) for command in desk.bot.profile.commands.get(_scope(call), [])]


def delete_commands(desk: Desk, call: DeleteMyCommands) -> bool:
    desk.bot.profile.commands.pop(_scope(call), None)
    desk.world.pulse.advance()
    return True


def _set_words(desk: Desk, words: dict[str, str], language: str | None, text: str | None, limit: int) -> bool:
    """Texts per language; an empty text removes the one of that language."""
    if utf16_length(text or "") > limit:
        raise bad_request("text is too long")
    words[language or ""] = text or ""
    desk.world.pulse.advance()
    return True


def set_name(desk: Desk, call: SetMyName) -> bool:
    return _set_words(desk, desk.bot.profile.names, call.language_code, call.name, MAX_NAME)


def get_name(desk: Desk, call: GetMyName) -> Wire:
    name = desk.bot.profile.names.get(call.language_code or "")
    return {"name": name or wire.bot_name(desk.bot)}


def set_description(desk: Desk, call: SetMyDescription) -> bool:
    texts = desk.bot.profile.descriptions
    return _set_words(desk, texts, call.language_code, call.description, MAX_DESCRIPTION)


def get_description(desk: Desk, call: GetMyDescription) -> Wire:
    return {"description": desk.bot.profile.descriptions.get(call.language_code or "", "")}


def set_short_description(desk: Desk, call: SetMyShortDescription) -> bool:
    texts = desk.bot.profile.short_descriptions
    return _set_words(desk, texts, call.language_code, call.short_description, MAX_SHORT)


def get_short_description(desk: Desk, call: GetMyShortDescription) -> Wire:
    texts = desk.bot.profile.short_descriptions
    return {"short_description": texts.get(call.language_code or "", "")}


def set_menu_button(desk: Desk, call: SetChatMenuButton) -> bool:
    """The button beside the input field; the chat page always shows the commands there."""
    if call.chat_id is not None:
        desk.seen_chat(call.chat_id)
    return True


def get_menu_button(desk: Desk, _call: GetChatMenuButton) -> Wire:
    return {"type": "commands"}


def leave(_desk: Desk, _call: LogOut | Close) -> bool:
    return True


HANDLERS: Handlers = {
    GetMe: get_me,
    GetChat: get_chat,
    SetMyCommands: set_commands,
    GetMyCommands: get_commands,
    DeleteMyCommands: delete_commands,
    SetMyName: set_name,
    GetMyName: get_name,
    SetMyDescription: set_description,
    GetMyDescription: get_description,
    SetMyShortDescription: set_short_description,
    GetMyShortDescription: get_short_description,
    SetChatMenuButton: set_menu_button,
    GetChatMenuButton: get_menu_button,
    LogOut: leave,
    Close: leave,
}
