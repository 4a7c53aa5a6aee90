"""Whose visits a page shows: the family's ticket with the way to it, whether it has to be called, and where (C15)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from admin.keys import SIGNED_IN, STORE
from core.booking.appointments import Visit
from core.booking.contacts import Contact, Number, ReadContacts, read_contacts
from core.cases.doors import FindDoors, find_cases, find_conversations
from core.permissions import Permission
from core.staff.audit import Trace, Traces, trace_readings


@dataclass(frozen=True, slots=True)
class Whom:
    """A family on a page. `path`: its conversation, else its case, else (or without the right) None. `number`: as much
    of it as this member may see; None: none is kept. `adults`: of whom one is named with a number, mostly nobody;
    `silent`: it hid its conversation (E7)."""

    ticket: str
    writes: bool
    silent: bool
    path: str | None
    number: Number | None
    adults: tuple[int, ...]


async def whom_to_call(request: web.Request, visits: Sequence[Visit]) -> dict[int, Whom]:
    """The families of visits, by the visit's id; nothing for somebody who may not read appointments.

    Every number that is about to stand on the page in full leaves a trace.
    """
    store, member = request.app[STORE], request[SIGNED_IN].member
    if not visits or Permission.READ_APPOINTMENTS not in member.permissions:
        return {}
    query = ReadContacts(tuple(visit.id for visit in visits))
    contacts = (await store.read(read_contacts, query, member)).by_visit
    opened = [visit for visit in visits if visit.id in contacts and in_full(contacts[visit.id].number)]
    await note(request, [number_read("appointment", visit.id, visit.centre_id) for visit in opened])
    return await as_shown(request, contacts)


async def as_shown(request: web.Request, contacts: Mapping[int, Contact]) -> dict[int, Whom]:
    """Contacts with the way to each family, by the same keys."""
    paths = await _paths(request, {one.family_id for one in contacts.values()})
    return {
        key: Whom(one.ticket, one.writes, one.silent, paths.get(one.family_id), one.number, one.adults)
        for key, one in contacts.items()
    }


def in_full(number: Number | None) -> bool:
    """This number is about to stand on the page in full, which leaves a trace (D13)."""
    return number is not None and number.words is not None


def number_read(subject_kind: str, subject_id: int, centre_id: int) -> Trace:
    """Somebody is about to read the number at which a family is rung."""
    return Trace("phone.read", subject_kind, subject_id, centre_id)


async def note(request: web.Request, traces: Iterable[Trace]) -> None:
    """Everything whoever is signed in is about to read, in one transaction."""
    entries = tuple(traces)
    if entries:
        await request.app[STORE].write(trace_readings, Traces(entries), request[SIGNED_IN].member)


async def whom_to_call_from(request: web.Request, centre_id: int, visits: Sequence[Visit]) -> dict[int, Whom]:
    """The same for a page of a centre on which visits are a warning: reading whose they are leaves a trace."""
    found = await whom_to_call(request, visits)
    if found:
        await note(request, [Trace("hit.read", "centre", centre_id, centre_id)])
    return found


async def _paths(request: web.Request, families: Collection[int]) -> dict[int, str]:
    store, member = request.app[STORE], request[SIGNED_IN].member
    query, paths = FindDoors(tuple(families)), dict[int, str]()
    if Permission.READ_FAMILY in member.permissions:
        found = (await store.read(find_cases, query, member)).by_family
        paths |= {family: f"/cases/{number}" for family, number in found.items()}
    if Permission.READ_CONVERSATION in member.permissions:
        found = (await store.read(find_conversations, query, member)).by_family
        paths |= {family: f"/conversations/{number}" for family, number in found.items()}
    return paths
