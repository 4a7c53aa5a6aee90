"""The declared schema: one metadata, one naming convention, the column types every table uses.

Constraint names are fixed here because SQLite's batch migrations and the "migrated equals declared" test
both need every constraint to have a name (reference/telegram-stack.md §3b).
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Record(SQLModel, registry=registry(metadata=metadata)):
    """Base of every feature table. A record never leaves its use case: return a frozen dataclass.

    Rows are not validated, so pydantic's validators are built only if somebody asks for one: a fifth of a table's cost.
    """

    model_config = {"defer_build": True}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant in UTC on both engines; a naive datetime is refused instead of being guessed at."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: give it a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""A 64-bit identifier; SQLite only numbers rows by itself for plain INTEGER."""


def identifier() -> Any:
    """The primary key of a feature table."""
    return Field(default=None, primary_key=True, sa_type=BigId)


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    """A UTC instant column. Refuses naive datetimes."""
    return Field(
        default=None if nullable else ...,
        sa_type=UtcDateTime,
        nullable=nullable,
        index=index,
    )


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def closed_set(
    kind: type[StrEnum],
    *,
    default: Any = ...,
    nullable: bool = False,
    index: bool = False,
    primary_key: bool = False,
) -> Any:
    """A column that holds one member of `kind`, as text with a CHECK: native enums survive a downgrade badly."""
    column_type = sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        values_callable=_values,
        length=32,
        name=_snake(kind.__name__),
        validate_strings=True,
    )
    return Field(default=default, sa_type=column_type, nullable=nullable, index=index, primary_key=primary_key)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def attach_ddl(table: sa.Table, dialect: str, *statements: str) -> None:
    """Triggers and exclusion constraints belong to the declared schema too, so that tests compare them."""
    table.info.setdefault(f"{dialect} ddl", []).extend(statements)
    for statement in statements:
        sa.event.listen(table, "after_create", sa.DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
