"""Mailings: write, count, try out, launch, watch, stop. Each deed is a plain form that leads back to the campaign."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from admin.access import Context
from admin.chart import chart_of
from admin.entitlements import matcher_of
from admin.forms import field, path_number, whole
from admin.keys import SIGNED_IN, STORE
from admin.rendering import go_to, page, zone_of
from admin.skips import skip_keys
from core.catalog.conditions import Flag
from core.families.topics import Topic
from core.outreach.campaigns.counting import Audience, Counting
from core.outreach.campaigns.drafting import LONGEST, TEST_PAYLOAD, DraftCampaign, draft_campaign
from core.outreach.campaigns.launching import FOUR_EYES_ABOVE, CampaignId, Launching, approve_campaign, back_to_draft
from core.outreach.campaigns.reading import CampaignPage, campaign_places, export_ledger, list_campaigns, read_campaign
from core.outreach.campaigns.refusals import (
    BadTimes,
    NobodyToWriteTo,
    NothingToSay,
    NotInThisState,
    OwnEyes,
    RevealingWords,
    TestFirst,
    UnknownMeasure,
)
from core.outreach.campaigns.segments import CHOOSABLE, Segment
from core.outreach.campaigns.states import CampaignState, RecipientState, Repeat
from core.outreach.campaigns.steering import cancel_campaign, pause_campaign, resume_campaign
from core.use_case import Forbidden, Refused

REASONS: dict[type[Refused], str] = {
    NothingToSay: "nothing",
    RevealingWords: "revealing",
    BadTimes: "times",
    TestFirst: "test-first",
    OwnEyes: "own-eyes",
    NobodyToWriteTo: "nobody",
    NotInThisState: "moved-on",
    UnknownMeasure: "measure",
}
_ALL = "all"
_LOCAL = "%Y-%m-%dT%H:%M"
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Typed:
    """A campaign as it stands in the form, times on the wall of the panel."""

    title: str
    centre: str
    topic: str
    words: str
    child_from: str
    child_to: str
    flags: tuple[str, ...]
    measure: str
    repeat: str
    starts: str
    until: str


async def campaigns_page(request: web.Request) -> web.Response:
    """What was and is being written to many."""
    lines = await request.app[STORE].read(list_campaigns, None, request[SIGNED_IN].member)
    return page(request, "campaigns.html", campaigns=lines.entries)


async def new_page(request: web.Request) -> web.Response:
    """An empty sheet: from now on, for a week."""
    now = request.app[STORE].clock().astimezone(zone_of(request))
    empty = Typed(
        "", "", Topic.CLUBS, "", "", "", (), "", Repeat.RESEND, f"{now:{_LOCAL}}", f"{now + timedelta(days=7):{_LOCAL}}"
    )
    return await _form(request, empty)


async def save(request: web.Request) -> web.Response:
    """Keep a draft; a refusal gives the sheet back with everything that was typed."""
    typed = await _typed(request)
    number = (await _campaign(request)).id if "id" in request.match_info else None
    try:
        command = _command(typed, number, zone_of(request))
        drafted = await request.app[STORE].write(draft_campaign, command, request[SIGNED_IN].member)
    except Forbidden:
        raise
    except Refused as refused:
        return await _form(request, typed, number, refused)
    return go_to(f"/campaigns/{drafted.campaign_id}?count=1")


async def campaign_page(request: web.Request) -> web.Response:
    """A draft with its count, or the progress of what was launched."""
    return await show(request)


async def progress(request: web.Request) -> web.Response:
    """The numbers alone, for a page that follows changes."""
    return page(request, "_campaign.html", **_numbers(await _campaign(request)))


async def launch(request: web.Request) -> web.Response:
    """Freeze the recipients and begin."""
    return await deed(request, Launching(lambda: matcher_of(request.app)).launch())


async def approve(request: web.Request) -> web.Response:
    """The second pair of eyes."""
    return await deed(request, approve_campaign)


async def give_back(request: web.Request) -> web.Response:
    """Back to the author."""
    return await deed(request, back_to_draft)


async def pause(request: web.Request) -> web.Response:
    """Nothing more for now."""
    return await deed(request, pause_campaign)


async def resume(request: web.Request) -> web.Response:
    """Go on."""
    return await deed(request, resume_campaign)


async def cancel(request: web.Request) -> web.Response:
    """Nothing more at all."""
    return await deed(request, cancel_campaign)


async def ledger(request: web.Request) -> web.Response:
    """Every recipient with its state, as a file."""
    command = CampaignId(path_number(request))
    file = await request.app[STORE].write(export_ledger, command, request[SIGNED_IN].member)
    headers = {hdrs.CONTENT_DISPOSITION: f'attachment; filename="{file.name}"'}
    return web.Response(
        body=file.content.encode("utf-8-sig"), content_type="text/csv", charset="utf-8", headers=headers
    )


async def deed(request: web.Request, case: Any, command: Any = None) -> web.Response:
    """A write about this campaign, and back to it; a refusal stands above what is shown."""
    command = command or CampaignId(path_number(request))
    write: Awaitable[object] = request.app[STORE].write(case, command, request[SIGNED_IN].member)
    try:
        await write
    except Forbidden:
        raise
    except Refused as refused:
        if type(refused) not in REASONS:
            raise
        return await show(request, refused, CONFLICT)
    return go_to(f"/campaigns/{path_number(request)}")


async def _campaign(request: web.Request) -> CampaignPage:
    return await request.app[STORE].read(read_campaign, CampaignId(path_number(request)), request[SIGNED_IN].member)


async def show(
    request: web.Request, refused: Refused | None = None, status: int = 200, **family: object
) -> web.Response:
    """The campaign as it stands; `family`: what one family would see of it (`asked`, `preview`)."""
    campaign = await _campaign(request)
    if campaign.state is CampaignState.DRAFT:
        typed = _typed_of(campaign, zone_of(request))
        return await _form(request, typed, campaign.id, refused, campaign, status, **family)
    return page(request, "campaign.html", status, **_problem(refused), **_numbers(campaign), **{**_FAMILY, **family})


_FAMILY: Context = {"asked": "", "preview": None}


def _numbers(campaign: CampaignPage) -> Context:
    return {
        "campaign": campaign,
        "states": [state.value for state in RecipientState if campaign.ledger[state.value]],
        "chart": chart_of(campaign.course, campaign.size, running=campaign.state is CampaignState.RUNNING),
        "skipped": skip_keys(campaign.skipped),
    }


async def _form(
    request: web.Request,
    typed: Typed,
    number: int | None = None,
    refused: Refused | None = None,
    campaign: CampaignPage | None = None,
    status: int | None = None,
    **family: object,
) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    places = await store.read(campaign_places, None, member)
    measures = sorted(store.catalogue().measures_for(None), key=lambda measure: measure.title)
    return page(
        request,
        "campaign_draft.html",
        status or (422 if refused else 200),
        typed=typed,
        number=number,
        campaign=campaign,
        counts=await _counts(request, campaign) if campaign and "count" in request.query else None,
        places=places,
        measures=measures,
        topics=[topic.value for topic in Topic if topic is not Topic.CARE],
        flags=[flag.value for flag in CHOOSABLE],
        repeats=[repeat.value for repeat in Repeat],
        payload=TEST_PAYLOAD,
        longest=LONGEST,
        four_eyes_above=FOUR_EYES_ABOVE,
        **_problem(refused),
        **{**_FAMILY, **family},
    )


async def _counts(request: web.Request, campaign: CampaignPage) -> object:
    audience = Audience(campaign.centre_id, campaign.topic, campaign.segment)
    counting = Counting(lambda: matcher_of(request.app))
    return await request.app[STORE].read(counting.count(), audience, request[SIGNED_IN].member)


def _problem(refused: Refused | None) -> Context:
    found = ", ".join(refused.words) if isinstance(refused, RevealingWords) else ""
    return {"problem": REASONS.get(type(refused)) if refused else None, "found": found}


async def _typed(request: web.Request) -> Typed:
    posted = await request.post()
    flags = tuple(value for value in posted.getall("flags", []) if isinstance(value, str))
    said = {name: await field(request, name, "") for name in Typed.__annotations__ if name != "flags"}
    return Typed(flags=flags, **said)


def _command(typed: Typed, number: int | None, zone: ZoneInfo) -> DraftCampaign:
    """The form as a command. A value no form of ours can send is a bad request, a missing time `BadTimes`."""
    try:
        topic, repeat, flags = Topic(typed.topic), Repeat(typed.repeat), tuple(Flag(name) for name in typed.flags)
        child_from, child_to = (whole(text) if text else None for text in (typed.child_from, typed.child_to))
        segment = Segment((), child_from, child_to, flags, typed.measure or None)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return DraftCampaign(
        title=typed.title,
        centre_id=None if typed.centre == _ALL else whole(typed.centre),
        topic=topic,
        words=typed.words.replace("\r\n", "\n").strip(),
        segment=segment,
        repeat=repeat,
        starts_at=_moment(typed.starts, zone),
        valid_until=_moment(typed.until, zone),
        campaign_id=number,
    )


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        return datetime.strptime(text, _LOCAL).replace(tzinfo=zone)
    except ValueError:
        raise BadTimes from None


def _typed_of(campaign: CampaignPage, zone: ZoneInfo) -> Typed:
    segment = campaign.segment
    return Typed(
        title=campaign.title,
        centre=_ALL if campaign.centre_id is None else str(campaign.centre_id),
        topic=campaign.topic.value,
        words=campaign.words,
        child_from="" if segment.child_from is None else str(segment.child_from),
        child_to="" if segment.child_to is None else str(segment.child_to),
        flags=tuple(flag.value for flag in segment.flags),
        measure=segment.measure_id or "",
        repeat=campaign.repeat.value,
        starts=f"{campaign.starts_at.astimezone(zone):{_LOCAL}}",
        until=f"{campaign.valid_until.astimezone(zone):{_LOCAL}}",
    )
