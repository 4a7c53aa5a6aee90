"""How a centre gives out new conversations, as its head decides: by hand, advised or by itself; and who knows what."""

from dataclasses import dataclass

from core.cases.choosing import Candidate, Knowledge
from core.cases.colleagues import curators_of
from core.cases.presence import curators_there, weighed
from core.cases.refusals import NoSuchColleague
from core.centres.opening import UnknownCentre
from core.centres.states import Assigning
from core.centres.tables import Centre
from core.messaging.events import publish
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.staff.tables import Account
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class ReadCrew:
    """Of which centre."""

    centre_id: int


@dataclass(frozen=True, slots=True)
class CrewMember:
    """A curator; `there`: not away and within working time at this moment."""

    curator: Candidate
    there: bool


@dataclass(frozen=True, slots=True)
class Crew:
    """The curators of a centre by name; `assigning` None: by hand."""

    centre_id: int
    centre: str
    assigning: Assigning | None
    members: tuple[CrewMember, ...]


@use_case(Permission.MANAGE_SCHEDULE)
def read_crew(tx: Tx, query: ReadCrew) -> Crew:
    """For the head's page. Raises `UnknownCentre`, `Forbidden`."""
    centre = _own_centre(tx, query.centre_id)
    there = {each.account_id for each in curators_there(tx, query.centre_id)}
    everybody = weighed(tx, curators_of(tx, query.centre_id))
    members = tuple(CrewMember(each, each.account_id in there) for each in everybody)
    return Crew(query.centre_id, centre.name, centre.assigning, members)


@dataclass(frozen=True, slots=True)
class SetAssigning:
    """How new conversations find a curator from now on."""

    centre_id: int
    assigning: Assigning | None


@use_case(Permission.MANAGE_SCHEDULE)
def set_assigning(tx: Tx, command: SetAssigning) -> Crew:
    """Decide it. Conversations that have an owner keep it. Raises `UnknownCentre`, `Forbidden`."""
    centre = _own_centre(tx, command.centre_id)
    centre.assigning = command.assigning
    tx.session.flush()
    record(tx, Trace("centre.assigning", "centre", command.centre_id, command.centre_id))
    publish(tx, command.centre_id, "centre.changed", f"centre:{command.centre_id}")
    return read_crew(tx, ReadCrew(command.centre_id))


@dataclass(frozen=True, slots=True)
class SetKnowledge:
    """What one curator is good at."""

    centre_id: int
    account_id: int
    knows: Knowledge


@use_case(Permission.MANAGE_SCHEDULE)
def set_knowledge(tx: Tx, command: SetKnowledge) -> Crew:
    """Write it down, for every centre where this person answers. Raises `NoSuchColleague`, `Forbidden`."""
    _own_centre(tx, command.centre_id)
    if command.account_id not in {each.account_id for each in curators_of(tx, command.centre_id)}:
        raise NoSuchColleague
    tx.session.get_one(Account, command.account_id).knows = command.knows.written()
    tx.session.flush()
    record(tx, Trace("account.knows", "account", command.account_id, command.centre_id))
    return read_crew(tx, ReadCrew(command.centre_id))


def _own_centre(tx: Tx, centre_id: int) -> Centre:
    tx.require_centre(centre_id)
    centre = tx.session.get(Centre, centre_id)
    if centre is None:
        raise UnknownCentre(f"centre {centre_id}")
    return centre
