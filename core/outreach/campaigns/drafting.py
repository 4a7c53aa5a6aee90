"""Writing a campaign: its words are fit for a locked screen, and its author has read it as families will (C12, C14)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select

from core.families.topics import Topic
from core.messaging.events import publish
from core.messaging.letters import Address, Button, Letter, Text, Verbatim
from core.messaging.outbox import Claimed, Kind, Lane, Outgoing, Send, Verdict, enqueue
from core.outreach.campaigns.counting import require_scope
from core.outreach.campaigns.refusals import (
    BadTimes,
    NoSuchCampaign,
    NothingToSay,
    NotInThisState,
    RevealingWords,
    UnknownMeasure,
)
from core.outreach.campaigns.segments import OPEN_NEWS, SEGMENT, Segment
from core.outreach.campaigns.states import CampaignState, Repeat
from core.outreach.campaigns.tables import Campaign
from core.outreach.changes.reading import change_row
from core.outreach.neutral import revealing_words
from core.outreach.wording import proactive_buttons
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.tickets import LENGTH, new_ticket
from core.use_case import Forbidden, StaffMember, Tx, use_case

TEST = "campaign_test"
LONGEST = 2_000
TEST_PAYLOAD = "proba-"
"""Before the code in `/start proba-CODE`."""


@dataclass(frozen=True, slots=True)
class DraftCampaign:
    """Everything about a campaign; `campaign_id` None makes a new one. Both moments are aware."""

    title: str
    centre_id: int | None
    topic: Topic
    words: str
    segment: Segment
    repeat: Repeat
    starts_at: datetime
    valid_until: datetime
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """The campaign's number, and the code its author types to the bot to get it as families will."""

    campaign_id: int
    test_code: str


@use_case(Permission.RUN_CAMPAIGNS)
def draft_campaign(tx: Tx, command: DraftCampaign) -> Drafted:
    """Write or rewrite a draft; other words have to be tested again.

    Raises `NothingToSay`, `RevealingWords`, `BadTimes`, `UnknownMeasure`, `NoSuchChange`, `NotInThisState` or
    `Forbidden`.
    """
    require_scope(tx, command.centre_id)
    _check(tx, command)
    row = _row(tx, command)
    if row.words != command.words or row.topic is not command.topic:
        row.tested_at = None
    row.title, row.centre_id, row.topic, row.words = (
        command.title.strip(),
        command.centre_id,
        command.topic,
        command.words,
    )
    row.author_id = author_id(tx)  # whoever wrote last: these are their words now (C12)
    row.segment, row.repeat = SEGMENT.dump_python(_segment(row, command), mode="json"), command.repeat
    row.starts_at, row.valid_until = command.starts_at, command.valid_until
    tx.session.add(row)
    tx.session.flush()
    assert row.id is not None
    record(tx, Trace("campaign.drafted", "campaign", row.id, row.centre_id))
    return Drafted(row.id, row.test_code)


@dataclass(frozen=True, slots=True)
class SendTest:
    """Somebody typed a test code to the bot."""

    address: Address
    code: str


@dataclass(frozen=True, slots=True)
class Tested:
    """Whether a draft has this code."""

    known: bool


@use_case(Permission.SYSTEM)
def send_test(tx: Tx, command: SendTest) -> Tested:
    """Send a draft to whoever typed its code, exactly as families will get it. Only its editors see the code."""
    code = command.code.strip().upper()
    row = tx.session.exec(select(Campaign).where(Campaign.test_code == code)).first() if len(code) == LENGTH else None
    if row is None or row.state is not CampaignState.DRAFT:
        return Tested(False)
    row.tested_at = tx.now
    tx.session.add(row)
    key = f"{TEST}:{row.id}:{tx.now.timestamp():.0f}"
    letter = letter_of(row)
    enqueue(tx, Outgoing(TEST, Lane.EVENT, command.address, letter, dedup_key=key, subject=f"{TEST}:{row.id}"))
    announce(tx, row)
    return Tested(True)


def campaign_letter(words: str, topic: Topic, news: int | None = None) -> Letter:
    """What everybody gets: the words as typed, and the buttons under everything the centre writes first.

    `news`: number of a campaign about a change of the rules; what it means for a family opens with one more button.
    """
    closer = ((Button(Text("news-open"), action=f"{OPEN_NEWS}{news}"),),) if news is not None else ()
    return Letter(Verbatim(words), (*closer, *proactive_buttons(topic)))


def letter_of(row: Campaign) -> Letter:
    """The letter of a campaign as it stands."""
    about_rules = SEGMENT.validate_python(row.segment).moved is not None
    return campaign_letter(row.words, row.topic, row.id if about_rules else None)


def _asked_for(tx: Tx, claimed: Claimed) -> Verdict:
    """A test was asked for by whoever gets it."""
    return Send()


TEST_KIND = Kind(_asked_for)
"""For the table of kinds in `app`, under `TEST`."""


def reach_campaign(tx: Tx, campaign_id: int, *states: CampaignState, lock: bool = True) -> Campaign:
    """The campaign's row in one of `states`, locked unless it is only read.

    Raises `NoSuchCampaign`, `Forbidden` or `NotInThisState`.
    """
    row = tx.session.get(Campaign, campaign_id, with_for_update=lock)
    if row is None:
        raise NoSuchCampaign(f"campaign {campaign_id}")
    require_scope(tx, row.centre_id)
    if states and row.state not in states:
        raise NotInThisState(row.state.value)
    return row


def announce(tx: Tx, row: Campaign) -> None:
    """Open pages read the campaign again."""
    tx.session.flush()
    publish(tx, row.centre_id, "campaign.changed", f"campaign:{row.id}")


def author_id(tx: Tx) -> int:
    """The account of whoever acts. Raises `Forbidden` for the program itself."""
    if not isinstance(tx.actor, StaffMember):
        raise Forbidden("a campaign belongs to a member of staff")
    return tx.actor.account_id


def _check(tx: Tx, command: DraftCampaign) -> None:
    if not command.words.strip() or not command.title.strip():
        raise NothingToSay
    if len(command.words) > LONGEST:
        raise NothingToSay
    if found := revealing_words(command.words):
        raise RevealingWords(found)
    if not command.starts_at < command.valid_until or command.valid_until <= tx.now:
        raise BadTimes
    if command.segment.moved is not None:
        change_row(tx, command.segment.moved.change_id)
    measure_id = command.segment.measure_id
    if measure_id is not None and tx.catalogue.measure(measure_id) is None:
        raise UnknownMeasure


def _segment(row: Campaign, command: DraftCampaign) -> Segment:
    """What a campaign is about stays, however its form is filled in again."""
    moved = command.segment.moved or (SEGMENT.validate_python(row.segment).moved if row.id is not None else None)
    return replace(command.segment, moved=moved)


def _row(tx: Tx, command: DraftCampaign) -> Campaign:
    if command.campaign_id is not None:
        return reach_campaign(tx, command.campaign_id, CampaignState.DRAFT)
    return Campaign(
        title="",
        topic=command.topic,
        words="",
        segment={},
        repeat=command.repeat,
        author_id=author_id(tx),
        test_code=new_ticket(),
        starts_at=command.starts_at,
        valid_until=command.valid_until,
        created_at=tx.now,
    )


def campaigns_in(tx: Tx, *states: CampaignState) -> list[Campaign]:
    """Campaigns in these states, oldest first."""
    return list(tx.session.exec(select(Campaign).where(col(Campaign.state).in_(states)).order_by(col(Campaign.id))))
