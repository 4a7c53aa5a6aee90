"""What is wrong with the content, said so that a content editor can mend it.

A fault names the file, the record and the mend; the words are Russian because content editors read them.
Loading collects every fault before it refuses, so one run shows the whole list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class LintRule(StrEnum):
    """Which promise of the content is broken; stable names for tools."""

    FILE = "file"
    YAML = "yaml"
    SCHEMA = "schema"
    CONDITION = "condition"
    DUPLICATE_ID = "duplicate-id"
    REFERENCE = "reference"
    REGION = "region"
    PARAMETER = "parameter"
    UNSATISFIABLE = "unsatisfiable"
    ALWAYS_TRUE = "always-true"
    DEAD_CONDITION = "dead-condition"
    DUPLICATE_SYNONYM = "duplicate-synonym"
    TOO_LONG = "too-long"
    PHONE = "phone"
    STALE = "stale"
    HELPLINE = "helpline"


@dataclass(frozen=True, slots=True)
class Fault:
    """`file` is relative to the content directory; `record` is an id, or where in the file; both are never empty."""

    rule: LintRule
    file: str
    record: str
    what: str
    mend: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.file} · {self.record}: {self.what}. Как исправить: {self.mend}"


class CatalogueBroken(Exception):
    """The content cannot become a catalogue; `faults` is the whole list, errors only."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
