"""The composition root: everything a process needs, opened in order, closed in the reverse order."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from app.content import prepare_edition
from app.database import open_database
from app.kept_edition import Keeper
from app.keys import master_keys, open_vault
from app.migrating import bring_up_to_date
from app.settings import Settings
from core.accompaniment.family_part import ACCOMPANIMENT_PART
from core.booking.change_letters import CHANGE_KIND
from core.booking.change_letters import KIND as CHANGE
from core.booking.family_part import BOOKING_PART
from core.booking.gathering_letters import GATHERING_KIND
from core.booking.gathering_letters import KIND as GATHERING
from core.booking.meeting_letters import KIND as MEETING
from core.booking.meeting_letters import MEETING_KIND
from core.booking.reminders import KIND as REMINDER
from core.booking.reminders import REMINDER_KIND
from core.booking.waiting import WAITING_KINDS
from core.cases.family_part import CASES_PART
from core.cases.kinds import KINDS as CASE_KINDS
from core.cases.pausing import hush
from core.content.edition import Edition, LiveEdition
from core.duty.alerts import DUTY_ALERT, DUTY_ALERTS
from core.duty.family_part import DUTY_PART
from core.families.addresses import Reachability, note_reachability
from core.families.family_part import FAMILIES_PART
from core.families.parts import FamilyPart
from core.families.transport_part import TRANSPORT_PART
from core.feedback.family_part import FEEDBACK_PART
from core.messaging.delivery import Delivery
from core.messaging.letters import Address
from core.messaging.memo import MEMOS
from core.messaging.outbox import Claimed, Kind, Kinds, Send, Verdict
from core.outreach.campaigns.drafting import TEST, TEST_KIND
from core.outreach.campaigns.mailing import MAILING_KINDS
from core.outreach.check_ins.asking import CHECK_IN, CHECK_IN_KIND
from core.outreach.family_part import OUTREACH_PART
from core.outreach.notices import NOTICE_KIND
from core.outreach.planning import NOTICE
from core.storage.database import Database
from core.storage.signals import Signals
from core.storage.vault import Vault
from core.use_case import Store, Tx

log = structlog.get_logger(__name__)

SORRY_KIND = "update_failed"
FAMILY_PARTS: tuple[FamilyPart, ...] = (
    DUTY_PART,
    ACCOMPANIMENT_PART,
    FEEDBACK_PART,
    CASES_PART,
    BOOKING_PART,
    OUTREACH_PART,
    TRANSPORT_PART,
    FAMILIES_PART,
)
"""What is handed out and destroyed for a family, in the order of destruction."""


def _always(tx: Tx, claimed: Claimed) -> Verdict:
    """An apology for an unreadable message is right whatever has happened since."""
    return Send()


KINDS: Kinds = {
    **CASE_KINDS,
    **WAITING_KINDS,
    GATHERING: GATHERING_KIND,
    MEETING: MEETING_KIND,
    REMINDER: REMINDER_KIND,
    CHANGE: CHANGE_KIND,
    DUTY_ALERT: DUTY_ALERTS,
    NOTICE: NOTICE_KIND,
    CHECK_IN: CHECK_IN_KIND,
    **MAILING_KINDS,
    TEST: TEST_KIND,
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
    keeper: Keeper
    live: LiveEdition
    store: Store
    delivery: Delivery


def utc_now() -> datetime:
    """The one clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_house(
    settings: Settings, clock: Callable[[], datetime] = utc_now, edition: Edition | None = None
) -> AsyncIterator[House]:
    """Open storage, keys and content. Raises what the start must not survive, each with a line for the operator.

    `clock` is the one clock of the house, UTC; a test lets a week pass by it. `edition`: content that was
    prepared already.
    """
    bring_up_to_date(settings)
    signals = Signals()
    database = open_database(settings.database, signals)
    try:
        keys = master_keys(settings)
        vault = await open_vault(database, keys)
        keeper = Keeper(settings.var_dir / "edition.kept", keys[0])
        live = LiveEdition(edition or prepare_edition(settings.data_dir, keeper))
        store = Store(database, clock, live.catalogue, vault, MEMOS)
        delivery = Delivery(KINDS, on_blocked=_close_door, hush=hush)
        yield House(settings, signals, database, vault, keeper, live, store, delivery)
    finally:
        await database.close()
