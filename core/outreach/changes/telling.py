"""A letter about a change of the rules: what concerns this adult, told once, looked at again before it leaves.

An adult hears of a measure in an edition once, by the primary key of `told_of_change`: another campaign about the same
change, a second approval or a restart finds the row and has nothing to tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, delete, select

from core.families.household import today_of
from core.families.profile import plain_profiles
from core.families.tables import Adult, Family
from core.messaging.outbox import State
from core.outreach.campaigns.segments import SEGMENT, Moved
from core.outreach.campaigns.states import RecipientState
from core.outreach.campaigns.tables import Campaign, CampaignRecipient
from core.outreach.changes.moves import Judge
from core.outreach.changes.reading import change_row, judge_by
from core.outreach.changes.tables import ToldOfChange
from core.permissions import Permission
from core.triage.profile import Profile
from core.use_case import Adult as ActingAdult
from core.use_case import Refused, Tx, use_case

CHANGED_BACK = "verdict changed back"
TOLD_ALREADY = "told already"


class NoSuchNews(Refused):
    """There is no such letter, or it is about no change of the rules."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Knows what a campaign about a change tells whom."""

    campaign_id: int
    edition: str
    moved: Moved
    judge: Judge

    def concerning(self, tx: Tx, adult_id: int) -> tuple[str, ...]:
        """Measures whose verdict still moves so for the adult's family today."""
        family = tx.session.get_one(Family, tx.session.get_one(Adult, adult_id).family_id)
        assert family.id is not None
        profile = plain_profiles(tx, [family.id]).get(family.id) or Profile()
        moves = self.judge.moves(profile, today_of(tx, family))
        return tuple(measure_id for measure_id, move in moves if move is self.moved.move)

    def untold(self, tx: Tx, adult_id: int, measures: Sequence[str]) -> tuple[str, ...]:
        """Those of them this adult has not been told of in this edition."""
        query = select(ToldOfChange.measure_id).where(
            ToldOfChange.adult_id == adult_id, ToldOfChange.edition == self.edition
        )
        told = set(tx.session.exec(query))
        return tuple(one for one in measures if one not in told)

    def note(self, tx: Tx, adult_id: int, measures: Sequence[str], outbox_id: int) -> None:
        """The letter tells the adult of these. A row that is there already fails the transaction."""
        for measure_id in measures:
            tx.session.add(
                ToldOfChange(
                    adult_id=adult_id,
                    measure_id=measure_id,
                    edition=self.edition,
                    campaign_id=self.campaign_id,
                    outbox_id=outbox_id,
                )
            )
        tx.session.flush()


def teller_of(tx: Tx, row: Campaign) -> Teller | None:
    """For a campaign about a change of the rules; None for any other."""
    moved = SEGMENT.validate_python(row.segment).moved
    if moved is None:
        return None
    assert row.id is not None
    change = change_row(tx, moved.change_id)
    return Teller(row.id, change.edition, moved, judge_by(tx, change))


def still_true(tx: Tx, outbox_id: int) -> bool:
    """Whether anything a queued letter tells is so at this moment."""
    told = tx.session.exec(select(ToldOfChange).where(ToldOfChange.outbox_id == outbox_id)).all()
    if not told:
        return False
    teller = teller_of(tx, tx.session.get_one(Campaign, told[0].campaign_id))
    return teller is not None and not {row.measure_id for row in told}.isdisjoint(
        teller.concerning(tx, told[0].adult_id)
    )


def forget_what_reached_nobody(tx: Tx, outbox_id: int, state: State) -> None:
    """Hears of every outcome of such a letter: what did not arrive has told nobody anything."""
    if state in (State.SKIPPED, State.BLOCKED, State.FAILED):
        tx.session.exec(delete(ToldOfChange).where(col(ToldOfChange.outbox_id) == outbox_id))


def forget_what_was_taken_back(tx: Tx, campaign_id: int) -> None:
    """A cancelled campaign's letters that no sender had yet."""
    taken_back = sa.select(col(CampaignRecipient.outbox_id)).where(
        col(CampaignRecipient.campaign_id) == campaign_id, col(CampaignRecipient.state) == RecipientState.SKIPPED
    )
    tx.session.exec(
        delete(ToldOfChange)
        .where(col(ToldOfChange.campaign_id) == campaign_id, col(ToldOfChange.outbox_id).in_(taken_back))
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True)
class ReadNews:
    """The number on the button under a letter."""

    campaign_id: int


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A measure by name."""

    measure_id: str
    title: str


@dataclass(frozen=True, slots=True)
class News:
    """Which way things went, and for what; nothing any more when it has changed back since."""

    move: str
    lines: tuple[NewsLine, ...]


@use_case(Permission.FAMILY)
def read_news(tx: Tx, query: ReadNews) -> News:
    """What a letter told the acting adult, as far as it is still so. Raises `NoSuchNews`."""
    row = tx.session.get(Campaign, query.campaign_id)
    teller = teller_of(tx, row) if row is not None else None
    if teller is None or not isinstance(tx.actor, ActingAdult):
        raise NoSuchNews(f"campaign {query.campaign_id}")
    told = select(ToldOfChange.measure_id).where(
        ToldOfChange.adult_id == tx.actor.adult_id, ToldOfChange.campaign_id == query.campaign_id
    )
    mine, names = set(tx.session.exec(told)), change_row(tx, teller.moved.change_id).measures
    concerning = [one for one in teller.concerning(tx, tx.actor.adult_id) if one in mine] if mine else []
    found = ((one, tx.catalogue.measure(one)) for one in concerning)
    lines = tuple(NewsLine(one, measure.title if measure else names[one]) for one, measure in found)
    return News(teller.moved.move.value, lines)
