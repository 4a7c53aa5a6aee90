"""One specimen of every content type of the pinned aiogram, made from the types of `Message` themselves.

Nothing here knows a content type by name: a type that a later aiogram adds is tested by itself.
"""

import types
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.enums import ContentType
from aiogram.types import Message
from pydantic import BaseModel

NOT_CONTENT = {
    ContentType.ANY: "a filter's word for all types",
    ContentType.UNKNOWN: "the absence of every type; tested by a type nobody has invented yet",
}
CAPTION = "справка из школы"


def specimen(content_type: str) -> dict[str, Any]:
    """The part of a raw message that makes it of this type."""
    Message.model_rebuild()
    field = Message.model_fields[content_type]
    return {content_type: _sample(field.annotation, content_type)}


def _sample(annotation: Any, name: str) -> Any:
    """The smallest truthful value of a type: required fields only, the first member of a union, one item of a list."""
    annotation = getattr(annotation, "__value__", annotation)  # a named union
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _sample(arguments[0], name)
    if origin in (Union, types.UnionType):
        return _sample(next(each for each in arguments if each is not type(None)), name)
    if origin is Literal:
        return arguments[0].value if isinstance(arguments[0], Enum) else arguments[0]
    if origin in (list, tuple):
        return [_sample(arguments[0], name)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation)
    return _plain(annotation, name)


def _model(model: type[BaseModel]) -> dict[str, Any]:
    model.model_rebuild()  # of a model that nothing used yet the fields' types are only names
    return {
        field.alias or name: _sample(field.annotation, name)
        for name, field in model.model_fields.items()
        if field.is_required() or get_origin(field.annotation) is Literal
    }


def _plain(annotation: Any, name: str) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation)).value
    if annotation is bool:
        return True
    if annotation in (int, float) or (isinstance(annotation, type) and issubclass(annotation, datetime)):
        return 1_795_000_000 if "date" in name else 7
    assert annotation in (str, Any), f"{name}: no specimen of {annotation}"
    return f"{name}-1"
