"""Results of use cases already done for an update, so that a repeated handler repeats nothing (A1).

The key is (bot, update, use case, how many times this update called it before). Rows live until the update is done.
A repeated handler may take a shorter path than the first one (a visitor has become a family meanwhile), so calls are
counted per use case, not over the whole handler.
"""

import sqlalchemy as sa

from core.messaging.tables import memo
from core.storage.wire import Statement
from core.use_case import MemoKey, Memos, Tx

_FIND = Statement(
    lambda _: sa.select(memo.c.result).where(
        memo.c.bot_id == sa.bindparam("bot_id"),
        memo.c.update_id == sa.bindparam("update_id"),
        memo.c.case_name == sa.bindparam("case_name"),
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


def _context(key: MemoKey, case_name: str) -> str:
    return f"memo {key.bot_id} {key.update_id} {case_name} {key.ordinal}"


def recall(tx: Tx, key: MemoKey, case_name: str) -> bytes | None:
    """The recorded result, or None."""
    row = tx.wire.row(_FIND, bot_id=key.bot_id, update_id=key.update_id, case_name=case_name, ordinal=key.ordinal)
    return tx.vault.open(row[0], _context(key, case_name)) if row else None


def record(tx: Tx, key: MemoKey, case_name: str, result: bytes) -> None:
    """Keep `result` until the update is done."""
    tx.wire.run(
        _ADD,
        bot_id=key.bot_id,
        update_id=key.update_id,
        ordinal=key.ordinal,
        case_name=case_name,
        result=tx.vault.seal(result, _context(key, case_name)),
    )


MEMOS = Memos(recall, record)
