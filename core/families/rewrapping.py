"""A new master key: family keys are wrapped anew, batch by batch, while everything keeps running (D7).

What families wrote is sealed under their own keys and need not be touched. Both master keys stay configured until the
last batch is done; an interrupted run goes on where it stopped, and a repeated one changes nothing that matters.
"""

from dataclasses import dataclass

from sqlmodel import col, select

from core.families.tables import DataKey
from core.permissions import Permission
from core.use_case import Tx, use_case

_PLACE = "family key"
"""The context under which the vault wraps family keys."""


@dataclass(frozen=True, slots=True)
class Rewrap:
    """The next batch after the id where the former one stopped."""

    after: int = 0
    most: int = 500


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """The last id of the batch and its size; a size of 0 means that every key is wrapped by the newest master key."""

    last: int
    count: int


@use_case(Permission.SYSTEM)
def rewrap(tx: Tx, command: Rewrap) -> Rewrapped:
    """Wrap one batch of family keys by the newest master key. Raises `WrongKey` when an old master key is missing."""
    rows = tx.session.exec(
        select(DataKey).where(col(DataKey.id) > command.after).order_by(col(DataKey.id)).limit(command.most)
    ).all()
    for row in rows:
        row.wrapped = tx.vault.seal(tx.vault.open(row.wrapped, _PLACE), _PLACE)
        tx.session.add(row)
    last = rows[-1].id if rows else None
    return Rewrapped(last if last is not None else command.after, len(rows))
