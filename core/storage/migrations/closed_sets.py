"""A closed set that gets new members: its CHECK is rewritten on both engines, its rows stay where they are.

SQLite cannot alter a CHECK. Copying a table that others refer to for one more word is slow and risky, so the text of
the constraint is changed in the schema itself, as SQLite documents for changes that touch no stored data
(https://www.sqlite.org/lang_altertable.html, section 7).
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def change_members(table: str, column: str, before: Sequence[str], after: Sequence[str]) -> None:
    """Let `column` hold the members `after` instead of `before`. Rows that no longer fit must be gone already."""
    old, new = _condition(column, before), _condition(column, after)
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, old, new)
        return
    name = f"ck_{table}_{column}"
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({new})")


def _condition(column: str, members: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(repr(member) for member in members)})"


def _rewrite(table: str, old: str, new: str) -> None:
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text("UPDATE sqlite_schema SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = :table"),
        {"old": old, "new": new, "table": table},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
    assert changed.rowcount == 1, f"there is no table {table}"
