"""Whose visits a page shows: the family's ticket with the way to it, whether it has to be called, and where (C15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aiohttp import web

from admin.keys import SIGNED_IN, STORE
from core.booking.appointments import Visit
from core.booking.contacts import Contact, Number, ReadContacts, read_contacts
from core.cases.doors import FindDoors, find_cases, find_conversations
from core.permissions import Permission
from core.staff.audit import Trace, trace_reading


@dataclass(frozen=True, slots=True)
class Whom:
    """A family on a page. `path`: its conversation, else its case, else (or without the right) None. `number`: as much
    of it as this member may see; None: none is kept. `adults`: of whom one is named with a number, mostly nobody;
    `silent`: the family hid its conversation."""

    ticket: str
    writes: bool
    path: str | None
    number: Number | None
    adults: tuple[int, ...]
    silent: bool


async def whom_to_call(request: web.Request, visits: Sequence[Visit]) -> dict[int, Whom]:
    """The families of visits, by the visit's id; nothing for somebody who may not read appointments.

    Every number that is about to stand on the page in full leaves a trace.
    """
    store, member = request.app[STORE], request[SIGNED_IN].member
    if not visits or Permission.READ_APPOINTMENTS not in member.permissions:
        return {}
    query = ReadContacts(tuple(visit.id for visit in visits))
    contacts = (await store.read(read_contacts, query, member)).by_visit
    paths = await _paths(request, contacts)
    await note_numbers(request, [visit for visit in visits if visit.id in contacts and _opened(contacts[visit.id])])
    return {
        visit: Whom(one.ticket, one.writes, paths.get(one.family_id), one.number, one.adults, one.silent)
        for visit, one in contacts.items()
    }


async def note_numbers(request: web.Request, visits: Iterable[Visit]) -> None:
    """Somebody is about to read the numbers at which the families of these visits are rung."""
    for visit in visits:
        trace = Trace("phone.read", "appointment", visit.id, visit.centre_id)
        await request.app[STORE].write(trace_reading, trace, request[SIGNED_IN].member)


def _opened(contact: Contact) -> bool:
    return contact.number is not None and contact.number.words is not None


async def whom_to_call_from(request: web.Request, centre_id: int, visits: Sequence[Visit]) -> dict[int, Whom]:
    """The same for a page of a centre on which visits are a warning: reading whose they are leaves a trace."""
    found = await whom_to_call(request, visits)
    if found:
        trace = Trace("hit.read", "centre", centre_id, centre_id)
        await request.app[STORE].write(trace_reading, trace, request[SIGNED_IN].member)
    return found


async def _paths(request: web.Request, contacts: dict[int, Contact]) -> dict[int, str]:
    store, member = request.app[STORE], request[SIGNED_IN].member
    query, paths = FindDoors(tuple({one.family_id for one in contacts.values()})), dict[int, str]()
    if Permission.READ_FAMILY in member.permissions:
        found = (await store.read(find_cases, query, member)).by_family
        paths |= {family: f"/cases/{number}" for family, number in found.items()}
    if Permission.READ_CONVERSATION in member.permissions:
        found = (await store.read(find_conversations, query, member)).by_family
        paths |= {family: f"/conversations/{number}" for family, number in found.items()}
    return paths
