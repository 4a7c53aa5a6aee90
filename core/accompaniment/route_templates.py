"""Route templates: what a plan usually needs for a situation, as content that needs no programmer (C4).

A file that cannot be read whole is refused with the record and what is wrong with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.cases.states import CaseLevel
from core.families.tables import StepDoer

FILE = Path(__file__).parents[2] / "data" / "routes" / "routes.yaml"
_STEP_FIELDS = {"words", "doer", "days", "measure", "speciality"}


class RoutesBroken(ValueError):
    """The content is wrong; the message names the route and the mend."""


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step to plan. Either `measure_id` or `words`; `days` are working days from the day the route is applied."""

    days: int
    doer: StepDoer = StepDoer.FAMILY
    words: str | None = None
    measure_id: str | None = None
    speciality: str | None = None


@dataclass(frozen=True, slots=True)
class RouteTemplate:
    """One situation. `check_ins` are working days from the day it is applied."""

    key: str
    title: str
    level: CaseLevel
    goals: tuple[str, ...]
    steps: tuple[RouteStep, ...]
    check_ins: tuple[int, ...]


@cache
def route_templates() -> Mapping[str, RouteTemplate]:
    """Every template by key. Raises `RoutesBroken`."""
    return {route.key: route for route in read_routes(FILE.read_text(encoding="utf-8"))}


def read_routes(text: str) -> tuple[RouteTemplate, ...]:
    """The templates of a file. Raises `RoutesBroken`."""
    return tuple(_route(record) for record in yaml.safe_load(text))


def _route(record: Mapping[str, Any]) -> RouteTemplate:
    key = str(record.get("key", "?"))
    try:
        return RouteTemplate(
            key=key,
            title=record["title"],
            level=CaseLevel(record["level"]),
            goals=tuple(record["goals"]),
            steps=tuple(_step(step) for step in record["steps"]),
            check_ins=tuple(int(days) for days in record["check_ins"]),
        )
    except (KeyError, ValueError, TypeError) as fault:
        raise RoutesBroken(f"route {key}: {fault}") from fault


def _step(record: Mapping[str, Any]) -> RouteStep:
    if set(record) - _STEP_FIELDS:
        raise ValueError(f"unknown fields {sorted(set(record) - _STEP_FIELDS)}")
    if ("words" in record) == ("measure" in record):
        raise ValueError("a step has words or a measure")
    return RouteStep(
        days=int(record["days"]),
        doer=StepDoer(record.get("doer", StepDoer.FAMILY)),
        words=record.get("words"),
        measure_id=record.get("measure"),
        speciality=record.get("speciality"),
    )
