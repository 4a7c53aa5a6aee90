"""From an HTTP request to a call checked by aiogram's own method model.

aiogram posts urlencoded forms, multipart with files, and nested objects as JSON text; other clients post JSON or
put everything in the query. All of them end here as the same model, so a malformed call is refused, not guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram.methods import TelegramMethod
from aiohttp import web
from aiohttp.web_request import FileField
from pydantic import ValidationError

from sandbox.methods.registry import Method
from sandbox.refusals import STALE_QUERY, bad_request, too_large
from sandbox.state.files import Upload

UPLOAD_BYTES = 50 * 1024 * 1024
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "media": "there is no media in the request",
    "message_id": "message identifier is not specified",
    "callback_query_id": STALE_QUERY,
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The raw fields of a call and the files that came with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)


async def read_fields(request: web.Request) -> Fields:
    """Query, form and JSON body together, as Telegram takes them; files of more than 50 MB are refused with 413."""
    try:
        fields = await _read(request)
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    if sum(upload.size for upload in fields.uploads.values()) > UPLOAD_BYTES:
        raise too_large()
    return fields


async def _read(request: web.Request) -> Fields:
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        return Fields(values | (body if isinstance(body, dict) else {}))
    if request.content_type == "application/x-www-form-urlencoded":
        return Fields(values | dict(await request.post()))
    form = await request.post()
    uploads = {name: _upload(part) for name, part in form.items() if isinstance(part, FileField)}
    values |= {name: part for name, part in form.items() if not isinstance(part, FileField)}
    return Fields(values | {name: f"attach://{name}" for name in uploads if name not in values}, uploads)


def _upload(part: FileField) -> Upload:
    return Upload(part.filename, part.content_type, part.file.read())


def decode(method: Method, fields: Fields) -> TelegramMethod[Any]:
    """The call as aiogram's model; raises Refusal for anything the model does not take."""
    values = {name: _value(method, name, value) for name, value in fields.values.items() if value is not None}
    try:
        return method.model.model_validate(values)
    except ValidationError as error:
        raise bad_request(_complaint(error)) from None


def _value(method: Method, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value if isinstance(value, int | float | bool | list | dict) else str(value)
    if name in method.json_fields and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    if name in method.id_fields and value.removeprefix("-").isdecimal():
        return int(value)
    return value


def _complaint(error: ValidationError) -> str:
    """Telegram's words for a missing field, else the place and what is wrong with it."""
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "request"
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return MISSING.get(name, f'parameter "{name}" is required')
    where = ".".join(str(step) for step in first["loc"])
    return f"can't parse {where}: {first['msg']}"


def chat_of(values: Mapping[str, Any]) -> int | None:
    """The chat a call is about, when it names one by number."""
    raw = str(values.get("chat_id", ""))
    return int(raw) if raw.removeprefix("-").isdecimal() else None
