"""Content files to one immutable catalogue, or a refusal that lists everything wrong. Pure: no disk, no
clock.

What loads is publishable: schema, references, regions, parameters, conditions that can be met and matter.
Age of records and of helplines needs a day and is asked separately by `core.catalog.linting`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from core.catalog.assembling import assemble
from core.catalog.checks.dead_rules import dead_rules
from core.catalog.checks.identity import identities
from core.catalog.checks.lengths import lengths
from core.catalog.checks.parameters import missing_parameters
from core.catalog.checks.phones import bad_phones
from core.catalog.checks.references import dangling_references
from core.catalog.checks.regions import regional_layers
from core.catalog.checks.synonyms import repeated_synonyms
from core.catalog.draft import Draft, digest
from core.catalog.faults import CatalogueBroken, Fault, Severity
from core.catalog.snapshot import Catalogue

Check = Callable[[Draft], Iterable[Fault]]

CHECKS: tuple[Check, ...] = (
    identities,
    regional_layers,
    dangling_references,
    repeated_synonyms,
    missing_parameters,
    bad_phones,
    lengths,
    dead_rules,
)


def faults_of(draft: Draft) -> tuple[Fault, ...]:
    """Everything wrong with the draft, in the order of its files."""
    found = [*draft.faults, *(fault for check in CHECKS for fault in check(draft))]
    return tuple(sorted(found, key=lambda fault: (fault.file, fault.record)))


def load(files: Mapping[str, str]) -> Catalogue:
    """The catalogue of these files (path relative to the content directory -> text).

    Raises:
        CatalogueBroken: with every error, not just the first.
    """
    draft = assemble(files)
    errors = [fault for fault in faults_of(draft) if fault.severity is Severity.ERROR]
    if errors:
        raise CatalogueBroken(errors)
    return draft.sealed(digest(files))
