"""One campaign for many centres, each at the same hour of its own wall: an open-door week (issue 07).

A copy is a draft of its own that its centre may change or drop. It says what was tested already, so it need not be
tested again; rewritten it has to be. Copies share one pair of second eyes: no more than a thousand people are written
to by all of them together before somebody else has looked (`launching`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from core.centres.tables import Centre
from core.outreach.campaigns.drafting import announce, author_id, reach_campaign
from core.outreach.campaigns.launching import CampaignId, Launching, approve_campaign
from core.outreach.campaigns.refusals import BadTimes, NobodyToWriteTo, OwnEyes, TestFirst
from core.outreach.campaigns.states import CampaignState
from core.outreach.campaigns.tables import Campaign
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.tickets import new_ticket
from core.triage.evaluation import Matcher
from core.use_case import StaffMember, Tx, UseCase, use_case


@dataclass(frozen=True, slots=True)
class CopyToCentres:
    """Which campaign, and the zone in which its times were meant."""

    campaign_id: int
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Copied:
    """How many copies were made now: none where a centre has one already."""

    count: int


@dataclass(frozen=True, slots=True)
class Series:
    """What became of the copies: how many went on, and how many were left as they are."""

    done: int
    left: int


@use_case(Permission.RUN_CAMPAIGNS)
def copy_to_centres(tx: Tx, command: CopyToCentres) -> Copied:
    """A draft for every open centre of the actor that has none yet. Raises `TestFirst` and `NoSuchCampaign`."""
    source = reach_campaign(tx, command.campaign_id)
    if source.tested_at is None:
        raise TestFirst
    taken = {source.centre_id, *(row.centre_id for row in series_of(tx, source))}
    centres = [centre for centre in _own_centres(tx) if centre.id not in taken]
    copies = [copy for centre in centres if (copy := _copy(tx, source, centre, command.zone)) is not None]
    for copy in copies:
        tx.session.add(copy)
        tx.session.flush()
        assert copy.id is not None
        record(tx, Trace("campaign.copied", "campaign", copy.id, copy.centre_id))
        announce(tx, copy)
    return Copied(len(copies))


@dataclass(frozen=True, slots=True)
class LaunchingSeries:
    """Launching all copies at once with the rules in force."""

    matcher: Callable[[], Matcher]

    def launch(self) -> UseCase[CampaignId, Series]:
        """The use case behind «Запустить все копии». Raises `NoSuchCampaign` or `Forbidden`."""
        return use_case(Permission.RUN_CAMPAIGNS)(self._launch)

    def _launch(self, tx: Tx, command: CampaignId) -> Series:
        drafts = _within_reach(tx, command.campaign_id, CampaignState.DRAFT)
        launching, frozen = Launching(self.matcher), []
        for row in drafts:
            try:
                launching.freeze(tx, row)
            except (BadTimes, NobodyToWriteTo, TestFirst):
                continue
            frozen.append(row)
        launching.send_off(tx, frozen)
        return Series(len(frozen), len(drafts) - len(frozen))


@use_case(Permission.APPROVE_CAMPAIGNS)
def approve_series(tx: Tx, command: CampaignId) -> Series:
    """The second pair of eyes for all copies that wait. Raises `OwnEyes` when none of them may be approved by it."""
    rows = _within_reach(tx, command.campaign_id, CampaignState.AWAITS)
    done = 0
    for row in rows:
        assert row.id is not None
        try:
            approve_campaign(tx, CampaignId(row.id))
        except (BadTimes, OwnEyes):
            continue
        done += 1
    if rows and not done:
        raise OwnEyes
    return Series(done, len(rows) - done)


def series_of(tx: Tx, row: Campaign, *, lock: bool = False) -> list[Campaign]:
    """The campaign's series, itself included: the first one and its copies."""
    first = row.copy_of or row.id
    query = select(Campaign).where((col(Campaign.id) == first) | (col(Campaign.copy_of) == first))
    query = query.order_by(col(Campaign.id)).execution_options(populate_existing=lock)
    return list(tx.session.exec(query.with_for_update() if lock else query))


def _within_reach(tx: Tx, campaign_id: int, state: CampaignState) -> list[Campaign]:
    row = reach_campaign(tx, campaign_id)
    centres = tx.actor.centres if isinstance(tx.actor, StaffMember) else frozenset()
    return [
        one
        for one in series_of(tx, row, lock=True)
        if one.state is state and (centres is None or one.centre_id in centres)
    ]


def _own_centres(tx: Tx) -> Iterable[Centre]:
    query = select(Centre).where(col(Centre.opened)).order_by(col(Centre.id))
    own = tx.actor.centres if isinstance(tx.actor, StaffMember) else frozenset()
    return tx.session.exec(query if own is None else query.where(col(Centre.id).in_(own))).all()


def _copy(tx: Tx, source: Campaign, centre: Centre, zone: ZoneInfo) -> Campaign | None:
    """None where the same hours are over already."""
    there = ZoneInfo(centre.time_zone)
    starts_at, valid_until = (_same_wall(moment, zone, there) for moment in (source.starts_at, source.valid_until))
    if valid_until <= tx.now or starts_at >= valid_until:
        return None
    return Campaign(
        title=source.title,
        centre_id=centre.id,
        topic=source.topic,
        words=source.words,
        segment=source.segment,
        repeat=source.repeat,
        author_id=author_id(tx),
        test_code=new_ticket(),
        tested_at=source.tested_at,
        starts_at=starts_at,
        valid_until=valid_until,
        created_at=tx.now,
        copy_of=source.copy_of or source.id,
    )


def _same_wall(moment: datetime, here: ZoneInfo, there: ZoneInfo) -> datetime:
    """Ten in the morning is ten in the morning there."""
    return moment.astimezone(here).replace(tzinfo=there)
