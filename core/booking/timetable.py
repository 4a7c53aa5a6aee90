"""From rows to what `slots.py` needs: who gives a service, when they work, when they are busy.

The schedule of a centre changes a few times a week and is asked for at every tap, so it is read whole and remembered
under a random token. Whoever changes hours, people or services renews the token in the same transaction (`renew`);
every look compares it, one row, and reads anew when it differs. A stale schedule can therefore not be used, and there
is nothing to invalidate between processes. A hold whose ten minutes are over counts as free although its row still
stands: expiry is a question to the clock, never a job that must have run.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from core.booking.hours import Change, Hours, Span, WeekLine
from core.booking.queries import (
    BUSY,
    CENTRE_DAYS,
    CHANGES,
    MODES,
    NEW_TOKEN,
    PEOPLE,
    SEATS,
    SERVICES,
    SETTLEMENTS,
    SIGHT_OF_CENTRE,
    SIGHT_OF_SERVICE,
    STANDING_SIGHT,
    WEEKS,
    ask,
)
from core.booking.schedule import Destination, Offer, Schedule, ServiceFacts, VillageDay, gathered, span_of_days
from core.booking.slots import Chair
from core.booking.states import Mode, ResourceKind
from core.messaging.events import publish
from core.use_case import Tx

_BY_CENTRE: dict[int, Schedule] = {}
"""What this process read last, by centre. Only a hint: a token found in the database decides whether it is used."""
_BY_SERVICE: dict[int, Schedule] = {}


def renew(tx: Tx, centre_id: int) -> None:
    """Say that hours, people or services of a centre changed: to every process's memory and to open pages.

    Call it after the change is flushed and before anything is read from the schedule again.
    """
    tx.session.flush()
    tx.wire.run(NEW_TOKEN, centre=centre_id, fresh=secrets.token_hex(8))
    publish(tx, centre_id, "schedule.changed", f"centre:{centre_id}")


def schedule_of(tx: Tx, centre_id: int) -> Schedule:
    """The schedule of a centre as it is in this transaction."""
    zone, _, token = ask(tx, SIGHT_OF_CENTRE, centre=centre_id).one()
    return valid(tx, centre_id, token, zone)


def standing_schedule(tx: Tx, centre_id: int) -> Schedule:
    """The same, and it stands until this transaction is over: asked for before a time becomes somebody's visit.

    Whoever changes the schedule comes before, and is seen here, or after, and sees the visit among those it hits.
    """
    row = ask(tx, STANDING_SIGHT, centre=centre_id).first()
    return valid(tx, centre_id, row.token, row.time_zone) if row else schedule_of(tx, centre_id)


def offer_of(tx: Tx, service_id: int, mode: Mode, settlement_id: int | None = None) -> Offer | None:
    """The service in this mode; None when the centre does not offer it (there) or is not open for booking."""
    row = ask(tx, SIGHT_OF_SERVICE, service=service_id).first()
    if row is None or not row.opened:
        return None
    return valid(tx, row.centre_id, row.token, row.time_zone).offer(service_id, mode, settlement_id)


def remembered(service_id: int) -> Schedule | None:
    """What was read last for this service: to be compared with the token before it is believed."""
    return _BY_SERVICE.get(service_id)


def valid(tx: Tx, centre_id: int, token: str | None, zone: str) -> Schedule:
    """The remembered schedule if it is the one `token` stands for, else read anew. No token: never remembered."""
    known = _BY_CENTRE.get(centre_id)
    if known is not None and known.token == token and known.zone.key == zone:
        return known
    schedule = _read(tx, centre_id, token or "", ZoneInfo(zone))
    if token:
        _BY_CENTRE[centre_id] = schedule
        _BY_SERVICE.update(dict.fromkeys(schedule.services, schedule))
    return schedule


def chairs_of(
    tx: Tx, offer: Offer, days: Sequence[date], specialist_id: int | None = None, ignoring: int | None = None
) -> list[Chair]:
    """Everybody who gives the service, with working and busy spans of `days` (one after another, at least one).

    `ignoring` is an appointment whose own time counts as free, for moving it.
    """
    seats = offer.seats(specialist_id)
    resources = {resource for seat in seats for resource in seat if resource is not None}
    busy = busy_spans(tx, resources, span_of_days(days, offer.zone), ignoring)
    return [chair_at(offer, specialist, along, days, busy) for specialist, along in seats]


def chair_at(
    offer: Offer, specialist: int, along: int | None, days: Sequence[date], busy: dict[int, list[Span]]
) -> Chair:
    """One specialist in one room or crew, with what `busy` says of both."""
    taken = list(busy.get(specialist, ()))
    if along is not None:
        taken += busy.get(along, ())
        taken += offer.schedule.closed(along, days)
    return Chair(specialist, along, offer.working(specialist, days), tuple(taken))


def busy_spans(tx: Tx, resources: Iterable[int], within: Span, ignoring: int | None = None) -> dict[int, list[Span]]:
    """What each resource is busy with, holds included unless their time is over."""
    rows = ask(
        tx,
        BUSY,
        resources=list(resources),
        since=within.starts_at,
        until=within.ends_at,
        ignoring=ignoring or 0,
        now=tx.now,
    )
    busy: defaultdict[int, list[Span]] = defaultdict(list)
    for resource, starts_at, ends_at in rows:
        busy[resource].append(Span(starts_at, ends_at))
    return busy


def _read(tx: Tx, centre_id: int, token: str, zone: ZoneInfo) -> Schedule:
    tx.session.flush()
    services = [ServiceFacts(*row) for row in ask(tx, SERVICES, centre=centre_id)]
    people = ask(tx, PEOPLE, centre=centre_id).all()
    modes = gathered((service, mode) for service, mode in ask(tx, MODES, centre=centre_id))
    weeks = gathered(
        (resource, WeekLine(weekday, Hours(starts, ends), kind))
        for resource, weekday, starts, ends, kind in ask(tx, WEEKS, centre=centre_id)
    )
    days = ask(tx, CHANGES, centre=centre_id).all()
    changes = gathered(
        ((row.day, row.resource_id), Change(row.kind, Hours(row.starts, row.ends)))
        for row in days
        if row.settlement_id is None
    )
    targets = {row.id: Destination(*row) for row in ask(tx, SETTLEMENTS, centre=centre_id)}
    at_work = {row.id for row in people if row.works}
    return Schedule(
        token=token,
        centre_id=centre_id,
        zone=zone,
        services={service.id: service for service in services},
        modes={key: frozenset(found) for key, found in modes.items()},
        seats=gathered((service, (person, room)) for service, person, room in ask(tx, SEATS, centre=centre_id)),
        names={row.id: row.name for row in people},
        out_of_use=frozenset(row.id for row in people if not row.works and row.kind is not ResourceKind.SPECIALIST),
        specialists=frozenset(row.id for row in people if row.works and row.kind is ResourceKind.SPECIALIST),
        crews={row.id: row.crew_id for row in people if row.works and row.crew_id is not None},
        destinations=targets,
        village_days={
            (row.day, row.resource_id): VillageDay(
                row.settlement_id, Hours(row.starts, row.ends), targets[row.settlement_id].travel_minutes
            )
            for row in days
            if row.settlement_id in targets and row.resource_id in at_work
        },
        weeks=weeks,
        changes=changes,
        own_days={row.day: row.kind for row in ask(tx, CENTRE_DAYS, centre=centre_id)},
    )
