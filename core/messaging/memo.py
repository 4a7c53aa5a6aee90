"""Results of use cases already done for an update, so that a repeated handler repeats nothing (A1).

Rows live until the update is done. A memo found under another use case's name means the handler took another path
than before the crash; that is a defect, and the update fails loudly instead of doing something twice.
"""

import sqlalchemy as sa

from core.messaging.tables import memo
from core.storage.wire import Statement
from core.use_case import MemoKey, Memos, Tx

_FIND = Statement(
    lambda _: sa.select(memo.c.case_name, memo.c.result).where(
        memo.c.bot_id == sa.bindparam("bot_id"),
        memo.c.update_id == sa.bindparam("update_id"),
        memo.c.ordinal == sa.bindparam("ordinal"),
    )
)
_ADD = Statement(
    lambda insert: insert(memo).values(
        bot_id=sa.bindparam("bot_id"),
        update_id=sa.bindparam("update_id"),
        ordinal=sa.bindparam("ordinal"),
        case_name=sa.bindparam("case_name"),
        result=sa.bindparam("result"),
    )
)


class PathChanged(Exception):
    """A repeated handler asked for another use case than the first time."""


def _context(key: MemoKey) -> str:
    return f"memo {key.bot_id} {key.update_id} {key.ordinal}"


def recall(tx: Tx, key: MemoKey, case_name: str) -> bytes | None:
    """The recorded result, or None. Raises `PathChanged`."""
    row = tx.wire.row(_FIND, bot_id=key.bot_id, update_id=key.update_id, ordinal=key.ordinal)
    if row is None:
        return None
    if row[0] != case_name:
        raise PathChanged(f"update {key.update_id} ran {row[0]} before and asks for {case_name} now")
    return tx.vault.open(row[1], _context(key))


def record(tx: Tx, key: MemoKey, case_name: str, result: bytes) -> None:
    """Keep `result` until the update is done."""
    tx.wire.run(
        _ADD,
        bot_id=key.bot_id,
        update_id=key.update_id,
        ordinal=key.ordinal,
        case_name=case_name,
        result=tx.vault.seal(result, _context(key)),
    )


MEMOS = Memos(recall, record)
