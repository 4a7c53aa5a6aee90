"""The knobs of the sandbox: faults, limits, clock, raw updates; and the counters a harness compares."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import BaseModel, Field

from sandbox.state.faults import Break, Fault
from sandbox.state.limits import Limits
from sandbox.state.people import Person
from sandbox.state.updates import Wire
from sandbox.world import BotAccount, World

CROWD_NAME = "Житель"


class NewPerson(BaseModel):
    first_name: str = Field(min_length=1, max_length=64)
    id: int = 0
    last_name: str | None = None
    username: str | None = None
    language_code: str = "ru"
    phone_number: str = ""


class Crowd(BaseModel):
    """Many people who have already started the bot, without an update for each."""

    count: int = Field(ge=1, le=200_000)
    first_id: int = 1_000_000


class FaultOrder(BaseModel):
    method: str | None = None
    code: int | None = None
    times: int | None = 1
    contains: str | None = None
    chat_id: int | None = None
    retry_after: int | None = None
    description: str | None = None
    cut: Break = Break.NOWHERE
    delay: float = 0.0


class LimitsOrder(BaseModel):
    """Off, or the default rates times `scale` with other bursts if given."""

    enabled: bool = True
    scale: float = Field(default=1.0, gt=0)
    burst: int | None = None
    chat_burst: int | None = None


class ClockOrder(BaseModel):
    """Seconds to add to the clock, or the offset from real time to set."""

    advance: float = 0.0
    offset: float | None = None


class Injection(BaseModel):
    update: dict[str, Any]


def add_person(world: World, order: NewPerson) -> Person:
    if order.id and order.id in world.people:
        raise ValueError(f"Человек с номером {order.id} уже есть")
    return world.add_person(Person(**order.model_dump()))


def add_crowd(world: World, bot: BotAccount, order: Crowd) -> Wire:
    ids = range(order.first_id, order.first_id + order.count)
    for number in ids:
        world.add_person(Person(id=number, first_name=CROWD_NAME))
        world.chat(bot, number).started = True
    return {"first_id": ids.start, "count": len(ids)}


def order_fault(world: World, order: FaultOrder) -> Wire:
    world.faults.add(Fault(**order.model_dump()))
    return {}


def scheduled_faults(world: World) -> Wire:
    rows = [
        {"method": fault.method, "code": fault.code, "times": fault.times, "struck": fault.struck}
        for fault in world.faults.scheduled
    ]
    return {"faults": rows}


def set_limits(world: World, order: LimitsOrder) -> Wire:
    base = Limits()
    chosen = Limits(
        burst=order.burst or base.burst, chat_burst=order.chat_burst or base.chat_burst, enabled=order.enabled
    )
    world.set_limits(chosen.scaled(order.scale))
    return {}


def set_clock(world: World, order: ClockOrder) -> Wire:
    """Move the clock; answers the sandbox's time in Unix seconds."""
    world.offset = (world.offset if order.offset is None else order.offset) + order.advance
    world.pulse.advance()
    return {"now": world.now(), "offset": world.offset}


def inject(world: World, bot: BotAccount, order: Injection) -> Wire:
    """Queue a raw update exactly as given; the order of its chat is kept on a webhook."""
    update_id = bot.updates.inject(order.update, lane_of(order.update), world.now())
    world.pulse.advance()
    return {"update_id": update_id}


def lane_of(update: Wire) -> int:
    """The chat or the person an update belongs to; 0 when it names none."""
    body = next((value for key, value in update.items() if key != "update_id" and isinstance(value, dict)), {})
    message = body.get("message")
    inner = message if isinstance(message, dict) else body
    owner = inner.get("chat") or body.get("from") or body.get("user") or {}
    return int(owner.get("id", 0)) if isinstance(owner, dict) else 0


def calls(world: World, method: str | None, chat_id: int | None, after: int) -> Wire:
    rows = [
        {
            "seq": call.seq,
            "at": call.at,
            "method": call.method,
            "chat_id": call.chat_id,
            "fields": {name: str(value) for name, value in call.fields.items()},
            "code": call.code,
            "description": call.description,
        }
        for call in world.journal.calls
        if call.seq > after and method in (None, call.method) and chat_id in (None, call.chat_id)
    ]
    by_status = {str(code): number for code, number in world.journal.by_status.items()}
    return {"total": world.journal.total_calls, "by_status": by_status, "calls": rows}


def accepted(world: World, chat_id: int | None) -> Wire:
    """Messages Telegram took, oldest first: an independent witness against the bot's own ledger."""
    rows = [item for item in world.journal.accepted if chat_id in (None, item.chat_id)]
    listed = [
        {
            "at": item.at,
            "method": item.method,
            "chat_id": item.chat_id,
            "message_id": item.message_id,
            "digest": item.digest,
        }
        for item in rows
    ]
    return {"total": world.journal.total_accepted, "accepted": listed}


def accepted_counts(world: World) -> Wire:
    """How often each content reached each chat."""
    counts = Counter((item.chat_id, item.digest) for item in world.journal.accepted)
    rows = [{"chat_id": chat, "digest": digest, "count": number} for (chat, digest), number in counts.items()]
    return {"total": world.journal.total_accepted, "counts": rows}
