"""The plain facts of a family, as the command line and the evaluation set write them, read strictly.

One JSON object per family; an absent key is unknown, `null` is not used. Whatever is not exactly in the contract
(an unknown key, a number in quotes, `true` for a count, weeks without a pregnancy) is refused with the name of the
fact, because a silently ignored fact would look like an unknown one and change the verdict.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from core.triage.births import ADULT_MONTHS, Birth
from core.triage.facts import REGISTRY, Fact, Shape
from core.triage.profile import Band, Child, FactValue, Pregnancy, Profile, Value
from core.triage.situation import LONGEST_PREGNANCY_WEEKS

_REGION_CODE = re.compile(r"[A-Z]{2,4}")


class BadFacts(ValueError):
    """The facts are not written as the contract says; the message names the fact and what is expected."""


def profile_from_json(facts: Any, on: date) -> Profile:
    """The profile of a family that stated these facts on the local day `on`.

    Raises:
        BadFacts: the object breaks the contract.
    """
    if not isinstance(facts, dict):
        raise BadFacts(f"facts: an object is expected, not {_kind(facts)}")
    unknown = sorted(set(facts) - set(Fact))
    if unknown:
        raise BadFacts(f"{unknown[0]}: there is no such fact")
    known = {Fact(name): FactValue(_read(Fact(name), value, on), on) for name, value in facts.items()}
    if Fact.PREGNANCY_WEEKS in known and Fact.PREGNANT in known and not known[Fact.PREGNANT].value:
        raise BadFacts("pregnancy_weeks: stands only with `pregnant: true`")
    return Profile(MappingProxyType(known))


def _read(fact: Fact, value: Any, on: date) -> Value:
    return _READERS[REGISTRY[fact].shape](fact, value, on)


def _boolean(fact: Fact, value: Any, on: date) -> bool:
    if not isinstance(value, bool):
        raise BadFacts(f"{fact}: true or false is expected, not {_kind(value)}")
    return value


def _region(fact: Fact, value: Any, on: date) -> str:
    if not isinstance(value, str) or not _REGION_CODE.fullmatch(value):
        raise BadFacts(f"{fact}: a region code such as LEN is expected")
    return value


def _weeks(fact: Fact, value: Any, on: date) -> Pregnancy:
    if not _whole(value, 1, LONGEST_PREGNANCY_WEEKS):
        raise BadFacts(f"{fact}: a whole number from 1 to {LONGEST_PREGNANCY_WEEKS} is expected")
    return Pregnancy.of_weeks(value, on)


def _income(fact: Fact, value: Any, on: date) -> Band:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value <= sys.float_info.max:
        raise BadFacts(f"{fact}: a number not below zero is expected")
    return Band.at(float(value))


def _children(fact: Fact, value: Any, on: date) -> tuple[Child, ...]:
    if not isinstance(value, list):
        raise BadFacts(f"{fact}: a list is expected, not {_kind(value)}")
    return tuple(_child(f"{fact}[{place}]", item, on) for place, item in enumerate(value))


def _child(where: str, value: Any, on: date) -> Child:
    if not isinstance(value, dict) or not {"age_months"} <= set(value) <= {"age_months", "disabled"}:
        raise BadFacts(f"{where}: an object with age_months and, if known, disabled is expected")
    months, disabled = value["age_months"], value.get("disabled")
    if not _whole(months, 0, ADULT_MONTHS - 1):
        raise BadFacts(f"{where}.age_months: a whole number from 0 to {ADULT_MONTHS - 1} is expected")
    if "disabled" in value and not isinstance(disabled, bool):
        raise BadFacts(f"{where}.disabled: true or false is expected, not {_kind(disabled)}")
    return Child(Birth.aged_months(months, on), disabled)


def _whole(value: Any, at_least: int, at_most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and at_least <= value <= at_most


def _kind(value: Any) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a text", list: "a list"}
    return "null" if value is None else names.get(type(value), "an object")


_READERS: Mapping[Shape, Callable[[Fact, Any, date], Value]] = MappingProxyType(
    {
        Shape.YES_NO: _boolean,
        Shape.REGION: _region,
        Shape.CHILDREN: _children,
        Shape.WEEKS: _weeks,
        Shape.INCOME_BAND: _income,
    }
)
