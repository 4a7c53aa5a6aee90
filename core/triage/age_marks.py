"""What a text about ages is cut into: marks with a meaning for an age or a birthday, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """What an age is counted in."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class Sign(Enum):
    """Marks without a number of their own."""

    AND = "and"
    COMMA = "comma"
    AND_A_HALF = "and a half"
    ALMOST = "almost"
    ABOUT = "about"
    IN_TIME = "in time"
    IN = "in"
    CHILD = "child"
    OF_CHILDREN = "of children"
    NEWBORN = "newborn"
    NOBODY = "nobody"
    WAS = "was"
    WILL = "will"
    ONE = "one"
    EACH = "each"
    RANGE = "to"
    MORE = "more than"
    SEASON = "season"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; `list_of` are the two numbers it may also be («5,7»)."""

    value: float
    list_of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A unit of time; `alone` when the word also says «one» («год»), `many` in «лет», «месяцев»."""

    unit: Unit
    alone: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Ordinal:
    """«Третий», «5-й»; `of_a_year` in the case of a calendar year: «двадцатого года»."""

    value: int
    of_a_year: bool = False


@dataclass(frozen=True, slots=True)
class Ago:
    """«Этого», «прошлого», «позапрошлого»: 0, 1 or 2 years or months before now; the unit follows."""

    count: int


@dataclass(frozen=True, slots=True)
class MonthName:
    month: int


@dataclass(frozen=True, slots=True)
class Numeric:
    """A date in figures, parts as written; `day=None` for a month and year, `year=None` when it was left out."""

    day: int | None
    month: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Day:
    """«Сегодня», «завтра»: days from today."""

    offset: int


@dataclass(frozen=True, slots=True)
class Together:
    """«Трое», «двойня»: how many children. `twins` share one age."""

    count: int
    twins: bool = False


Mark = Sign | Figure | Span | Ordinal | Ago | MonthName | Numeric | Day | Together
