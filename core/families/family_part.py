"""What `core.families` itself keeps about a person, handed out and destroyed. Comes last in the list of parts."""

import json
from typing import Any

from sqlmodel import col, delete, select

from core.families.encoding import encode
from core.families.keys import drop_key
from core.families.needs import needs_of_family
from core.families.parts import Destroyed, FamilyPart, Field, Section, Whose
from core.families.phone import phone_of
from core.families.plan import all_steps
from core.families.profile import HistoryEntry, history
from core.families.settings import name_of
from core.families.tables import (
    Adult,
    ChannelAddress,
    ChosenNeeds,
    Consent,
    FactRecord,
    Family,
    FamilyInvitation,
    MutedTopic,
    PlanStep,
    ReceivedMeasure,
)
from core.storage.schema import Record
from core.triage.facts import Evasion
from core.use_case import Tx


def _export(tx: Tx, whose: Whose) -> tuple[Section, ...]:
    adults = _adults(tx, whose)
    family = tx.session.get(Family, adults[0].family_id) if adults else None
    if family is None:
        return ()
    return (
        Section("family", ((Field("ticket", family.ticket), Field("created_at", family.created_at.isoformat())),)),
        Section("adult", tuple(_contact(tx, family, adult) for adult in adults)),
        Section("consent", _consents(tx, whose)),
        Section("fact", tuple(_statement(entry) for entry in history(tx, family))),
        Section("need", _needs(tx, family)),
        Section("received", _received(tx, family)),
        Section("plan_step", _plan(tx, family)),
    )


def _contact(tx: Tx, family: Family, adult: Adult) -> tuple[Field, ...]:
    return (
        Field("name", name_of(tx, family, adult)),
        Field("phone", phone_of(tx, family, adult)),
        Field("language", adult.language.value if adult.language else None),
        Field("joined_at", adult.joined_at.isoformat()),
    )


def _consents(tx: Tx, whose: Whose) -> tuple[tuple[Field, ...], ...]:
    rows = tx.session.exec(select(Consent).where(col(Consent.adult_id).in_(whose.adults)).order_by(col(Consent.id)))
    return tuple(
        (
            Field("purpose", row.purpose.value),
            Field("version", row.version),
            Field("given_at", row.given_at.isoformat()),
            Field("withdrawn_at", row.withdrawn_at.isoformat() if row.withdrawn_at else None),
        )
        for row in rows
    )


def _statement(entry: HistoryEntry) -> tuple[Field, ...]:
    evaded = isinstance(entry.answer, Evasion)
    said = entry.answer.value if isinstance(entry.answer, Evasion) else _plain(encode(entry.answer.value))
    return (
        Field("fact", entry.fact.value),
        Field("not_answered" if evaded else "value", said),
        Field("author", entry.author_kind.value),
        Field("recorded_at", entry.recorded_at.isoformat()),
    )


def _plain(value: Any) -> str | bool:
    return value if isinstance(value, bool | str) else json.dumps(value, ensure_ascii=False)


def _plan(tx: Tx, family: Family) -> tuple[tuple[Field, ...], ...]:
    return tuple(
        (
            Field("measure", step.measure_id),
            Field("words", step.words),
            Field("doer", step.doer.value),
            Field("state", step.state.value),
            Field("due_on", step.due_on.isoformat() if step.due_on else None),
        )
        for step in all_steps(tx, family)
    )


def _needs(tx: Tx, family: Family) -> tuple[tuple[Field, ...], ...]:
    chosen = needs_of_family(tx, family)
    return tuple((Field("need", need.value),) for need in chosen.needs) if chosen else ()


def _received(tx: Tx, family: Family) -> tuple[tuple[Field, ...], ...]:
    rows = tx.session.exec(select(ReceivedMeasure).where(col(ReceivedMeasure.family_id) == family.id))
    return tuple(
        (
            Field("measure", row.measure_id),
            *((Field("since", row.since.isoformat()),) if row.since else ()),
            Field("recorded_at", row.recorded_at.isoformat()),
        )
        for row in sorted(rows, key=lambda row: row.recorded_at)
    )


def _adults(tx: Tx, whose: Whose) -> list[Adult]:
    return list(tx.session.exec(select(Adult).where(col(Adult.id).in_(whose.adults)).order_by(col(Adult.id))))


def _erase(tx: Tx, whose: Whose) -> tuple[Destroyed, ...]:
    household = _erase_household(tx, whose.family_id) if whose.family_id is not None else ()
    people = (
        _drop(tx, MutedTopic, MutedTopic.adult_id, whose.adults),
        _drop(tx, Consent, Consent.adult_id, whose.adults),
        _drop(tx, ChannelAddress, ChannelAddress.adult_id, whose.adults),
        _drop(tx, Adult, Adult.id, whose.adults),
    )
    last = _erase_family_row(tx, whose.family_id) if whose.family_id is not None else ()
    return (*household, *people, *last)


def _erase_household(tx: Tx, family_id: int) -> tuple[Destroyed, ...]:
    return (
        _drop(tx, FactRecord, FactRecord.family_id, (family_id,)),
        _drop(tx, PlanStep, PlanStep.family_id, (family_id,)),
        _drop(tx, ChosenNeeds, ChosenNeeds.family_id, (family_id,)),
        _drop(tx, ReceivedMeasure, ReceivedMeasure.family_id, (family_id,)),
        _drop(tx, FamilyInvitation, FamilyInvitation.family_id, (family_id,)),
    )


def _erase_family_row(tx: Tx, family_id: int) -> tuple[Destroyed, ...]:
    key_id = tx.session.get_one(Family, family_id).data_key_id
    gone = _drop(tx, Family, Family.id, (family_id,))
    drop_key(tx, key_id)
    return gone, Destroyed("data_key", 1)


def _drop(tx: Tx, table: type[Record], owner: Any, ids: tuple[int, ...]) -> Destroyed:
    result = tx.session.exec(delete(table).where(col(owner).in_(ids)))
    return Destroyed(str(table.__tablename__), result.rowcount)


FAMILIES_PART = FamilyPart(_export, _erase)
