"""The two cookies: one for the open session, one for the browser itself.

Both are 256 random bits that mean nothing without their row on the server. The browser's cookie tells a known
computer from a stranger's (D4) and carries the token of the sign-in form, when no session exists yet.
"""

import secrets

from aiohttp import web

from admin.keys import FRESH_DEVICE, SETTINGS, SIGNED_IN, STORE

_SESSION = "ryadom_session"
_DEVICE = "ryadom_device"
_DEVICE_DAYS = 180


def session_token(request: web.Request) -> str | None:
    """The token of the session cookie."""
    return request.cookies.get(_named(request, _SESSION))


def device_token(request: web.Request) -> str | None:
    """The token of the browser's cookie, also when this very answer sets it."""
    return request.get(FRESH_DEVICE) or request.cookies.get(_named(request, _DEVICE))


def meet_device(request: web.Request) -> None:
    """Give a browser without a cookie a token, so that the sign-in form about to be rendered can carry its own."""
    if device_token(request) is None:
        request[FRESH_DEVICE] = secrets.token_urlsafe(32)


def keep_session(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Set the session cookie; the server decides when it ends, the browser forgets it when it closes."""
    _set(request, response, _SESSION, token, None)


def keep_device(request: web.Request, response: web.StreamResponse, token: str | None) -> None:
    """Set the browser's cookie for half a year."""
    if token is not None:
        _set(request, response, _DEVICE, token, _DEVICE_DAYS * 86_400)


def forget_session(request: web.Request, response: web.StreamResponse) -> None:
    """Take the session cookie back."""
    secure = request.app[SETTINGS].secure
    response.del_cookie(_named(request, _SESSION), path="/", secure=secure, httponly=True, samesite="Lax")


def forgery_token(request: web.Request) -> str:
    """What a form must send back: bound to the session, or before sign-in to the browser. Never equal for no cookie."""
    basis = session_token(request) if SIGNED_IN in request else device_token(request)
    return request.app[STORE].vault.digest("csrf", basis or secrets.token_urlsafe(32))


def _set(request: web.Request, response: web.StreamResponse, name: str, token: str, age: int | None) -> None:
    secure = request.app[SETTINGS].secure
    response.set_cookie(
        _named(request, name), token, path="/", max_age=age, secure=secure, httponly=True, samesite="Lax"
    )


def _named(request: web.Request, name: str) -> str:
    return f"__Host-{name}" if request.app[SETTINGS].secure else name
