"""The family as triage sees it: the statement in force for every fact, and where two sources disagree.

The history is folded in the order it was written. A family's later word does not silently undo what a document or a
specialist established (`core.triage.profile.overrides`); such a fact is listed as disputed, for the specialist to ask.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from core.families.answering import sealed_place
from core.families.encoding import decode
from core.families.household import reach_family, today_of
from core.families.keys import cipher
from core.families.tables import AuthorKind, FactRecord, FactState, Family
from core.permissions import Permission
from core.storage.vault import Cipher
from core.triage.facts import Evasion, Fact
from core.triage.profile import Answer, FactValue, Profile, Provenance, expired, overrides
from core.use_case import Tx, use_case

_facts = FactRecord.__table__  # type: ignore[attr-defined]
_PLAIN = ("family_id", "fact", "state", "value", "provenance", "on_day")


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """Whose answers to read."""

    family_id: int


@dataclass(frozen=True, slots=True)
class FamilyProfile:
    """What is known about the family. `today` is the family's calendar day, the day to evaluate on."""

    family_id: int
    ticket: str
    centre_id: int | None
    today: date
    profile: Profile
    disputed: frozenset[Fact]


@use_case(Permission.FAMILY, Permission.READ_FAMILY)
def read_profile(tx: Tx, query: ReadProfile) -> FamilyProfile:
    """The facts in force, for `core.triage`."""
    family = reach_family(tx, query.family_id)
    profile, disputed = known_of(tx, family)
    return FamilyProfile(query.family_id, family.ticket, family.centre_id, today_of(tx, family), profile, disputed)


def known_of(tx: Tx, family: Family) -> tuple[Profile, frozenset[Fact]]:
    """The facts in force and the disputed ones, for whoever was let in already, by the family or by its case."""
    return fold(_statements(tx, family))


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One statement as it was made; `answer` is the value or the way it was not given.

    `on_day` is the family's calendar day.
    """

    fact: Fact
    answer: Answer
    on_day: date
    author_kind: AuthorKind
    author_id: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ReadHistory:
    """Whose statements; `fact` narrows to one question."""

    family_id: int
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class FactHistory:
    """Every statement, oldest first."""

    entries: tuple[HistoryEntry, ...]


@use_case(Permission.FAMILY, Permission.READ_FAMILY)
def read_history(tx: Tx, query: ReadHistory) -> FactHistory:
    """Who said what and when: both values of a corrected fact are here (C3)."""
    family = reach_family(tx, query.family_id)
    entries = history(tx, family)
    return FactHistory(tuple(entry for entry in entries if query.fact in (None, entry.fact)))


def history(tx: Tx, family: Family) -> tuple[HistoryEntry, ...]:
    """Every statement about the family, oldest first, dangerous ones opened."""
    rows = _rows(tx, family)
    opened = cipher(tx, family.data_key_id)
    return tuple(
        HistoryEntry(Fact(row.fact), _answer(row, opened), row.on_day, row.author_kind, row.author_id, row.recorded_at)
        for row in rows
    )


def fold(statements: Iterable[tuple[Fact, Answer, date]]) -> tuple[Profile, frozenset[Fact]]:
    """The profile after all statements, each with its day, and the facts on which a weaker source last said
    something else."""
    profile, disputed = Profile(), set[Fact]()
    for fact, answer, day in statements:
        standing = profile.known.get(fact)
        if _replaces(fact, answer, day, standing):
            profile = profile.record(fact, answer)
            disputed.discard(fact)
        elif not isinstance(answer, Evasion) and standing is not None and answer.value != standing.value:
            disputed.add(fact)
    return profile, frozenset(disputed)


def plain_profiles(tx: Tx, family_ids: Collection[int]) -> dict[int, Profile]:
    """Profiles of many families at once, for choosing among them. Dangerous facts stay sealed: they are left out."""
    statements: dict[int, list[tuple[Fact, Answer, date]]] = {family_id: [] for family_id in family_ids}
    plain = (_facts.c.family_id.in_(family_ids), _facts.c.value_sealed.is_(None))
    query = sa.select(*(_facts.c[name] for name in _PLAIN)).where(*plain).order_by(_facts.c.id)
    for row in tx.unit.connection.execute(query):  # no objects: there may be a million rows
        statements[row.family_id].append((Fact(row.fact), _plain_answer(row), row.on_day))
    return {family_id: fold(said)[0] for family_id, said in statements.items()}


def _replaces(fact: Fact, answer: Answer, day: date, standing: FactValue | None) -> bool:
    """A family may take back its own word, and anybody's that is too old to count on."""
    if isinstance(answer, Evasion):
        return standing is None or standing.provenance is Provenance.FAMILY or expired(fact, standing, day)
    return overrides(fact, answer, standing)


def _statements(tx: Tx, family: Family) -> Iterable[tuple[Fact, Answer, date]]:
    return [(entry.fact, entry.answer, entry.on_day) for entry in history(tx, family)]


def _rows(tx: Tx, family: Family) -> list[FactRecord]:
    found = tx.session.exec(select(FactRecord).where(FactRecord.family_id == family.id).order_by(col(FactRecord.id)))
    return list(found)


def _answer(row: FactRecord, opened: Cipher) -> Answer:
    if row.value_sealed is None:
        return _plain_answer(row)
    return FactValue(decode(_unsealed(row, opened)), row.on_day, Provenance(row.provenance))


def _plain_answer(row: FactRecord | sa.Row[Any]) -> Answer:
    state: FactState = row.state
    match state:
        case FactState.UNKNOWN:
            return Evasion.UNKNOWN
        case FactState.REFUSED:
            return Evasion.REFUSED
        case FactState.KNOWN:
            return FactValue(decode(row.value), row.on_day, Provenance(row.provenance))


def _unsealed(row: FactRecord, opened: Cipher) -> object:
    assert row.value_sealed is not None
    place = sealed_place(row.family_id, Fact(row.fact))
    return json.loads(opened.open(bytes(row.value_sealed), place))
