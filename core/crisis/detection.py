"""Recognises a message from somebody in danger by who does what to whom, not by single words.

Keywords find 43 % of such messages and cry wolf at every fifth look-alike («вешайся от справок»); string distance is
worse (measured, acceptance row E0). Here a sign is a template of words in relation (`templates.py`), signs add up
points, and what speaks against danger takes points off (`patterns.py`). The knowledge is data in `data/crisis/`.

Promises: deterministic; never raises for any string; work bounded for any 4,096 characters, because places of words
are bits of integers and a template costs the same however often its words occur (`positions.py`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from core.catalog.helplines import CrisisType
from core.crisis.compiling import Compiler
from core.crisis.patterns import ALARM, Calm, PatternBook, Sign
from core.crisis.reading import Reading, readings
from core.crisis.signals import Severity, Signal
from core.crisis.speakers import Speakers
from core.crisis.spelling import Spelling
from core.crisis.vocabulary import Vocabulary
from core.language.forms import FormTable

HINTS_TOGETHER = 3
"""So many hints of different kinds in one message weigh a point more than each for itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one type has for and against it in a message; what `detect` decides from."""

    type: CrisisType
    points: int
    severity: Severity
    signs: tuple[str, ...]
    calm: tuple[str, ...]


class Detector:
    """A compiled book of patterns. Immutable after construction; one may serve any number of threads."""

    def __init__(self, book: PatternBook, table: FormTable, ordinary: Iterable[str]) -> None:
        compiler = Compiler(book, table)
        self._signs = compiler.signs
        self._calm = compiler.calm
        self._speakers = Speakers(compiler.speakers)
        self._vocabulary: Vocabulary = compiler.vocabulary()
        self._spelling = Spelling.of(self._vocabulary.forms, ordinary)

    def detect(self, text: str) -> Signal | None:
        """The danger a message tells of, or None. Any string; no clock, no state."""
        found = [
            (finding, reading)
            for reading in readings(text, self._vocabulary, self._spelling)
            for finding in self._findings(reading)
            if finding.points >= ALARM
        ]
        if not found:
            return None
        finding, reading = max(found, key=lambda pair: (pair[0].points, pair[0].severity, pair[0].type))
        return self._signal(finding, reading)

    def explain(self, text: str) -> list[Finding]:
        """Everything that spoke for any type, strongest first: for the people who edit the patterns."""
        found = [f for reading in readings(text, self._vocabulary, self._spelling) for f in self._findings(reading)]
        return sorted(found, key=lambda finding: -finding.points)

    def _findings(self, reading: Reading) -> list[Finding]:
        by_type: dict[CrisisType, list[Sign]] = defaultdict(list)
        for sign in self._signs.matching(reading):
            by_type[sign.type].append(sign)
        if not by_type:
            return []
        calm = tuple(self._calm.matching(reading))
        return [_finding(type_, signs, calm) for type_, signs in by_type.items()]

    def _signal(self, finding: Finding, reading: Reading) -> Signal:
        return Signal(
            type=finding.type,
            severity=finding.severity,
            subject=self._speakers.subject(finding.type, reading),
            voice=self._speakers.voice(reading),
            signs=finding.signs,
        )


def _finding(type_: CrisisType, signs: list[Sign], calm: tuple[Calm, ...]) -> Finding:
    against = [record for record in calm if type_ in record.types]
    return Finding(
        type=type_,
        points=_weight(signs) - sum(record.points for record in against),
        severity=max(sign.severity for sign in signs),
        signs=tuple(sign.id for sign in signs),
        calm=tuple(record.id for record in against),
    )


def _weight(signs: list[Sign]) -> int:
    """Open signs add up. Hints count only where there is no open sign, and never for more than one of those."""
    open_signs = sum(sign.points for sign in signs if sign.points >= ALARM)
    together = 1 if len(signs) >= HINTS_TOGETHER else 0
    return open_signs or min(ALARM + 1, sum(sign.points for sign in signs) + together)
