"""Route templates: what a plan usually needs for a situation, as content that needs no programmer (C4).

A file that cannot be read whole is refused with the record and what is wrong with it. An edited file is in force a
moment later; a broken edit leaves the routes of before, as it does with the rest of the content (O4).
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from core.cases.states import CaseLevel
from core.families.tables import StepDoer

_log = logging.getLogger(__name__)
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


@dataclass(slots=True)
class RouteShelf:
    """The routes of one file as it is now: read when the file has changed."""

    file: Path
    _seen: tuple[int, int] | None = None
    _routes: Mapping[str, RouteTemplate] | None = None

    def routes(self) -> Mapping[str, RouteTemplate]:
        """Every template by key. Raises `RoutesBroken` only when there has never been a good one."""
        state = self.file.stat()
        if self._seen != (state.st_mtime_ns, state.st_size):
            self._seen = state.st_mtime_ns, state.st_size
            self._read()
        if self._routes is None:
            raise RoutesBroken(f"{self.file.name} has never been whole")
        return self._routes

    def _read(self) -> None:
        try:
            routes = read_routes(self.file.read_text(encoding="utf-8"))
        except (RoutesBroken, yaml.YAMLError, UnicodeDecodeError) as broken:
            if self._routes is None:
                raise RoutesBroken(str(broken)) from broken
            _log.warning("route templates are broken, the ones before stay in force: %s", broken)
            return
        self._routes = {route.key: route for route in routes}


_SHELF = RouteShelf(FILE)


def route_templates() -> Mapping[str, RouteTemplate]:
    """Every template by key. Raises `RoutesBroken`."""
    return _SHELF.routes()


def read_routes(text: str) -> tuple[RouteTemplate, ...]:
    """The templates of a file. Raises `RoutesBroken`."""
    records = yaml.safe_load(text)
    if not isinstance(records, list) or not all(isinstance(each, Mapping) for each in records):
        raise RoutesBroken("the file is no list of routes")
    return tuple(read_route(record) for record in records)


def read_route(record: Mapping[str, Any]) -> RouteTemplate:
    """One template. Raises `RoutesBroken` with its key."""
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
