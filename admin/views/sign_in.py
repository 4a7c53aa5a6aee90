"""Coming in and going out."""

from aiohttp import web

from admin.access import find_session
from admin.browsers import device_label
from admin.cookies import device_token, forget_session, keep_device, keep_session, meet_device
from admin.forms import field
from admin.keys import PASSWORDS, SETTINGS, SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.permissions import Permission
from core.staff.second_factor import WrongCode
from core.staff.sessions import SessionId, end_session
from core.staff.sign_in import (
    CodeCredentials,
    Credentials,
    HalfOpen,
    Opened,
    TooManyAttempts,
    WrongCredentials,
    enter_code,
    sign_in,
)
from core.use_case import StaffMember


async def sign_in_page(request: web.Request) -> web.Response:
    """The form; somebody who is signed in already goes on to their work."""
    signed_in = await find_session(request)
    if signed_in is not None:
        return go_to(landing(signed_in.member))
    return _form(request, 200, _safe(request.query.get("next", "")))


async def enter(request: web.Request) -> web.Response:
    """Check login and password, open a session, go where the person wanted to."""
    credentials = Credentials(
        login=(await field(request, "login"))[:64],
        password=(await field(request, "password"))[:256],
        address=address_of(request),
        device_token=device_token(request),
        device=device_label(request.headers.get("User-Agent", "")),
    )
    wanted = _safe(await field(request, "next", ""))
    try:
        opened = await sign_in(request.app[STORE], request.app[PASSWORDS], credentials)
        if isinstance(opened, HalfOpen):
            return _code_form(request, 200, wanted, opened.ticket)
    except WrongCredentials:
        return _form(request, 401, wanted, "wrong", credentials.login)
    except TooManyAttempts as refusal:
        seconds = max(1, round(refusal.wait.total_seconds()))
        return _form(request, 429, wanted, "wait", credentials.login, seconds)
    return _welcome(request, opened, wanted)


async def enter_with_code(request: web.Request) -> web.Response:
    """The second step: the code of the app. A ticket that is no good any more begins again."""
    wanted, ticket = _safe(await field(request, "next", "")), (await field(request, "ticket"))[:2_000]
    given = CodeCredentials(
        ticket=ticket,
        code=(await field(request, "code"))[:20],
        address=address_of(request),
        device_token=device_token(request),
        device=device_label(request.headers.get("User-Agent", "")),
    )
    try:
        return _welcome(request, await enter_code(request.app[STORE], given), wanted)
    except WrongCode:
        return _code_form(request, 401, wanted, ticket, "code")
    except WrongCredentials:
        return _form(request, 401, wanted, "ended")
    except TooManyAttempts as refusal:
        return _code_form(request, 429, wanted, ticket, "wait", max(1, round(refusal.wait.total_seconds())))


def _welcome(request: web.Request, opened: Opened, wanted: str) -> web.Response:
    response = go_to(wanted or "/")
    keep_session(request, response, opened.token)
    keep_device(request, response, opened.device_token)
    return response


def _code_form(
    request: web.Request, status: int, wanted: str, ticket: str, problem: str | None = None, wait: int = 0
) -> web.Response:
    response = page(request, "code.html", status, next=wanted, ticket=ticket, problem=problem, wait=wait)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


async def leave(request: web.Request) -> web.Response:
    """End this session on the server; the cookie is worth nothing from now on."""
    signed_in = request[SIGNED_IN]
    await request.app[STORE].write(end_session, SessionId(signed_in.session_id), signed_in.member)
    response = go_to("/sign-in")
    forget_session(request, response)
    return response


async def home(request: web.Request) -> web.Response:
    """The page a member of staff starts the day on."""
    return go_to(landing(request[SIGNED_IN].member))


def landing(member: StaffMember) -> str:
    """The first page this person has a right to."""
    starts = ((Permission.READ_INBOX, "/inbox"), (Permission.READ_APPOINTMENTS, "/appointments"))
    return next((path for right, path in starts if right in member.permissions), "/account")


def address_of(request: web.Request) -> str:
    """The other computer's address; `X-Forwarded-For` counts only from a proxy we were told about (D5)."""
    remote = request.remote or ""
    if remote in request.app[SETTINGS].trusted_proxies:
        return request.headers.get("X-Forwarded-For", remote).rpartition(",")[2].strip()
    return remote


def _form(
    request: web.Request, status: int, wanted: str, problem: str | None = None, login: str = "", wait: int = 0
) -> web.Response:
    meet_device(request)
    response = page(request, "sign_in.html", status, next=wanted, problem=problem, login=login, wait=wait)
    if wait:
        response.headers["Retry-After"] = str(wait)
    keep_device(request, response, device_token(request))
    return response


def _safe(wanted: str) -> str:
    """A path of our own to return to; anything that could lead to another site is dropped."""
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted
    return wanted if own and wanted.isprintable() else ""
