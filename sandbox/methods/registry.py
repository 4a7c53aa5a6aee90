"""The table of all Bot API methods the sandbox serves, and how each one's form fields are decoded.

Built once per application. A method aiogram knows but the sandbox does not serve answers 404, like one that does
not exist: better a loud stop than an answer nobody thought about.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from aiogram.methods import TelegramMethod
from pydantic import BaseModel

from sandbox.desk import Handler
from sandbox.methods import callbacks, editing, media, messages, profile, receiving, removing

FAMILIES = (messages, media, editing, removing, callbacks, receiving, profile)
UNCOUNTED = frozenset({"sendChatAction"})
RECEIVING = frozenset({"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "getMe"})


@dataclass(frozen=True, slots=True)
class Method:
    """One served method. `json_fields` arrive as JSON text, `id_fields` are numbers unless they are @names."""

    name: str
    model: type[TelegramMethod[Any]]
    handler: Handler
    json_fields: frozenset[str]
    id_fields: frozenset[str]

    @property
    def sends(self) -> bool:
        """Counted by the rate limits: methods that create messages."""
        return self.name.startswith(("send", "copy", "forward")) and self.name not in UNCOUNTED

    @property
    def receives(self) -> bool:
        """Not stopped by a flood ban: a banned bot still hears people."""
        return self.name in RECEIVING


def served_methods() -> Mapping[str, Method]:
    """All methods by lower-case name, as Telegram compares them."""
    pairs = [pair for family in FAMILIES for pair in family.HANDLERS.items()]
    return {model.__api_method__.lower(): _method(model, handler) for model, handler in pairs}


def _method(model: type[TelegramMethod[Any]], handler: Handler) -> Method:
    fields = {name: _leaves(field.annotation) for name, field in model.model_fields.items()}
    return Method(
        name=model.__api_method__,
        model=model,
        handler=handler,
        json_fields=frozenset(name for name, leaves in fields.items() if any(map(_is_structure, leaves))),
        id_fields=frozenset(name for name, leaves in fields.items() if {int, str} <= leaves),
    )


def _leaves(annotation: Any) -> set[Any]:
    """The types a field may hold: unions opened, lists kept as `list`."""
    if get_origin(annotation) is Annotated:
        return _leaves(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return set().union(*map(_leaves, get_args(annotation)))
    return {get_origin(annotation) or annotation}


def _is_structure(leaf: Any) -> bool:
    return leaf is list or (isinstance(leaf, type) and issubclass(leaf, BaseModel))
