"""The fixed statements of the inbox (`core.messaging.inbox` says when each is right)."""

from typing import Any

import sqlalchemy as sa

from core.messaging.tables import chat_lease, inbox, memo, screen
from core.storage.wire import Statement


def _bind(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name)


_CHAT = (inbox.c.bot_id == _bind("bot_id"), inbox.c.chat_id == _bind("chat_id"))
_LEASED_CHAT = (chat_lease.c.bot_id == _bind("bot_id"), chat_lease.c.chat_id == _bind("chat_id"))

_EXPIRED = sa.and_(chat_lease.c.until < _bind("now"), chat_lease.c.owner != _bind("taker"))
"""A slow process is not a dead one: nobody takes a chat over from itself."""
WAITING_FOR_ITS_TIME = "nobody"

ACCEPT = Statement(
    lambda insert: (
        insert(inbox)
        .values(
            state="new",
            failures=0,
            **{
                name: _bind(name)
                for name in ("bot_id", "update_id", "chat_id", "attempts", "received_at", "due_at", "payload")
            },
        )
        .on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
        .returning(inbox.c.id)
    )
)
MAKE_LEASE = Statement(
    lambda insert: (
        insert(chat_lease)
        .values({name: _bind(name) for name in ("bot_id", "chat_id", "owner", "until")})
        .on_conflict_do_nothing(index_elements=["bot_id", "chat_id"])
        .returning(chat_lease.c.owner)
    )
)
TAKE_LEASE = Statement(
    lambda _: (
        sa.update(chat_lease)
        .where(*_LEASED_CHAT, _EXPIRED)
        .values(owner=_bind("taker"), until=_bind("new_until"))
        .returning(chat_lease.c.owner)
    )
)
LOCK_LEASE = Statement(lambda _: sa.update(chat_lease).where(*_LEASED_CHAT).values(until=chat_lease.c.until))
RENEW = Statement(
    lambda _: sa.update(chat_lease).where(chat_lease.c.owner == _bind("holder")).values(until=_bind("until"))
)
GIVE_UP_LEASE = Statement(lambda _: sa.delete(chat_lease).where(*_LEASED_CHAT, chat_lease.c.owner == _bind("holder")))
FORGET_LEASES = Statement(lambda _: sa.delete(chat_lease))
_OF_OLDEST = ("id", "update_id", "attempts", "failures", "due_at", "payload", "fault")
OLDEST = Statement(
    lambda _: (
        sa.select(*(inbox.c[name] for name in _OF_OLDEST))
        .where(*_CHAT, inbox.c.state == "new")
        .order_by(inbox.c.update_id)
        .limit(1)
    )
)
COUNT_ATTEMPT = Statement(
    lambda _: sa.update(inbox).where(inbox.c.id == _bind("inbox_id")).values(attempts=inbox.c.attempts + 1)
)
CLOSE = Statement(
    lambda _: (
        sa.update(inbox)
        .where(inbox.c.id == _bind("inbox_id"), inbox.c.state == "new")
        .values(state=_bind("new_state"), payload=sa.null(), fault=_bind("fault"))
    )
)
POSTPONE = Statement(
    lambda _: (
        sa.update(inbox)
        .where(inbox.c.id == _bind("inbox_id"))
        .values(due_at=_bind("due_at"), attempts=_bind("attempts"), failures=_bind("failures"), fault=_bind("fault"))
    )
)
SCREENS = Statement(
    lambda _: sa.select(screen.c.key, screen.c.content).where(
        screen.c.bot_id == _bind("bot_id"), screen.c.chat_id == _bind("chat_id")
    )
)
SAVE_SCREEN = Statement(
    lambda insert: (
        upsert := insert(screen).values(
            {name: _bind(name) for name in ("key", "bot_id", "chat_id", "content", "changed_at")}
        )
    ).on_conflict_do_update(
        index_elements=["key"], set_={"content": upsert.excluded.content, "changed_at": upsert.excluded.changed_at}
    )
)
DROP_SCREEN = Statement(lambda _: sa.delete(screen).where(screen.c.key == _bind("which")))
DROP_CHAT_SCREENS = Statement(
    lambda _: sa.delete(screen).where(screen.c.bot_id == _bind("bot_id"), screen.c.chat_id == _bind("chat_id"))
)
DROP_MEMOS = Statement(
    lambda _: sa.delete(memo).where(memo.c.bot_id == _bind("bot_id"), memo.c.update_id == _bind("update_id"))
)
ABANDONED = Statement(
    lambda _: (
        sa.select(inbox.c.bot_id, inbox.c.chat_id)
        .select_from(
            inbox.outerjoin(
                chat_lease, sa.and_(chat_lease.c.bot_id == inbox.c.bot_id, chat_lease.c.chat_id == inbox.c.chat_id)
            )
        )
        .where(
            inbox.c.state == "new",
            inbox.c.due_at <= _bind("now"),
            inbox.c.attempts >= _bind("at_least"),
            inbox.c.attempts < _bind("below"),
            sa.or_(chat_lease.c.owner.is_(None), _EXPIRED),
        )
        .distinct()
        .limit(sa.bindparam("most", type_=sa.Integer))
    )
)
FORGET = Statement(lambda _: sa.delete(inbox).where(inbox.c.state != "new", inbox.c.received_at < _bind("before")))
WAITING = Statement(lambda _: sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "new"))
