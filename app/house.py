"""The composition root: everything a process needs, opened in order, closed in the reverse order."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from app.content import prepare_edition
from app.database import open_database
from app.keys import master_keys, open_vault
from app.migrating import bring_up_to_date
from app.settings import Settings
from core.booking.family_part import BOOKING_PART
from core.booking.gathering_letters import GATHERING_KIND
from core.booking.gathering_letters import KIND as GATHERING
from core.booking.reminders import KIND as REMINDER
from core.booking.reminders import REMINDER_KIND
from core.booking.waiting_letters import WAITING_KINDS
from core.cases.family_part import CASES_PART
from core.cases.kinds import KINDS as CASE_KINDS
from core.content.edition import LiveEdition
from core.families.addresses import Reachability, note_reachability
from core.families.family_part import FAMILIES_PART
from core.families.parts import FamilyPart
from core.families.transport_part import TRANSPORT_PART
from core.messaging.delivery import Delivery
from core.messaging.letters import Address
from core.messaging.memo import MEMOS
from core.messaging.outbox import Claimed, Kind, Kinds, Send, Verdict
from core.storage.database import Database
from core.storage.signals import Signals
from core.storage.vault import Vault
from core.use_case import Store, Tx

log = structlog.get_logger(__name__)

SORRY_KIND = "update_failed"
FAMILY_PARTS: tuple[FamilyPart, ...] = (CASES_PART, BOOKING_PART, TRANSPORT_PART, FAMILIES_PART)
"""What is handed out and destroyed for a family, in the order of destruction."""


def _always(tx: Tx, claimed: Claimed) -> Verdict:
    """An apology for an unreadable message is right whatever has happened since."""
    return Send()


KINDS: Kinds = {
    **CASE_KINDS,
    **WAITING_KINDS,
    GATHERING: GATHERING_KIND,
    REMINDER: REMINDER_KIND,
    SORRY_KIND: Kind(_always),
}
"""Every kind of letter with its guard; a letter of another kind cannot be claimed."""


def _close_door(tx: Tx, address: Address) -> None:
    """The channel says this person cannot be reached: nothing proactive goes there until they come back."""
    note_reachability(tx, Reachability(address, blocked=True))


@dataclass(frozen=True, slots=True)
class House:
    """One process's view of the installation."""

    settings: Settings
    signals: Signals
    database: Database
    vault: Vault
    live: LiveEdition
    store: Store
    delivery: Delivery


def utc_now() -> datetime:
    """The one clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_house(settings: Settings, clock: Callable[[], datetime] = utc_now) -> AsyncIterator[House]:
    """Open storage, keys and content. Raises what the start must not survive, each with a line for the operator.

    `clock` is the one clock of the house, UTC; a test lets a week pass by it.
    """
    bring_up_to_date(settings)
    signals = Signals()
    database = open_database(settings.database, signals)
    try:
        vault = await open_vault(database, master_keys(settings))
        live = LiveEdition(prepare_edition(settings.data_dir))
        store = Store(database, clock, live.catalogue, vault, MEMOS)
        yield House(settings, signals, database, vault, live, store, Delivery(KINDS, on_blocked=_close_door))
    finally:
        await database.close()
