"""What is kept about a family for writing to it first: handed out with «мои данные», destroyed with it."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, delete, select

from core.families.parts import Destroyed, FamilyPart, Field, Section, Whose
from core.outreach.campaigns.tables import Campaign, CampaignRecipient
from core.outreach.changes.tables import ToldOfChange
from core.outreach.check_ins.tables import LightCheckIn
from core.outreach.tables import ComingChange, FamilyPlan, Notice, NoticeLine, ProactiveLetter
from core.storage.schema import Record
from core.use_case import Tx


def _export(tx: Tx, whose: Whose) -> tuple[Section, ...]:
    rows = tx.session.exec(select(Notice).where(col(Notice.adult_id).in_(whose.adults)).order_by(col(Notice.id)))
    told = tuple(
        (Field("due_on", row.on_day.isoformat()), Field("created_at", row.created_at.isoformat())) for row in rows
    )
    found = (Section("notice", told), Section("news", _news(tx, whose)), Section("check_in", _check_ins(tx, whose)))
    return tuple(section for section in found if section.records)


def _news(tx: Tx, whose: Whose) -> tuple[tuple[Field, ...], ...]:
    own = select(ToldOfChange.measure_id).where(col(ToldOfChange.adult_id).in_(whose.adults)).distinct()
    return tuple((Field("measure", one),) for one in sorted(tx.session.exec(own)))


def _check_ins(tx: Tx, whose: Whose) -> tuple[tuple[Field, ...], ...]:
    own = select(LightCheckIn).where(col(LightCheckIn.adult_id).in_(whose.adults)).order_by(col(LightCheckIn.id))
    return tuple(
        (Field("sent_on", row.asked_on.isoformat()), *((Field("how", row.answer.value),) if row.answer else ()))
        for row in tx.session.exec(own)
    )


def _erase(tx: Tx, whose: Whose) -> tuple[Destroyed, ...]:
    people = (
        _leave_campaigns(tx, whose),
        _drop(tx, LightCheckIn, LightCheckIn.adult_id, whose.adults),
        _drop(tx, ToldOfChange, ToldOfChange.adult_id, whose.adults),
        _drop(tx, NoticeLine, NoticeLine.adult_id, whose.adults),
        _drop(tx, Notice, Notice.adult_id, whose.adults),
        _drop(tx, ProactiveLetter, ProactiveLetter.adult_id, whose.adults),
    )
    if whose.family_id is None:
        return people
    family = (whose.family_id,)
    household = (
        _drop(tx, ComingChange, ComingChange.family_id, family),
        _drop(tx, FamilyPlan, FamilyPlan.family_id, family),
    )
    return (*people, *household)


def _leave_campaigns(tx: Tx, whose: Whose) -> Destroyed:
    """The sum of a campaign's ledger stays right: it knows how many of its rows are gone (C2)."""
    own = col(CampaignRecipient.adult_id).in_(whose.adults)
    counted = (
        sa.select(col(CampaignRecipient.campaign_id), sa.func.count())
        .where(own)
        .group_by(col(CampaignRecipient.campaign_id))
    )
    for campaign_id, count in tx.unit.connection.execute(counted).all():
        row = tx.session.get_one(Campaign, campaign_id)
        row.erased += count
        tx.session.add(row)
    tx.session.flush()
    return _drop(tx, CampaignRecipient, CampaignRecipient.adult_id, whose.adults)


def _drop(tx: Tx, table: type[Record], owner: Any, ids: tuple[int, ...]) -> Destroyed:
    result = tx.session.exec(delete(table).where(col(owner).in_(ids)))
    return Destroyed(str(table.__tablename__), result.rowcount)


OUTREACH_PART = FamilyPart(_export, _erase)
