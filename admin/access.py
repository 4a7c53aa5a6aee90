"""Who may open which address: decided in one table, before any view runs (D1).

A route that is not in the table does not exist for anybody: the application refuses to start with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from admin.cookies import session_token
from admin.headers import nonce_of
from admin.health import note_trouble
from admin.keys import AFTER, FEED, SIGNED_IN, STORE
from core.permissions import Permission
from core.staff.sessions import TOUCH_EVERY, Resume, SessionEnded, SessionId, SignedIn, resume, touch
from core.use_case import Forbidden, System

MEGABYTE = 1_048_576
Context = dict[str, Any]
"""What a template is given: names a template knows, nothing that flows on."""
LIVE = "X-Live"
"""Set by the script on requests nobody made by hand: they do not keep a session open."""
PANEL = System("panel")


class Door(StrEnum):
    """Routes that no permission guards."""

    OPEN = "open"
    """For everybody: signing in, style and script."""
    SIGNED_IN = "signed_in"
    """For every member of staff, about themselves."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address: who may use it, how much it may send, whether an issued password opens it."""

    method: str
    path: str
    handler: Handler
    needs: Permission | Door
    body_limit: int = MEGABYTE
    before_own_password: bool = False


class UnguardedRoute(Exception):
    """A route was added without naming who may use it."""


GUARDED: web.AppKey[Mapping[web.AbstractRoute, Route]] = web.AppKey("guarded", Mapping)


class ChoosePassword(web.HTTPSeeOther):
    """The password was issued by somebody else; a chosen one comes first."""

    def __init__(self) -> None:
        super().__init__("/account")


def install(app: web.Application, table: tuple[Route, ...]) -> None:
    """Register the routes of `table` and nothing else."""
    app[GUARDED] = {app.router.add_route(r.method, r.path, r.handler): r for r in table}
    app.on_startup.append(refuse_unguarded)


async def refuse_unguarded(app: web.Application) -> None:
    """Raise `UnguardedRoute` for a route that did not come through the table."""
    for route in app.router.routes():
        if route not in app[GUARDED]:
            raise UnguardedRoute(f"{route.method} {route.resource and route.resource.canonical}")


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request through only with the session and the right its route names."""
    route = request.app[GUARDED].get(request.match_info.route)
    if route is None:  # not found, or a method this address does not know
        return await handler(request)
    request[AFTER] = request.app[FEED].newest
    if route.needs is not Door.OPEN:
        request[SIGNED_IN] = signed_in = await _signed_in(request)
        _admit(route, signed_in)
        await note_trouble(request)
    if route.body_limit != MEGABYTE:
        nonce_of(request)  # before the copy: page and header must agree
        request = request.clone(client_max_size=route.body_limit)
    return await handler(request)


async def find_session(request: web.Request) -> SignedIn | None:
    """The open session of this browser, if any."""
    token = session_token(request)
    if token is None:
        return None
    try:
        return await request.app[STORE].read(resume, Resume(token), PANEL)
    except SessionEnded:
        return None


async def _signed_in(request: web.Request) -> SignedIn:
    signed_in = await find_session(request)
    if signed_in is None:
        raise SessionEnded
    store = request.app[STORE]
    if LIVE not in request.headers and store.clock() - signed_in.seen_at > TOUCH_EVERY:
        await store.write(touch, SessionId(signed_in.session_id), PANEL)
    return signed_in


def _admit(route: Route, signed_in: SignedIn) -> None:
    if signed_in.must_change_password and not route.before_own_password:
        raise ChoosePassword
    if isinstance(route.needs, Permission) and route.needs not in signed_in.member.permissions:
        raise Forbidden(route.needs)
