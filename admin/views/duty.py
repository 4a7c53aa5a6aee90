"""Duty: alarms that are open, who is there, an exercise, how soon people are answered, whom nobody may write to."""

from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from aiohttp import web

from admin.access import Context
from admin.forms import field, number, path_number
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page
from core.cases.crisis import AnswerAlarm, ClearDanger, answer_alarm, clear_danger
from core.cases.refusals import TakenBy
from core.duty.drills import DrillId, StartDrill, answer_drill, start_drill
from core.duty.hearing import Reviewed, ToReview, review, to_review
from core.duty.refusals import DrillRuns, NoSuchAlarm, NoSuchMark
from core.duty.report import ReportOf, duty_report
from core.duty.roster import RosterOf, read_roster
from core.duty.staff_chats import AskForCode, ask_for_code, read_own_chat, unlink_chat
from core.duty.unsafe import MarkId, SilentFamilies, clear_mark, silent_families
from core.duty.watching import ReadAlarms, read_alarms
from core.permissions import Permission
from core.staff.places import Workplace, my_inboxes
from core.use_case import Refused

_REASONS: dict[type[Refused], str] = {DrillRuns: "running", NoSuchAlarm: "gone", NoSuchMark: "cleared"}
CONFLICT = 409


async def duty_page(request: web.Request) -> web.Response:
    """Everything about one centre."""
    return await _show(request)


async def alarms_fragment(request: web.Request) -> web.Response:
    """Open alarms alone, for the bar on every page."""
    found = await request.app[STORE].read(read_alarms, ReadAlarms(), request[SIGNED_IN].member)
    return page(request, "_alarms.html", alarms=found)


async def come(request: web.Request) -> web.Response:
    """«Иду»: the conversation is mine, the ladder stops."""
    conversation_id = path_number(request)
    command = AnswerAlarm(conversation_id)
    with suppress(TakenBy):  # the conversation's own page says whose it is
        await request.app[STORE].write(answer_alarm, command, request[SIGNED_IN].member)
    return go_to(f"/conversations/{conversation_id}?queue=mine")


async def danger_over(request: web.Request) -> web.Response:
    """«Опасность миновала»."""
    conversation_id = path_number(request)
    with suppress(NoSuchAlarm):  # a colleague was quicker: the page shows it
        await request.app[STORE].write(clear_danger, ClearDanger(conversation_id), request[SIGNED_IN].member)
    return go_to(f"/conversations/{conversation_id}?queue=mine")


async def begin_drill(request: web.Request) -> web.Response:
    """Try the ladder."""
    place = _chosen(request, await _places(request))
    if place is None:
        raise web.HTTPBadRequest
    command = StartDrill(place.centre_id)
    return await _done(request, request.app[STORE].write(start_drill, command, request[SIGNED_IN].member))


async def end_drill(request: web.Request) -> web.Response:
    """«Я здесь» to an exercise."""
    command = DrillId(await number(request, "alarm"))
    return await _done(request, request.app[STORE].write(answer_drill, command, request[SIGNED_IN].member))


async def reviewed(request: web.Request) -> web.Response:
    """Somebody has looked at a signal."""
    command = Reviewed(await number(request, "heard"))
    return await _done(request, request.app[STORE].write(review, command, request[SIGNED_IN].member))


async def chat_code(request: web.Request) -> web.Response:
    """A code that links an own chat; shown once."""
    code = await request.app[STORE].write(ask_for_code, AskForCode(), request[SIGNED_IN].member)
    return await _show(request, code=code)


async def forget_chat(request: web.Request) -> web.Response:
    """No alarms in the own chat any more."""
    return await _done(request, request.app[STORE].write(unlink_chat, AskForCode(), request[SIGNED_IN].member))


async def safe_again(request: web.Request) -> web.Response:
    """«Писать можно»."""
    command = MarkId(await number(request, "mark"))
    conversation = await field(request, "conversation", "")
    clearing = request.app[STORE].write(clear_mark, command, request[SIGNED_IN].member)
    if not conversation.isdigit():
        return await _done(request, clearing)
    with suppress(NoSuchMark):  # a colleague was quicker: the page shows it
        await clearing
    return go_to(f"/conversations/{int(conversation)}?queue=mine")


async def _done(request: web.Request, deed: Awaitable[Any]) -> web.Response:
    try:
        await deed
    except (DrillRuns, NoSuchAlarm, NoSuchMark) as refusal:
        return await _show(request, CONFLICT, notice=_REASONS[type(refusal)])
    return go_to(f"/duty?{request.query_string}")


async def _show(request: web.Request, status: int = 200, **more: Any) -> web.Response:
    places = await _places(request)
    place = _chosen(request, places)
    context: Context = {"places": places, "place": place, "notice": None, "code": None}
    if place is not None:
        context |= await _about(request, place)
    return page(request, "duty.html", status, **{**context, **more})


async def _about(request: web.Request, place: Workplace) -> Context:
    store, member = request.app[STORE], request[SIGNED_IN].member
    answers = member.may(Permission.ANSWER_CRISIS, place.centre_id)
    return {
        "here": f"centre={place.centre_id}",
        "alarms": await store.read(read_alarms, ReadAlarms(), member),
        "roster": await store.read(read_roster, RosterOf(place.centre_id), member),
        "report": await store.read(duty_report, ReportOf(place.centre_id), member),
        "silent": (await store.read(silent_families, SilentFamilies(place.centre_id), member)).entries,
        "heard": (await store.read(to_review, ToReview(place.centre_id), member)).entries if answers else (),
        "chat": await store.read(read_own_chat, AskForCode(), member),
    }


async def _places(request: web.Request) -> tuple[Workplace, ...]:
    return (await request.app[STORE].read(my_inboxes, None, request[SIGNED_IN].member)).entries


def _chosen(request: web.Request, places: tuple[Workplace, ...]) -> Workplace | None:
    wanted = request.query.get("centre")
    return next((place for place in places if str(place.centre_id) == wanted), places[0] if places else None)
