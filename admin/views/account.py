"""The own account: who I am, where I am signed in, my password."""

from aiohttp import web

from admin.access import Context
from admin.forms import field, number
from admin.keys import PASSWORDS, SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.cases.absences import ReadAbsences, absences, whom_to_choose
from core.permissions import Permission
from core.staff.accounts import NewPassword, OwnAccount, change_password, my_account
from core.staff.passwords import Weakness, weakness
from core.staff.sessions import SessionId, end_other_sessions, end_session, my_sessions

DONE = ("password", "session", "sessions", "absence", "absence-refused")


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


async def _show(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
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
        done=done if done in DONE else None,
        **away,
    )


async def _away(request: web.Request) -> Context:
    """Absences and whom to choose from; nothing for those who answer no families."""
    member, store = request[SIGNED_IN].member, request.app[STORE]
    if Permission.TRANSFER_CASE not in member.permissions:
        return {"away": None}
    found = await store.read(absences, ReadAbsences(), member)
    choice = await store.read(whom_to_choose, ReadAbsences(), member)
    return {"away": found.entries, "colleagues": choice.colleagues, "may_plan_others": choice.for_others}
