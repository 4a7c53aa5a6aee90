"""aiogram's models, made when they are first used.

`import aiogram` makes validators of the whole Bot API, nearly 600 models: two CPU seconds and a hundred megabytes,
of which conversations with families use a few dozen (P6). aiogram declares its types `defer_build` and yet builds every
one as the last step of its import, because only there all names are known that their annotations use. Here this step
is left out and the names are kept, so pydantic builds a model when it is first used, as `defer_build` promises.

Whoever imports aiogram first without us gets it as it is. Both ways lead to the same models (`test_late_models`).
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pydantic import BaseModel

TYPES = "aiogram.types"
"""Where the models live whose making is put off."""


def import_aiogram() -> None:
    """Import aiogram without making its models. Does nothing where it is imported already."""
    if "aiogram" in sys.modules:
        return
    names: dict[str, Any] = {}
    build = BaseModel.__dict__["model_rebuild"].__func__

    def put_off(cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **asked: Any) -> Any:
        if _types_namespace is None or not cls.__module__.startswith(TYPES):
            return build(cls, _types_namespace=_types_namespace, **asked)
        if not names:
            names.update(_types_namespace)
        return None

    def build_by_names(cls: type[BaseModel], /, *, force: bool = False, raise_errors: bool = True, **asked: Any) -> Any:
        return build(cls, force=force, raise_errors=raise_errors, _types_namespace=names)

    BaseModel.model_rebuild = classmethod(put_off)  # type: ignore[method-assign,assignment]
    try:
        import_module("aiogram")
    finally:
        BaseModel.model_rebuild = classmethod(build)  # type: ignore[method-assign,assignment]
    base, methods = import_module("aiogram.types.base"), import_module("aiogram.methods.base")
    # Pydantic itself would look among the names of whoever uses the model, where a `Document` may not be Telegram's.
    for owner in (base.TelegramObject, methods.TelegramMethod, methods.Response):
        owner.model_rebuild = classmethod(build_by_names)


def make_ready() -> None:
    """Build what conversations use, so that no family waits for it: a tenth of the time it takes to build everything.

    The order matters: what is built already is taken over by what contains it.
    """
    from aiogram import methods, types

    built: tuple[type[BaseModel], ...] = (
        types.Message,
        types.Update,
        *(methods.Response[answer] for answer in (bool, types.Message, types.Message | bool)),  # type: ignore[valid-type]
        types.InlineKeyboardButton,
        types.InlineKeyboardMarkup,
        methods.SendMessage,
        types.InputRichMessage,
        methods.EditMessageText,
        methods.EditMessageReplyMarkup,
        types.InputRichMessageContent,
        types.InlineQueryResultArticle,
        methods.AnswerInlineQuery,
        methods.SendDocument,
    )
    for model in built:
        model.model_rebuild()
