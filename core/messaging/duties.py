"""What only one process may do at a time, over any number of processes: the ticker. A duty is kept by renewing it."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from core.messaging.tables import duty
from core.storage.database import Unit
from core.storage.wire import Statement, to_micros

_TAKE = Statement(
    lambda insert: (
        (
            wanted := insert(duty).values(
                name=sa.bindparam("name"), owner=sa.bindparam("owner"), until=sa.bindparam("until")
            )
        )
        .on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": wanted.excluded.owner, "until": wanted.excluded.until},
            where=sa.or_(duty.c.owner == sa.bindparam("holder"), duty.c.until < sa.bindparam("now")),
        )
        .returning(duty.c.owner)
    )
)


def take_duty(unit: Unit, name: str, owner: str, now: datetime, lease: timedelta) -> bool:
    """True when `owner` has the duty until `now + lease`: it had it before, or whoever did let it run out."""
    until = to_micros(now + lease)
    return unit.wire.row(_TAKE, name=name, owner=owner, holder=owner, until=until, now=to_micros(now)) is not None
