"""A family's answers in words: «двое детей», «до 1 прожиточного минимума», «не хочет отвечать». Pure."""

from collections.abc import Callable
from datetime import date
from math import inf

from core.catalog.snapshot import Catalogue
from core.triage.births import completed_months
from core.triage.facts import Evasion
from core.triage.profile import Answer, Band, Child, Pregnancy, Value

Translate = Callable[..., str]


def in_words(t: Translate, catalogue: Catalogue, answer: Answer, today: date) -> tuple[str, ...]:
    """One line per thing said; ages and weeks are of `today`, the family's calendar day."""
    if isinstance(answer, Evasion):
        return (t(f"panel-answer-{answer.value}"),)
    return _value(t, catalogue, answer.value, today)


def _value(t: Translate, catalogue: Catalogue, value: Value, today: date) -> tuple[str, ...]:
    match value:
        case bool():
            return (t("panel-answer-yes" if value else "panel-answer-no"),)
        case str():
            region = catalogue.region(value)
            return (region.name if region else value,)
        case Pregnancy():
            low, high = value.weeks(today)
            return (_range(t, "panel-answer-weeks", low, high),)
        case Band():
            return (_band(t, value),)
        case _:
            return tuple(_child(t, child, today) for child in value) or (t("panel-answer-no-children"),)


def _child(t: Translate, child: Child, today: date) -> str:
    low, high = completed_months(child.birth.latest, today), completed_months(child.birth.earliest, today)
    young = high < 24
    age = (
        _range(t, "panel-answer-months", low, high) if young else _range(t, "panel-answer-years", low // 12, high // 12)
    )
    return t("panel-answer-disabled-child", age=age) if child.disabled else age


def _range(t: Translate, key: str, low: int, high: int) -> str:
    low = max(low, 0)
    return t(key, from_to="" if low == high else f"{low}–", count=high)


def _band(t: Translate, band: Band) -> str:
    if band.high == inf:
        return t("panel-answer-income-over", low=band.low)
    if band.low <= 0:
        return t("panel-answer-income-under", high=band.high)
    return t("panel-answer-income-between", low=band.low, high=band.high)
