"""The whole judgement about content on a day: what forbids publishing, what is growing old, what forbids a
release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.catalog.assembling import assemble
from core.catalog.checks.freshness import stale_records, unready_helplines
from core.catalog.faults import Fault, Severity
from core.catalog.loading import faults_of


@dataclass(frozen=True, slots=True)
class LintReport:
    """Findings in file order. `clean` speaks about errors only: a warning does not stop anybody."""

    faults: tuple[Fault, ...]
    measure_ids: frozenset[str]
    measures: int
    centres: int

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)

    @property
    def clean(self) -> bool:
        return not self.errors


def lint(files: Mapping[str, str], today: date, *, release: bool = False) -> LintReport:
    """Every finding about the content; `release` adds what must hold before families rely on it (E6)."""
    draft = assemble(files)
    found = [*faults_of(draft), *stale_records(draft, today)]
    if release:
        found += unready_helplines(draft, today)
    ordered = sorted(found, key=lambda fault: (fault.file, fault.record))
    known = frozenset(each.record.id for each in draft.measures)
    return LintReport(tuple(ordered), known, len(draft.measures), len(draft.centres))
