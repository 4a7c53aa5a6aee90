"""What is wrong with the route templates, each with its mend, as `ryadom catalog lint` tells it beside the measures."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import yaml

from core.accompaniment.route_templates import RoutesBroken, RouteStep, read_route
from core.catalog.faults import Fault, LintRule

PLACE = "routes/routes.yaml"
"""Below the content directory."""
LONGEST_WAIT = 250
"""Working days: a year. A step further off is a slip of the finger."""


def route_faults(text: str, measures: Collection[str]) -> tuple[Fault, ...]:
    """Everything wrong with a file of routes, where the catalogue has these measures."""
    try:
        records = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        line = getattr(getattr(fault, "problem_mark", None), "line", 0) + 1
        return (_fault(LintRule.YAML, f"строка {line}", "файл не читается", "проверьте отступы и скобки рядом"),)
    if not isinstance(records, list) or not all(isinstance(each, Mapping) for each in records):
        return (_fault(LintRule.SCHEMA, "файл", "здесь не список маршрутов", "каждый маршрут начинается с «- key:»"),)
    keys = [str(each.get("key", "?")) for each in records]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    doubled = [
        _fault(LintRule.DUPLICATE_ID, key, "два маршрута с одним key", "дайте второму свой key") for key in twice
    ]
    return (*doubled, *(fault for key, each in zip(keys, records, strict=True) for fault in _of(key, each, measures)))


def _of(key: str, record: Mapping[str, Any], measures: Collection[str]) -> Iterator[Fault]:
    try:
        route = read_route(record)
    except RoutesBroken as broken:
        yield _fault(LintRule.SCHEMA, key, str(broken), "сравните с соседним маршрутом")
        return
    if not route.goals or not route.steps:
        yield _fault(LintRule.SCHEMA, key, "нет целей или шагов", "добавьте хотя бы одну цель и один шаг")
    for step in route.steps:
        yield from _of_step(key, step, measures)
    if any(not 0 < days <= LONGEST_WAIT for days in route.check_ins):
        yield _fault(LintRule.SCHEMA, key, "срок встречи вне года", f"рабочие дни от 1 до {LONGEST_WAIT}")


def _of_step(key: str, step: RouteStep, measures: Collection[str]) -> Iterator[Fault]:
    if step.measure_id is not None and step.measure_id not in measures:
        what, mend = f"меры {step.measure_id} нет в каталоге", "проверьте id меры или уберите шаг"
        yield _fault(LintRule.REFERENCE, key, what, mend)
    if step.words is not None and not str(step.words).strip():
        yield _fault(LintRule.SCHEMA, key, "у шага пустые слова", "напишите, что сделать")
    if not 0 < step.days <= LONGEST_WAIT:
        yield _fault(LintRule.SCHEMA, key, f"срок шага {step.days}", f"рабочие дни от 1 до {LONGEST_WAIT}")


def _fault(rule: LintRule, record: str, what: str, mend: str) -> Fault:
    return Fault(rule, PLACE, record, what, mend)
