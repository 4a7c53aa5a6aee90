"""R9: a rule nobody can meet, a rule everybody meets, and a part of a rule that never matters."""

from __future__ import annotations

from collections.abc import Iterator

from core.catalog.conditions import EVERYBODY
from core.catalog.draft import Draft, Filed
from core.catalog.faults import Fault, LintRule
from core.catalog.measures import Measure
from core.catalog.notation import dump
from core.catalog.solver import example_that_fails, example_that_meets, idle_atoms, plainly_alive


def dead_rules(draft: Draft) -> Iterator[Fault]:
    """Each rule is judged on the day its record was checked (`as_of`)."""
    for filed in draft.measures:
        yield from _faults(filed)


def _faults(filed: Filed[Measure]) -> Iterator[Fault]:
    condition, on = filed.record.eligibility, filed.record.as_of
    if condition == EVERYBODY or plainly_alive(condition, on):
        return
    if example_that_meets(condition, on) is None:
        what, mend = "условию не отвечает ни одна семья", "найдите части, которые исключают друг друга"
        yield _fault(LintRule.UNSATISFIABLE, filed, what, mend)
    elif example_that_fails(condition, on) is None:
        what, mend = "условию отвечает любая семья", "если мера для всех, напишите «eligibility: {all: []}»"
        yield _fault(LintRule.ALWAYS_TRUE, filed, what, mend)
    else:
        for atom in idle_atoms(condition, on):
            what = f"часть условия {dump(atom)} ни на что не влияет"
            yield _fault(LintRule.DEAD_CONDITION, filed, what, "уберите её или исправьте соседние части")


def _fault(rule: LintRule, filed: Filed[Measure], what: str, mend: str) -> Fault:
    return Fault(rule, filed.file, filed.record.id, what, mend)
