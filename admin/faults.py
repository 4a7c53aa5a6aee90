"""What people see when something cannot be done: one calm page per case, and nothing about anybody in the log (D8).

A traceback's frames are logged, an exception's message never: messages of databases quote the values they refused.
"""

import logging
import secrets
import traceback

from aiohttp import web
from aiohttp.typedefs import Handler

from admin.cookies import device_token, keep_device, meet_device
from admin.keys import ChannelAway
from admin.rendering import page
from core.staff.sessions import SessionEnded
from core.storage.database import StorageUnavailable
from core.use_case import Forbidden, Refused

_log = logging.getLogger("panel")


@web.middleware
async def explain_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn refusals and faults into pages."""
    try:
        return await handler(request)
    except SessionEnded:
        return sign_in_again(request)
    except Forbidden:
        return explained(request, 403, "forbidden")
    except Refused as refusal:
        _log.info("refused %s %s", type(refusal).__name__, request.path)
        return explained(request, 409, "refused")
    except StorageUnavailable:
        _log.error("storage unavailable at %s", request.path)
        return explained(request, 503, "storage")
    except ChannelAway:
        _log.warning("the messenger does not answer")
        return explained(request, 503, "channel")
    except web.HTTPException as answer:
        return _http(request, answer)
    except Exception as error:
        return _unexpected(request, error)


def sign_in_again(request: web.Request) -> web.Response:
    """The sign-in page, leading back to where the person was."""
    meet_device(request)
    wanted = request.path_qs if request.method == "GET" else ""
    response = page(request, "sign_in.html", 401, next=wanted, problem="ended", login="", wait=0)
    keep_device(request, response, device_token(request))
    return response


def explained(request: web.Request, status: int, reason: str, code: str = "") -> web.Response:
    """One page with a heading, a sentence and a way back."""
    return page(request, "fault.html", status, reason=reason, code=code)


def _http(request: web.Request, answer: web.HTTPException) -> web.StreamResponse:
    if answer.status < 400:
        raise answer
    known = {403: "forged", 404: "missing", 405: "missing", 413: "too_big", 429: "too_many"}
    return explained(request, answer.status, known.get(answer.status, "refused"))


def _unexpected(request: web.Request, error: Exception) -> web.Response:
    code = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("fault %s: %s at %s %s\n%s", code, type(error).__name__, request.method, request.path, frames)
    return explained(request, 500, "unexpected", code)
