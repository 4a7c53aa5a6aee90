"""The YAML spelling of conditions: one way to write each, read strictly and written back unchanged.

Content editors read and write this, so faults are in Russian and name the place inside the tree. `parse` and
`dump` are inverse: `parse(dump(c)) == c` for every tree. A node is a mapping with exactly one key:

    all: [..]   any: [..]   not: {..}
    pregnant: true                                   any flag; its absence is written `not: {pregnant: true}`
    region_in: [LEN]
    children_count: {gte: 3}                         gte, lte, both, or eq
    pregnancy_weeks: {gte: 12}                       same
    income_per_head_ratio: {lte: 1.0}                one of lt, lte, gt, gte
    any_child_age_between: [0, 16]                   full years, both ends included
    youngest_child_age_months_lt: 18
    child_under_age_count_gte: {age: 18, count: 6}
    any_child_born_between: ['2019-01-01', '2030-12-31']   the second day may be null
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.catalog.conditions import (
    AllOf,
    AnyOf,
    ChildAgedBetween,
    ChildBornBetween,
    ChildrenCount,
    ChildrenUnder,
    ChildYoungerThan,
    Comparison,
    Condition,
    Flag,
    Holds,
    IncomeRatio,
    LivesIn,
    Not,
    PregnancyWeeks,
)

OLDEST_CHILD_YEARS = 17
OLDEST_CHILD_MONTHS = (OLDEST_CHILD_YEARS + 1) * 12
LONGEST_PREGNANCY_WEEKS = 42

_FLAGS = {flag.value: flag for flag in Flag}


@dataclass(frozen=True, slots=True)
class BadCondition(Exception):
    """`where` is the path inside the tree (`all[2].any[0].children_count`), `what` says what is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where or 'eligibility'}: {self.what}"


def parse(node: Any, where: str = "") -> Condition:
    """Reads one node of the tree.

    Raises:
        BadCondition: the node is not written in the notation above.
    """
    if not isinstance(node, dict) or len(node) != 1:
        raise BadCondition(where, "ждём ровно одно условие вида «ключ: значение»")
    key, value = next(iter(node.items()))
    place = f"{where}.{key}" if where else str(key)
    if key in _FLAGS:
        return _holds(_FLAGS[key], value, place)
    reader = _READERS.get(key)
    if reader is None:
        raise BadCondition(place, f"неизвестное условие «{key}»")
    return reader(value, place)


def dump(condition: Condition) -> dict[str, Any]:
    """The plain structure `parse` reads."""
    match condition:
        case AllOf(parts):
            return {"all": [dump(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [dump(part) for part in parts]}
        case Not(part):
            return {"not": dump(part)}
        case Holds(flag):
            return {flag.value: True}
        case LivesIn(regions):
            return {"region_in": sorted(regions)}
        case ChildrenCount(at_least, at_most):
            return {"children_count": _bounds(at_least, at_most)}
        case PregnancyWeeks(at_least, at_most):
            return {"pregnancy_weeks": _bounds(at_least, at_most)}
        case IncomeRatio(comparison, bound):
            return {"income_per_head_ratio": {comparison.value: bound}}
        case ChildAgedBetween(from_years, to_years):
            return {"any_child_age_between": [from_years, to_years]}
        case ChildYoungerThan(months):
            return {"youngest_child_age_months_lt": months}
        case ChildrenUnder(age_years, at_least):
            return {"child_under_age_count_gte": {"age": age_years, "count": at_least}}
        case ChildBornBetween(since, until):
            return {"any_child_born_between": [since.isoformat(), until.isoformat() if until else None]}


def _bounds(at_least: int, at_most: int | None) -> dict[str, int]:
    if at_least == at_most:
        return {"eq": at_least}
    upper = {} if at_most is None else {"lte": at_most}
    return ({"gte": at_least} if at_least or not upper else {}) | upper


def _holds(flag: Flag, value: Any, where: str) -> Condition:
    if value is not True:
        raise BadCondition(where, "здесь может стоять только true; отрицание — через not")
    return Holds(flag)


def _all(value: Any, where: str) -> Condition:
    return AllOf(_parts(value, where))


def _any(value: Any, where: str) -> Condition:
    parts = _parts(value, where)
    if not parts:
        raise BadCondition(where, "пустой список any не выполняется никогда")
    return AnyOf(parts)


def _parts(value: Any, where: str) -> tuple[Condition, ...]:
    if not isinstance(value, list):
        raise BadCondition(where, "ждём список условий")
    return tuple(parse(part, f"{where}[{index}]") for index, part in enumerate(value))


def _not(value: Any, where: str) -> Condition:
    return Not(parse(value, where))


def _region_in(value: Any, where: str) -> Condition:
    if not isinstance(value, list) or not value or not all(isinstance(code, str) for code in value):
        raise BadCondition(where, "ждём непустой список кодов регионов")
    if len(set(value)) != len(value):
        raise BadCondition(where, "код региона повторяется")
    return LivesIn(frozenset(value))


def _children_count(value: Any, where: str) -> Condition:
    return ChildrenCount(*_read_bounds(value, where))


def _pregnancy_weeks(value: Any, where: str) -> Condition:
    at_least, at_most = _read_bounds(value, where)
    if max(at_least, at_most or 0) > LONGEST_PREGNANCY_WEEKS:
        raise BadCondition(where, f"недель беременности не больше {LONGEST_PREGNANCY_WEEKS}")
    return PregnancyWeeks(at_least, at_most)


def _read_bounds(value: Any, where: str) -> tuple[int, int | None]:
    if not isinstance(value, dict) or not value or not set(value) <= {"gte", "lte", "eq"}:
        raise BadCondition(where, "ждём {gte: N}, {lte: N}, {gte: N, lte: N} или {eq: N}")
    for key, number in value.items():
        _whole(number, f"{where}.{key}")
    if "eq" in value:
        if len(value) > 1:
            raise BadCondition(where, "eq стоит один")
        return value["eq"], value["eq"]
    at_least, at_most = value.get("gte", 0), value.get("lte")
    if at_most is not None and at_least > at_most:
        raise BadCondition(where, "нижняя граница больше верхней")
    return at_least, at_most


def _income(value: Any, where: str) -> Condition:
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in set(Comparison):
        raise BadCondition(where, "ждём одну границу: {lt: X}, {lte: X}, {gt: X} или {gte: X}")
    side, bound = next(iter(value.items()))
    if isinstance(bound, bool) or not isinstance(bound, int | float) or not 0 < bound < 100:
        raise BadCondition(where, "граница дохода — доля прожиточного минимума, число больше нуля")
    return IncomeRatio(Comparison(side), float(bound))


def _ages(value: Any, where: str) -> Condition:
    if not isinstance(value, list) or len(value) != 2:
        raise BadCondition(where, "ждём два возраста в полных годах: [от, до]")
    from_years, to_years = (_whole(age, where, OLDEST_CHILD_YEARS) for age in value)
    if from_years > to_years:
        raise BadCondition(where, "возраст «от» больше возраста «до»")
    return ChildAgedBetween(from_years, to_years)


def _younger_than(value: Any, where: str) -> Condition:
    if not _whole(value, where, OLDEST_CHILD_MONTHS):
        raise BadCondition(where, "возраст меньше нуля месяцев невозможен")
    return ChildYoungerThan(value)


def _children_under(value: Any, where: str) -> Condition:
    if not isinstance(value, dict) or set(value) != {"age", "count"}:
        raise BadCondition(where, "ждём {age: полных лет, count: сколько детей}")
    age = _whole(value["age"], f"{where}.age", OLDEST_CHILD_YEARS + 1)
    return ChildrenUnder(age, _whole(value["count"], f"{where}.count"))


def _born_between(value: Any, where: str) -> Condition:
    if not isinstance(value, list) or len(value) != 2:
        raise BadCondition(where, "ждём два дня рождения: ['ГГГГ-ММ-ДД', 'ГГГГ-ММ-ДД' или null]")
    since = _day(value[0], where)
    until = None if value[1] is None else _day(value[1], where)
    if until is not None and since > until:
        raise BadCondition(where, "первый день позже второго")
    return ChildBornBetween(since, until)


def _day(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadCondition(where, f"«{value}» — не дата вида ГГГГ-ММ-ДД") from None


def _whole(value: Any, where: str, at_most: int = 100) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= at_most:
        raise BadCondition(where, f"ждём целое число от 0 до {at_most}")
    return value


_READERS: dict[str, Callable[[Any, str], Condition]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "region_in": _region_in,
    "children_count": _children_count,
    "pregnancy_weeks": _pregnancy_weeks,
    "income_per_head_ratio": _income,
    "any_child_age_between": _ages,
    "youngest_child_age_months_lt": _younger_than,
    "child_under_age_count_gte": _children_under,
    "any_child_born_between": _born_between,
}
