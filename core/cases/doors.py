"""Where a page about something else leads to a family: its conversation and its case, as far as one may open them."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from core.cases.tables import Case, Conversation
from core.permissions import Permission
from core.use_case import StaffMember, Tx, use_case


@dataclass(frozen=True, slots=True)
class FindDoors:
    """Ids of families."""

    families: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Doors:
    """Family -> the newest conversation (or case) of the own centres. Families without one are left out."""

    by_family: dict[int, int]


@use_case(Permission.READ_CONVERSATION)
def find_conversations(tx: Tx, query: FindDoors) -> Doors:
    """Conversations of these families that the actor may read."""
    return _newest(tx, query, Conversation)


@use_case(Permission.READ_FAMILY)
def find_cases(tx: Tx, query: FindDoors) -> Doors:
    """Cases of these families that the actor may read."""
    return _newest(tx, query, Case)


def _newest(tx: Tx, query: FindDoors, table: type[Conversation] | type[Case]) -> Doors:
    rows = select(col(table.family_id), sa.func.max(col(table.id))).where(col(table.family_id).in_(query.families))
    if isinstance(tx.actor, StaffMember) and tx.actor.centres is not None:
        rows = rows.where(col(table.centre_id).in_(tx.actor.centres))
    return Doors(
        {family: number for family, number in tx.session.exec(rows.group_by(col(table.family_id))) if family and number}
    )
