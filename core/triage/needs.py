"""The needs a family names first, in its own words, and which measures speak to them.

One to three needs cut the questionnaire to what the family came for; «посмотреть всё, что может подойти» widens it
afterwards. A measure answers a need by its category or by a life situation its record names. The table is data:
an editor who moves a measure to another category moves it between needs without touching code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.catalog.conditions import Flag, Holds, atoms_of
from core.catalog.measures import Category, LifeSituation, Measure


class Need(StrEnum):
    """What people come with; the button's words stand in Fluent under `need-<value>`."""

    BABY = "baby"
    """«Ждём малыша или он ещё маленький»"""
    MONEY = "money"
    """«Не хватает денег»"""
    HOME = "home"
    """«Жильё, ипотека, земля»"""
    SCHOOL = "school"
    """«Детский сад, школа, учёба, отдых, поездки»"""
    HEALTH = "health"
    """«Болезнь или инвалидность»"""
    LARGE = "large"
    """«Трое детей и больше»"""
    WORK = "work"
    """«Работа, отпуск, налоги, стаж»"""
    ALONE = "alone"
    """«Ращу детей без второго родителя, развод, алименты»"""
    SERVICE = "service"
    """«Служба, потеря кормильца»"""
    GUARDIANSHIP = "guardianship"
    """«Опека, приёмная семья»"""
    PEACE = "peace"
    """«Ссоры, тревога, трудно с ребёнком»"""
    PAPERS = "papers"
    """«Документы, долги, нужен юрист»"""


MOST_NEEDS = 3
"""More than three needs at once is the whole catalogue; it is asked that way."""


@dataclass(frozen=True, slots=True)
class NeedScope:
    """A measure belongs to the need by its category, by its main situation (the first its record names), or
    because its rule reads one of the facts the need is about.

    `apart` is what another need looks after although a category or a situation leads here: a tax deduction for small
    children is no help with a baby, food for a baby is none with school, and each would cost everybody a question.
    Nobody short of money or looking for work is asked whether a parent has died: that need has a button of its own.
    """

    categories: frozenset[Category] = frozenset()
    situations: frozenset[LifeSituation] = frozenset()
    facts: frozenset[Flag] = frozenset()
    apart: frozenset[Category | LifeSituation] = frozenset()

    def covers(self, measure: Measure) -> bool:
        named = (one for one in measure.life_situations if one is not LifeSituation.ANY)
        situation = next(named, LifeSituation.ANY)
        if measure.category in self.apart or situation in self.apart:
            return False
        return (
            measure.category in self.categories
            or situation in self.situations
            or any(Holds(flag) in atoms_of(measure.eligibility) for flag in self.facts)
        )


_C, _S = Category, LifeSituation
_BABY = frozenset({_S.PREGNANCY, _S.BIRTH, _S.CHILD_UNDER_3})

SCOPES = MappingProxyType(
    {
        Need.BABY: NeedScope(
            frozenset({_C.MATERNITY_CAPITAL}), _BABY, apart=frozenset({_C.HOUSING, _C.TAXES, _C.EMPLOYMENT})
        ),
        Need.MONEY: NeedScope(
            frozenset({_C.PAYMENTS}), frozenset({_S.LOW_INCOME}), apart=frozenset({_S.MILITARY, _S.LOSS_OF_BREADWINNER})
        ),
        Need.HOME: NeedScope(frozenset({_C.HOUSING}), frozenset({_S.HOUSING_NEED, _S.RURAL})),
        Need.SCHOOL: NeedScope(
            frozenset({_C.EDUCATION, _C.FOOD, _C.LEISURE, _C.TRANSPORT}),
            frozenset({_S.SCHOOL_AGE, _S.PRESCHOOL, _S.STUDENT}),
            apart=_BABY,
        ),
        Need.HEALTH: NeedScope(
            frozenset({_C.DISABILITY, _C.HEALTH}), frozenset({_S.DISABILITY_CHILD, _S.DISABILITY_PARENT})
        ),
        Need.LARGE: NeedScope(situations=frozenset({_S.LARGE_FAMILY})),
        Need.WORK: NeedScope(
            frozenset({_C.EMPLOYMENT, _C.LABOUR, _C.TAXES, _C.PENSION}),
            frozenset({_S.JOB_LOSS}),
            apart=frozenset({_S.LOSS_OF_BREADWINNER}),
        ),
        Need.ALONE: NeedScope(
            situations=frozenset({_S.SINGLE_PARENT, _S.DIVORCE}),
            facts=frozenset({Flag.SINGLE_PARENT, Flag.ALIMONY_UNPAID}),
        ),
        Need.SERVICE: NeedScope(situations=frozenset({_S.MILITARY, _S.LOSS_OF_BREADWINNER})),
        Need.GUARDIANSHIP: NeedScope(frozenset({_C.GUARDIANSHIP}), frozenset({_S.GUARDIANSHIP, _S.FOSTER})),
        Need.PEACE: NeedScope(
            frozenset({_C.PSYCHOLOGICAL, _C.CRISIS}),
            frozenset({_S.CHILD_BEHAVIOUR, _S.DOMESTIC_VIOLENCE, _S.ADDICTION}),
        ),
        Need.PAPERS: NeedScope(
            frozenset({_C.LEGAL, _C.DOCUMENTS}), frozenset({_S.DOCUMENTS_LOST, _S.RELOCATION, _S.DEBTS})
        ),
    }
)
"""Which measures answer which need."""


def needs_of(measure: Measure) -> tuple[Need, ...]:
    """The needs a measure answers, in the order in which needs are offered."""
    return tuple(need for need, scope in SCOPES.items() if scope.covers(measure))


def in_scope(measure: Measure, needs: Iterable[Need]) -> bool:
    return any(SCOPES[need].covers(measure) for need in needs)


def named_needs(names: Iterable[str]) -> tuple[Need, ...]:
    """Needs by their own names, or by the name of a life situation or a category they answer.

    Raises:
        KeyError: a name is none of these.
    """
    return tuple(dict.fromkeys(need for name in names for need in _named(name)))


def _named(name: str) -> tuple[Need, ...]:
    if name in frozenset(Need):
        return (Need(name),)
    found = tuple(need for need, scope in SCOPES.items() if name in scope.categories | scope.situations)
    if not found:
        raise KeyError(name)
    return found
