"""What may stand on a locked screen, where a neighbour, a child or a violent partner reads it too (C14). Pure.

A measure is named openly only when its rule asks nothing personal and its title gives nothing away. All others are
counted and named after a tap. The same words are refused in a mailing.
"""

from __future__ import annotations

import re

from core.catalog.conditions import Atom, Holds, IncomeRatio, PregnancyWeeks, atoms_of
from core.catalog.measures import Category, Measure
from core.triage.facts import REGISTRY, Fact, Sensitivity

_PRIVATE = frozenset(
    {
        Category.CRISIS,
        Category.DISABILITY,
        Category.HEALTH,
        Category.PSYCHOLOGICAL,
        Category.GUARDIANSHIP,
        Category.LEGAL,
    }
)
_REVEALING = re.compile(
    r"\b(насил|побо|бь[ёюе]т|убежищ|жертв|угроз|суицид|опасност"  # violence
    r"|болезн|больн(?!иц)|болеет|инвалид|диагноз|онколог|вич\b|лекарств|лечен|психиатр|психолог|наркот|алкогол|зависимост"
    r"|беремен|аборт"
    r"|бедн(?!ст)|нищ|малоимущ|малообеспеч|нужда|голод|долг|банкрот|коллектор|выселен|низк\w+ доход|прожиточн"
    r"|развод|алимент|одинок|опек|приёмн\w+ (?:семь|роди|реб)|сирот|кормил|погиб|смерт|похорон|тюрьм|осужд)\w*",
    re.IGNORECASE,
)
"""Stems tied to violence, illness, poverty and grief."""


def revealing_words(text: str) -> tuple[str, ...]:
    """Words of a text that must not stand on a locked screen, as written."""
    return tuple(match[0] for match in _REVEALING.finditer(text))


def named_openly(measure: Measure) -> bool:
    """Whether the title may be read by anybody who passes the phone."""
    if measure.category in _PRIVATE or revealing_words(measure.title):
        return False
    return not any(_personal(atom) for atom in atoms_of(measure.eligibility))


def _personal(atom: Atom) -> bool:
    match atom:
        case IncomeRatio() | PregnancyWeeks():
            return True
        case Holds(flag):
            return REGISTRY[Fact(flag.value)].sensitivity > Sensitivity.PLAIN
        case _:
            return False
