"""Fixed statements of the transport tables, compiled once and run on the raw driver.

The inbox, the outbox, the FSM and the leases are touched several times for every tap. Compiling a Core statement
and building result rows costs more there than the query itself, so `Statement` renders its SQL once per dialect and
`Wire` hands it to the driver. Times in transport tables are integers (microseconds since the epoch, UTC), so that no
type conversion is needed on the way. A feature whose statements are as hot (a booking under a crowd) may run fixed
statements here too; its moments go through `Wire.moment` and `Wire.instant`.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

Insert = Callable[[sa.Table], Any]
"""`insert` of the dialect at hand: both offer `on_conflict_do_*` under the same names."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Microseconds since the epoch of an aware moment."""
    return (moment - EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The UTC moment of a transport column."""
    return EPOCH + timedelta(microseconds=value)


def _sqlite() -> tuple[Dialect, Insert]:
    from sqlalchemy.dialects import sqlite

    return sqlite.dialect(paramstyle="named"), sqlite.insert


def _postgresql() -> tuple[Dialect, Insert]:
    from sqlalchemy.dialects import postgresql

    return postgresql.psycopg.dialect(), postgresql.insert  # type: ignore[no-untyped-call]


_DIALECTS: dict[str, Callable[[], tuple[Dialect, Insert]]] = {"sqlite": _sqlite, "postgresql": _postgresql}
"""A process imports the dialect of its own engine only (P6)."""


def rows_of(parameter: str, alias: str, columns: Sequence[sa.ColumnElement[Any]]) -> sa.TableValuedAlias:
    """Any number of rows in one parameter of a PostgreSQL statement, to select from; `as_rows` makes its value."""
    fields = (sa.column(column.name, column.type) for column in columns)
    value = sa.cast(sa.bindparam(parameter, type_=sa.Text), sa.JSON)
    return sa.func.json_to_recordset(value).table_valued(*fields).render_derived(alias, with_types=True)


def as_rows(rows: Sequence[dict[str, Any]]) -> str:
    """The value of such a parameter. One text: an array per column cost five times as much to send."""
    return json.dumps(rows, default=_plain)


def _plain(value: Any) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"no such value in a row: {type(value).__name__}")
    return value.isoformat()


class Statement:
    """One fixed Core statement. `build` receives the dialect's `insert`."""

    __slots__ = ("_build", "_rendered")

    def __init__(self, build: Callable[[Insert], sa.sql.ClauseElement]) -> None:
        self._build = build
        self._rendered: dict[str, tuple[str, dict[str, Any]]] = {}

    def on(self, dialect: str) -> tuple[str, dict[str, Any]]:
        """SQL text and the constants it binds by itself."""
        rendered = self._rendered.get(dialect)
        if rendered is None:
            spoken, insert = _DIALECTS[dialect]()
            compiled = self._build(insert).compile(dialect=spoken)
            assert isinstance(compiled, SQLCompiler)
            assert "POSTCOMPILE" not in str(compiled), "a fixed statement has no IN list of variable length"
            constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
            rendered = self._rendered[dialect] = (str(compiled), constants)
        return rendered


class Wire:
    """The driver's cursor inside one open transaction."""

    __slots__ = ("_cursor", "dialect")

    def __init__(self, driver_connection: Any, dialect: str) -> None:
        self._cursor = driver_connection.cursor()
        self.dialect = dialect

    def run(self, statement: Statement, **values: Any) -> int:
        """Execute and return the number of rows it changed."""
        text, constants = statement.on(self.dialect)
        self._cursor.execute(text, {**constants, **values})
        return int(self._cursor.rowcount)

    def rows(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:
        """Execute and return every row (a SELECT, or a change with RETURNING)."""
        text, constants = statement.on(self.dialect)
        self._cursor.execute(text, {**constants, **values})
        return list(self._cursor.fetchall())

    def row(self, statement: Statement, **values: Any) -> tuple[Any, ...] | None:
        """Execute and return the first row, if any."""
        found = self.rows(statement, **values)
        return found[0] if found else None

    def moment(self, value: datetime) -> Any:
        """An aware moment as the columns of feature tables keep it (`schema.UtcDateTime`)."""
        if self.dialect == "postgresql":
            return value
        return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]

    def instant(self, kept: Any) -> datetime:
        """The aware moment in such a column."""
        return kept if self.dialect == "postgresql" else datetime.fromisoformat(kept).replace(tzinfo=UTC)

    def run_many(self, statement: Statement, many: Sequence[dict[str, Any]]) -> None:
        """Execute once per set of values."""
        text, constants = statement.on(self.dialect)
        self._cursor.executemany(text, [{**constants, **values} for values in many])

    def close(self) -> None:
        """Give the cursor back."""
        self._cursor.close()
