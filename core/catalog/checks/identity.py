"""Every id names one thing: one measure (whose versions do not overlap), one centre, one helpline, one
region row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from core.catalog.draft import Draft, Filed
from core.catalog.faults import Fault, LintRule
from core.catalog.measures import Validity

Held = TypeVar("Held")


def identities(draft: Draft) -> Iterator[Fault]:
    yield from _repeated(draft.regions, lambda region: region.code)
    yield from _repeated(draft.centres, lambda centre: centre.id)
    yield from _repeated(draft.helplines, lambda line: line.id)
    yield from _overlapping(draft.measures, lambda measure: measure.id, lambda measure: measure.validity)
    yield from _overlapping(draft.regional_parameters, lambda row: row.region, lambda row: row.validity)
    yield from _overlapping(draft.legal_parameters, lambda row: row.figure.value, lambda row: row.validity)


def _repeated(records: Iterable[Filed[Held]], name: Callable[[Held], str]) -> Iterator[Fault]:
    yield from _overlapping(records, name, lambda _: Validity())


def _overlapping(
    records: Iterable[Filed[Held]], name: Callable[[Held], str], validity: Callable[[Held], Validity]
) -> Iterator[Fault]:
    known: defaultdict[str, list[Filed[Held]]] = defaultdict(list)
    for filed in records:
        key = name(filed.record)
        for earlier in known[key]:
            if _overlap(validity(earlier.record), validity(filed.record)):
                yield _twice(filed.file, key, earlier.file)
        known[key].append(filed)


def _overlap(a: Validity, b: Validity) -> bool:
    starts = max(a.valid_from or date.min, b.valid_from or date.min)
    return starts <= min(a.valid_to or date.max, b.valid_to or date.max)


def _twice(file: str, key: str, other: str) -> Fault:
    what = f"запись «{key}» уже есть в {other} на те же дни"
    mend = "дайте другой id, уберите повтор или разведите valid_from и valid_to"
    return Fault(LintRule.DUPLICATE_ID, file, key, what, mend)
