"""Centres come into the books from the catalogue and are opened by an operator, never by themselves.

A published centre is known and can be written to; it becomes bookable when somebody of the centre has entered hours
and staff and opens it.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import col, select

from core.centres.tables import Centre
from core.messaging.events import publish
from core.permissions import Permission
from core.use_case import Refused, Tx, use_case


class UnknownCentre(Refused):
    """There is no such centre."""


class UnknownZone(Refused):
    """This is not a time zone of the IANA database."""


@dataclass(frozen=True, slots=True)
class CentreInfo:
    """A centre as families and staff see it. `time_zone` is an IANA name; None means nobody has confirmed it."""

    id: int
    slug: str
    region: str
    name: str
    time_zone: str
    address: str | None
    phone: str | None
    opened: bool
    demo: bool


@dataclass(frozen=True, slots=True)
class EnterCentre:
    """A centre by its slug: entered when new, corrected when known. Never opens it."""

    slug: str
    region: str
    name: str
    time_zone: str
    address: str | None = None
    phone: str | None = None
    demo: bool = False


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def enter_centre(tx: Tx, command: EnterCentre) -> CentreInfo:
    """Enter or correct a centre. Raises `UnknownZone`."""
    check_zone(command.time_zone)
    row = _by_slug(tx, command.slug) or Centre(slug=command.slug, region="", name="", time_zone="")
    row.region, row.name, row.time_zone = command.region, command.name, command.time_zone
    row.address, row.phone, row.demo = command.address, command.phone, command.demo
    return _saved(tx, row)


@dataclass(frozen=True, slots=True)
class EnterPublishedCentres:
    """Enter every centre of the catalogue's region packs."""


@dataclass(frozen=True, slots=True)
class Entered:
    """How many centres the books now have from the catalogue."""

    count: int


@use_case(Permission.SYSTEM)
def enter_published_centres(tx: Tx, command: EnterPublishedCentres) -> Entered:
    """Bring the books up to the catalogue. Opened centres keep the address and phone their staff entered."""
    published = [centre for centre in tx.catalogue.all_centres if not centre.information_only]
    for centre in published:
        row = _by_slug(tx, centre.id) or Centre(slug=centre.id, region="", name="", time_zone="")
        row.region, row.name, row.time_zone = centre.region, centre.name, centre.time_zone
        if not row.opened:
            row.address, row.phone = centre.address, centre.phone
        tx.session.add(row)
    return Entered(len(published))


@dataclass(frozen=True, slots=True)
class OpenCentre:
    """Whether a centre takes bookings and answers."""

    centre_id: int
    opened: bool = True


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def open_centre(tx: Tx, command: OpenCentre) -> CentreInfo:
    """Open or close a centre for booking. Visits that are booked stay booked."""
    tx.require_centre(command.centre_id)
    row = tx.session.get(Centre, command.centre_id)
    if row is None:
        raise UnknownCentre(f"centre {command.centre_id}")
    row.opened = command.opened
    info = _saved(tx, row)
    publish(tx, row.id, "centre.changed", f"centre:{row.id}")
    return info


@dataclass(frozen=True, slots=True)
class DescribeCentre:
    """Where the centre is and how to call it, as families read it."""

    centre_id: int
    address: str | None
    phone: str | None


@use_case(Permission.MANAGE_SCHEDULE, Permission.SYSTEM)
def describe_centre(tx: Tx, command: DescribeCentre) -> CentreInfo:
    """Enter address and phone. Raises `UnknownCentre`."""
    tx.require_centre(command.centre_id)
    row = tx.session.get(Centre, command.centre_id)
    if row is None:
        raise UnknownCentre(f"centre {command.centre_id}")
    row.address, row.phone = command.address, command.phone
    info = _saved(tx, row)
    publish(tx, row.id, "centre.changed", f"centre:{row.id}")
    return info


@dataclass(frozen=True, slots=True)
class FindCentres:
    """Centres of a region, or one by slug or id; none of them: all."""

    region: str | None = None
    slug: str | None = None
    centre_id: int | None = None


@dataclass(frozen=True, slots=True)
class Centres:
    """Centres by name."""

    entries: tuple[CentreInfo, ...]


@use_case(Permission.ANYBODY, Permission.READ_INBOX, Permission.MANAGE_SCHEDULE)
def find_centres(tx: Tx, query: FindCentres) -> Centres:
    """The centres in the books; works before consent."""
    statement = select(Centre).order_by(col(Centre.name), col(Centre.id))
    if query.region is not None:
        statement = statement.where(Centre.region == query.region)
    if query.slug is not None:
        statement = statement.where(Centre.slug == query.slug)
    if query.centre_id is not None:
        statement = statement.where(Centre.id == query.centre_id)
    return Centres(tuple(_info(row) for row in tx.session.exec(statement)))


def check_zone(name: str) -> None:
    """Raise `UnknownZone` unless `name` is an IANA zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UnknownZone(name) from error


def _by_slug(tx: Tx, slug: str) -> Centre | None:
    return tx.session.exec(select(Centre).where(Centre.slug == slug)).first()


def _saved(tx: Tx, row: Centre) -> CentreInfo:
    tx.session.add(row)
    tx.session.flush()
    return _info(row)


def _info(row: Centre) -> CentreInfo:
    assert row.id is not None
    return CentreInfo(
        row.id, row.slug, row.region, row.name, row.time_zone, row.address, row.phone, row.opened, row.demo
    )
