"""The own account: who I am, where I am signed in, my password."""

from aiohttp import web
from markupsafe import Markup

from admin.access import Context
from admin.cookies import device_token
from admin.forms import field, number
from admin.keys import PASSWORDS, SIGNED_IN, STORE, TEXTS
from admin.rendering import go_to, page
from admin.views.sign_in import address_of
from core.cases.absences import ReadAbsences, absences, whom_to_choose
from core.permissions import Permission
from core.staff.accounts import NewPassword, OwnAccount, change_password, my_account
from core.staff.passwords import Weakness, weakness
from core.staff.second_factor import SwitchOn, WrongCode, switch_on
from core.staff.sessions import SessionId, end_other_sessions, end_session, my_sessions
from core.staff.sign_in import Attempt, TooManyAttempts, give_up_code
from core.staff.totp import address, from_written, new_secret, written

DONE = ("password", "session", "sessions", "absence", "absence-refused", "factor-on", "factor-off")


async def account_page(request: web.Request) -> web.Response:
    """Name, sessions, password."""
    return await _show(request)


async def choose_password(request: web.Request) -> web.Response:
    """Replace the own password; every other session ends."""
    signed_in, store, passwords = request[SIGNED_IN], request.app[STORE], request.app[PASSWORDS]
    old, new = await field(request, "old"), await field(request, "new")
    account = await store.read(my_account, None, signed_in.member)
    if not await passwords.verify(account.password_hash, old[:256]):
        return await _show(request, 422, "old")
    weak = Weakness.SAME if new == old else weakness(new, account.login)
    if weak is not None:
        return await _show(request, 422, weak.value)
    command = NewPassword(account.password_hash, await passwords.hash(new), signed_in.session_id)
    await store.write(change_password, command, signed_in.member)
    return go_to("/account?done=password")


async def second_factor_on(request: web.Request) -> web.Response:
    """Ask for codes from now on; a first code proves that the app knows the secret."""
    secret, signed_in = from_written(await field(request, "secret")), request[SIGNED_IN]
    if secret is None:
        raise web.HTTPBadRequest
    command = SwitchOn(secret, (await field(request, "code"))[:20], signed_in.session_id)
    try:
        await request.app[STORE].write(switch_on, command, signed_in.member)
    except WrongCode:
        return await _show(request, 422, code_problem=True, secret=secret)
    return go_to("/account?done=factor-on")


async def second_factor_off(request: web.Request) -> web.Response:
    """Ask for no codes any more; a last code proves that it is the same person."""
    store, member, code = request.app[STORE], request[SIGNED_IN].member, (await field(request, "code"))[:20]
    account = await store.read(my_account, None, member)
    try:
        await give_up_code(store, member, Attempt(account.login, address_of(request), device_token(request)), code)
    except WrongCode:
        return await _show(request, 422, code_problem=True)
    except TooManyAttempts as refusal:
        raise web.HTTPTooManyRequests from refusal
    return go_to("/account?done=factor-off")


async def end_one(request: web.Request) -> web.Response:
    """Sign out one of the own browsers."""
    command = SessionId(await number(request, "session"))
    await request.app[STORE].write(end_session, command, request[SIGNED_IN].member)
    return go_to("/account?done=session")


async def end_others(request: web.Request) -> web.Response:
    """Sign out everywhere but here."""
    signed_in = request[SIGNED_IN]
    await request.app[STORE].write(end_other_sessions, SessionId(signed_in.session_id), signed_in.member)
    return go_to("/account?done=sessions")


async def _show(
    request: web.Request,
    status: int = 200,
    problem: str | None = None,
    *,
    code_problem: bool = False,
    secret: bytes | None = None,
) -> web.Response:
    signed_in, store = request[SIGNED_IN], request.app[STORE]
    account: OwnAccount = await store.read(my_account, None, signed_in.member)
    own = await store.read(my_sessions, None, signed_in.member)
    done = request.query.get("done")
    away = await _away(request)
    return page(
        request,
        "account.html",
        status,
        account=account,
        sessions=own.sessions,
        must_change=signed_in.must_change_password,
        problem=problem,
        code_problem=code_problem,
        **_offered_factor(request, account, secret),
        done=done if done in DONE else None,
        **away,
    )


def _offered_factor(request: web.Request, account: OwnAccount, secret: bytes | None) -> Context:
    """A fresh secret to teach the app, as a picture and as letters; nothing when codes are asked for already."""
    if account.second_factor:
        return {"secret": None, "picture": None}
    import segno  # one page of one day

    secret = secret or new_secret()
    told = address(secret, account.login, request.app[TEXTS].render("panel-brand", {}))
    picture = segno.make(told, error="m").svg_inline(scale=4)
    return {"secret": written(secret), "picture": Markup(picture)}  # noqa: S704 - our own drawing


async def _away(request: web.Request) -> Context:
    """Absences and whom to choose from; nothing for those who answer no families."""
    member, store = request[SIGNED_IN].member, request.app[STORE]
    if Permission.TRANSFER_CASE not in member.permissions:
        return {"away": None}
    found = await store.read(absences, ReadAbsences(), member)
    choice = await store.read(whom_to_choose, ReadAbsences(), member)
    people = {"colleagues": choice.colleagues, "absentees": choice.absentees}
    return {"away": found.entries, **people, "may_plan_others": choice.for_others}
