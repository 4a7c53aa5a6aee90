"""`/sim/...` over HTTP: JSON in, JSON out, shared by the chat page and the test client.

409 is an act a person cannot do, 404 nobody by that number, 400 a malformed order; each with `error` in words.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, TypeAlias

from aiohttp import web
from aiohttp.web_request import FileField
from pydantic import BaseModel, ValidationError

from sandbox.sim import asking, control, parcels, standing, talking, tapping, views
from sandbox.sim.scene import CannotDo, Scene
from sandbox.state.files import Upload
from sandbox.state.updates import Wire
from sandbox.world import BotAccount, World

LONGEST_WAIT = 60.0
EVENT_PAUSE = 0.05
Act: TypeAlias = tuple[type[BaseModel], Callable[[Scene, Any], Wire]]
ACTS: dict[str, Act] = {
    "say": (talking.Say, talking.say),
    "start": (talking.Start, talking.start),
    "contact": (talking.ShareContact, talking.share_contact),
    "place": (talking.SharePlace, talking.share_place),
    "edit": (talking.Edit, talking.edit),
    "tap": (tapping.TapButton, tapping.tap),
    "block": (standing.Nothing, standing.block),
    "unblock": (standing.Nothing, standing.unblock),
    "hide": (standing.OfMessage, standing.hide),
    "read": (standing.OfMessage, standing.read),
    "react": (standing.React, standing.react),
    "change": (standing.Change, standing.change),
    "ask": (asking.Ask, asking.ask),
    "choose": (asking.Choose, asking.choose),
}


@web.middleware
async def errors_in_words(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Turn what went wrong under `/sim` into a status and a sentence; elsewhere a fault of ours stays a loud 500."""
    if not request.path.startswith("/sim/"):
        return await handler(request)
    try:
        return await handler(request)
    except CannotDo as refusal:
        return web.json_response({"error": str(refusal)}, status=HTTPStatus.CONFLICT)
    except KeyError as missing:
        return web.json_response({"error": f"Не найдено: {missing}"}, status=HTTPStatus.NOT_FOUND)
    except (ValidationError, ValueError) as error:
        return web.json_response({"error": str(error)}, status=HTTPStatus.BAD_REQUEST)


class Sim:
    """The people's side of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.closing = False

    def add_routes(self, app: web.Application) -> None:
        app.router.add_routes(
            [
                web.get("/sim/people", self.people),
                web.post("/sim/people", self.add_person),
                web.post("/sim/crowd", self.add_crowd),
                web.get("/sim/people/{person}/chat", self.chat),
                web.get("/sim/people/{person}/transcript", self.transcript),
                web.get("/sim/people/{person}/results", self.results),
                web.post("/sim/people/{person}/parcel", self.parcel),
                web.post("/sim/people/{person}/{act}", self.act),
                web.get("/sim/files/{file}", self.file),
                web.get("/sim/events", self.events),
                web.get("/sim/idle", self.idle),
                web.post("/sim/updates", self.inject),
                web.get("/sim/calls", self.calls),
                web.get("/sim/accepted", self.accepted),
                web.get("/sim/counts", self.counts),
                web.delete("/sim/journal", self.clear_journal),
                web.get("/sim/faults", self.faults),
                web.post("/sim/faults", self.order_fault),
                web.delete("/sim/faults", self.clear_faults),
                web.post("/sim/limits", self.limits),
                web.post("/sim/clock", self.clock),
            ]
        )

    def bot(self, request: web.Request) -> BotAccount:
        """The bot named by `?bot=<username>`, the first one without it."""
        name = request.query.get("bot")
        if name is None:
            return self.world.first_bot
        return {bot.username: bot for bot in self.world.bots.values()}[name]

    def scene(self, request: web.Request) -> Scene:
        bot = self.bot(request)
        return Scene(self.world, bot, self.world.chat(bot, int(request.match_info["person"])))

    async def people(self, request: web.Request) -> web.Response:
        return web.json_response(views.people_view(self.world, self.bot(request)))

    async def add_person(self, request: web.Request) -> web.Response:
        person = control.add_person(self.world, control.NewPerson.model_validate(await request.json()))
        return web.json_response(views.person_view(person))

    async def add_crowd(self, request: web.Request) -> web.Response:
        order = control.Crowd.model_validate(await request.json())
        return web.json_response(control.add_crowd(self.world, self.bot(request), order))

    async def act(self, request: web.Request) -> web.Response:
        """One act of a person; the answer carries the chat's revision before it."""
        model, perform = ACTS[request.match_info["act"]]
        scene = self.scene(request)
        order = model.model_validate(await request.json() if request.can_read_body else {})
        before = scene.chat.revision
        return web.json_response(perform(scene, order) | {"before": before})

    async def parcel(self, request: web.Request) -> web.Response:
        """Files in a multipart form: fields of Parcel and one or more `file` parts."""
        form = await request.post()
        uploads = [_upload(part) for part in form.values() if isinstance(part, FileField)]
        words = {name: value for name, value in form.items() if isinstance(value, str)}
        scene = self.scene(request)
        before = scene.chat.revision
        sent = parcels.send(scene, parcels.Parcel.model_validate(words), uploads)
        return web.json_response(sent | {"before": before})

    async def chat(self, request: web.Request) -> web.Response:
        """Changes after `since`; with `wait` seconds, held until the chat moves beyond revision `beyond`."""
        scene = self.scene(request)
        since = int(request.query.get("since", 0))
        beyond = int(request.query.get("beyond", since))
        await self._until(lambda: scene.chat.revision > beyond, float(request.query.get("wait", 0)))
        return web.json_response(views.chat_view(scene, since))

    async def transcript(self, request: web.Request) -> web.Response:
        scene = self.scene(request)
        return web.Response(text=views.transcript(scene.bot, scene.chat))

    async def results(self, request: web.Request) -> web.Response:
        """Results of an inline question, held until the bot answered or `wait` seconds passed."""
        scene, query_id = self.scene(request), request.query["query_id"]
        wait = float(request.query.get("wait", 0))
        await self._until(lambda: bool(asking.results(scene, query_id)["answered"]), wait)
        return web.json_response(asking.results(scene, query_id))

    async def file(self, request: web.Request) -> web.Response:
        file = self.world.files.by_id(request.match_info["file"])
        if file is None:
            raise KeyError(request.match_info["file"])
        shown = file.mime if file.mime.startswith(("image/", "audio/", "video/")) else "application/octet-stream"
        safe = "application/octet-stream" if "svg" in shown else shown
        return web.Response(body=file.data, content_type=safe)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the world's revision after every change, several at once joined into one."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        seen = -1
        while not self.closing:
            if seen == self.world.pulse.revision:
                if not await self.world.pulse.change(15.0):
                    await stream.write(b": still here\n\n")
                continue
            seen = self.world.pulse.revision
            await stream.write(f"data: {json.dumps({'revision': seen})}\n\n".encode())
            await asyncio.sleep(EVENT_PAUSE)
        return stream

    async def idle(self, request: web.Request) -> web.Response:
        """Whether the bot has confirmed every update; with `wait`, held until it has."""
        queue = self.bot(request).updates
        await self._until(lambda: not len(queue), float(request.query.get("wait", 0)))
        return web.json_response({"idle": not len(queue), "pending": len(queue), "confirmed": queue.confirmed})

    async def inject(self, request: web.Request) -> web.Response:
        order = control.Injection.model_validate(await request.json())
        return web.json_response(control.inject(self.world, self.bot(request), order))

    async def calls(self, request: web.Request) -> web.Response:
        query = request.query
        after = int(query.get("after", 0))
        return web.json_response(control.calls(self.world, query.get("method"), _number(query.get("chat_id")), after))

    async def accepted(self, request: web.Request) -> web.Response:
        return web.json_response(control.accepted(self.world, _number(request.query.get("chat_id"))))

    async def counts(self, _request: web.Request) -> web.Response:
        return web.json_response(control.accepted_counts(self.world))

    async def clear_journal(self, _request: web.Request) -> web.Response:
        self.world.journal.clear()
        return web.json_response({})

    async def faults(self, _request: web.Request) -> web.Response:
        return web.json_response(control.scheduled_faults(self.world))

    async def order_fault(self, request: web.Request) -> web.Response:
        order = control.FaultOrder.model_validate(await request.json())
        return web.json_response(control.order_fault(self.world, order))

    async def clear_faults(self, _request: web.Request) -> web.Response:
        """No more faults, and no ban from the ones before."""
        self.world.faults.clear()
        for bot in self.world.bots.values():
            bot.limiter.lift()
        return web.json_response({})

    async def limits(self, request: web.Request) -> web.Response:
        return web.json_response(
            control.set_limits(self.world, control.LimitsOrder.model_validate(await request.json()))
        )

    async def clock(self, request: web.Request) -> web.Response:
        return web.json_response(control.set_clock(self.world, control.ClockOrder.model_validate(await request.json())))

    async def _until(self, done: Callable[[], bool], seconds: float) -> None:
        """Sleep on the pulse until `done` or the time is over; at most a minute."""
        loop = asyncio.get_running_loop()
        end = loop.time() + min(seconds, LONGEST_WAIT)
        while not done() and not self.closing and loop.time() < end:
            await self.world.pulse.change(end - loop.time())


def _upload(part: FileField) -> Upload:
    return Upload(part.filename, part.content_type, part.file.read())


def _number(text: str | None) -> int | None:
    return int(text) if text else None
