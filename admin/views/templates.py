"""Templates of answers: the page that keeps them, and one filled for the conversation that is open."""

from aiohttp import web

from admin.forms import field, number, path_number, whole
from admin.keys import SIGNED_IN, STORE, TEXTS
from admin.rendering import go_to, page
from admin.template_values import conversation_values, measure_values
from core.cases.reading import Head, ReadConversation, read_conversation
from core.cases.refusals import BadTemplate
from core.cases.template_words import Hole, filled
from core.cases.templates import (
    ReadTemplates,
    RemoveTemplate,
    SaveTemplate,
    read_templates,
    remove_template,
    save_template,
)
from core.families.profile import ReadProfile, read_profile
from core.permissions import Permission
from core.staff.places import my_workplaces
from core.triage.facts import Fact
from core.use_case import Forbidden


async def templates_page(request: web.Request) -> web.Response:
    """All of the own centres, each in its form."""
    return await _show(request)


async def keep_template(request: web.Request) -> web.Response:
    """Add or change one; a refused one comes back as typed."""
    template = await field(request, "template", "")
    command = SaveTemplate(
        await number(request, "centre"),
        await field(request, "title"),
        await field(request, "body"),
        whole(template) if template else None,
    )
    try:
        await request.app[STORE].write(save_template, command, request[SIGNED_IN].member)
    except BadTemplate as refusal:
        return await _show(request, 422, command, refusal.strange)
    return go_to("/templates")


async def drop_template(request: web.Request) -> web.Response:
    """Remove one."""
    command = RemoveTemplate(await number(request, "template"))
    await request.app[STORE].write(remove_template, command, request[SIGNED_IN].member)
    return go_to("/templates")


async def filled_template(request: web.Request) -> web.Response:
    """The words to put into the composer, as plain text. Raises 404 for a template of another centre."""
    store, member = request.app[STORE], request[SIGNED_IN].member
    found = await store.read(read_conversation, ReadConversation(path_number(request), size=1), member)
    templates = await store.read(read_templates, ReadTemplates(found.head.centre_id), member)
    wanted = whole(request.query.get("template", ""))
    template = next((each for each in templates.entries if each.template_id == wanted), None)
    if template is None:
        raise web.HTTPNotFound
    return web.Response(text=filled(template.body, await _values(request, found.head)), content_type="text/plain")


async def _values(request: web.Request, head: Head) -> dict[Hole, str]:
    store, member = request.app[STORE], request[SIGNED_IN].member
    places = {place.centre_id: place.name for place in (await store.read(my_workplaces, None, member)).entries}
    values = conversation_values(head, member.name, places.get(head.centre_id, ""))
    measure_id = request.query.get("measure", "")
    if measure_id and head.family_id is not None and Permission.READ_FAMILY in member.permissions:
        try:
            family = await store.read(read_profile, ReadProfile(head.family_id), member)
        except Forbidden:
            return values
        region = family.profile.known.get(Fact.REGION)
        named = str(region.value) if region is not None else None
        values |= measure_values(request.app[TEXTS], store.catalogue(), measure_id, named, family.today)
    return values


async def _show(
    request: web.Request, status: int = 200, typed: SaveTemplate | None = None, strange: tuple[str, ...] = ()
) -> web.Response:
    store, member = request.app[STORE], request[SIGNED_IN].member
    templates = await store.read(read_templates, ReadTemplates(), member)
    places = await store.read(my_workplaces, None, member)
    return page(
        request,
        "templates.html",
        status,
        templates=templates.entries,
        places=places.entries,
        typed=typed,
        strange=strange,
        holes=tuple(Hole),
    )
