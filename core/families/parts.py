"""What every feature owes a person: to hand out what it keeps about them, and to destroy it (F2, D9).

Each feature offers one `FamilyPart`; `app` lists them in one tuple and builds the two use cases from it
(`exporting.exporting`, `erasing.erasing`). A feature that forgets its part cannot hide: its rows still refer to the
family, and the foreign key refuses the erasure as a whole.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.messaging.letters import Address
from core.use_case import Tx

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose traces. `family_id` is set when the household goes as a whole: not when another adult stays in it,
    nor for a visitor, who has an address and nothing else."""

    family_id: int | None
    adults: tuple[int, ...]
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of a record. `name` is also the key of its label (`export-field-<name>`)."""

    name: str
    value: Plain


Record = tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The records of one kind. `name` is also the key of its heading (`export-section-<name>`)."""

    name: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Destroyed:
    """How many rows of a table are gone."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class FamilyPart:
    """One feature's two duties. `erase` runs before that of `core.families`, which comes last."""

    export: Callable[[Tx, Whose], tuple[Section, ...]]
    erase: Callable[[Tx, Whose], tuple[Destroyed, ...]]
