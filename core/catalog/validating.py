"""Plain data to a strict record, with what is wrong told in an editor's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.catalog.faults import Fault, LintRule

Shape = TypeVar("Shape", bound=BaseModel)

_WRONG_TYPE = {
    "string_type": ("ждём текст", "возьмите значение в кавычки"),
    "bool_type": ("ждём true или false", "напишите true или false без кавычек"),
    "int_type": ("ждём целое число", "напишите целое число без кавычек"),
    "float_type": ("ждём число", "напишите число без кавычек, дробь через точку"),
    "float_parsing": ("ждём число", "напишите число без кавычек, дробь через точку"),
    "tuple_type": ("ждём список", "напишите список: каждое значение с новой строки через «- »"),
    "model_type": ("ждём набор «ключ: значение»", "сверьтесь с соседней записью"),
    "string_too_short": ("пустой текст", "впишите значение или уберите строку"),
    "too_short": ("список слишком короткий", "добавьте значение"),
}


def record_name(raw: Any, index: int) -> str:
    """The id an editor would look for, else the place in the file."""
    for key in ("id", "region", "code", "looks_like"):
        if isinstance(raw, dict) and isinstance(raw.get(key), str) and raw[key]:
            return str(raw[key])
    return f"запись {index + 1}"


def validated(shape: type[Shape], raw: Any, file: str, record: str) -> Shape | tuple[Fault, ...]:
    """The record, or everything that is wrong with it."""
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        return tuple(_faults(error, shape, file, record))


def _faults(error: ValidationError, shape: type[BaseModel], file: str, record: str) -> Iterator[Fault]:
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_inside(other, detail) for other in details):
            continue
        what, mend = _in_words(detail, shape)
        rule = LintRule.CONDITION if detail["type"] == "condition" else LintRule.SCHEMA
        yield Fault(rule, file, record, what, mend)


def _inside(inner: ErrorDetails, outer: ErrorDetails) -> bool:
    """A list is not called too short because its items are wrong."""
    depth = len(outer["loc"])
    return len(inner["loc"]) > depth and inner["loc"][:depth] == outer["loc"]


def _in_words(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    place = ".".join(str(part) for part in detail["loc"]) or "запись"
    match detail["type"]:
        case "missing":
            return f"нет обязательного поля «{place}»", f"добавьте «{detail['loc'][-1]}»; пример — в соседней записи"
        case "extra_forbidden":
            return f"лишнее поле «{place}»", _closest(str(detail["loc"][-1]), shape)
        case "enum" | "literal_error":
            return f"«{place}»: значения «{detail['input']}» нет в списке", f"выберите из: {_expected(detail)}"
        case "string_pattern_mismatch":
            return f"«{place}»: «{detail['input']}» написано не по образцу", "сверьтесь с соседней записью"
        case "condition":
            return f"условие {detail['msg']}", "сверьтесь с разделом «Условия» в data/README.md"
        case kind if kind in _WRONG_TYPE:
            what, mend = _WRONG_TYPE[kind]
            return f"«{place}»: {what}", mend
        case _:
            return f"«{place}»: {detail['msg']}", "исправьте значение; образцы — в data/README.md"


def _closest(key: str, shape: type[BaseModel]) -> str:
    near = difflib.get_close_matches(key, shape.model_fields, n=1)
    return f"возможно, вы имели в виду «{near[0]}»" if near else "уберите его или проверьте отступ"


def _expected(detail: ErrorDetails) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
