"""A formula has the parameter it multiplies, for every region that would show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from core.catalog.draft import Draft, Filed
from core.catalog.faults import Fault, LintRule
from core.catalog.layout import FileKind, Place
from core.catalog.measures import FormulaBase, Measure, Validity

_PERSONAL = frozenset({FormulaBase.TAXABLE_INCOME_PREVIOUS_YEAR})


def missing_parameters(draft: Draft) -> Iterator[Fault]:
    """Federal formulas need a row in every supported region, regional ones in their own, from the first
    valid day.
    """
    if Place(FileKind.SUBSISTENCE_MINIMUM) in draft.faulty():
        return
    rows: defaultdict[str, list[Validity]] = defaultdict(list)
    for row in draft.regional_parameters:
        rows[row.record.region].append(row.record.validity)
    packs = sorted({filed.region for filed in draft.packs if filed.region})
    for filed in draft.measures:
        formula = filed.record.amount.formula
        if formula is None or formula.base in _PERSONAL:
            continue
        for region in [filed.region] if filed.region else packs:
            if not _covered(filed.record, rows[region]):
                yield _fault(filed, region, formula.base)


def _covered(measure: Measure, rows: Iterable[Validity]) -> bool:
    day = measure.amount.valid_from or measure.as_of
    return any(row.covers(day) for row in rows)


def _fault(filed: Filed[Measure], region: str, base: FormulaBase) -> Fault:
    what = f"сумма считается от «{base.value}», а величины для {region} на эти дни нет"
    mend = f"добавьте строку {region} в data/parameters или уберите formula"
    return Fault(LintRule.PARAMETER, filed.file, filed.record.id, what, mend)
