"""Recognises a message from somebody in danger by who does what to whom, not by single words.

Keywords find 43 % of such messages and cry wolf at every fifth look-alike («вешайся от справок»); string distance is
worse (measured, acceptance row E0). Here a sign is a template of words in relation (`templates.py`), signs add up
points, and what speaks against danger takes points off (`patterns.py`). Templates alone miss what nobody thought of,
so a learned ear (`ear.py`) hears the message as a whole: it may raise what no template knows and overrule a template
that a calm message fits. In one or two words the templates decide alone. The knowledge is data in `data/crisis/`.

Promises: deterministic; never raises for any string; work bounded for any 4,096 characters, because places of words
are bits of integers and a template costs the same however often its words occur (`positions.py`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from core.catalog.helplines import CrisisType
from core.crisis.compiled import Compiled
from core.crisis.ear import Ear, Tones
from core.crisis.features import Features
from core.crisis.matching import HeardCalm, HeardSign
from core.crisis.meanings import Meanings
from core.crisis.patterns import ALARM
from core.crisis.reading import Reading, readings
from core.crisis.signals import Severity, Signal
from core.crisis.speakers import Speakers
from core.crisis.spelling import Spelling
from core.crisis.stretches import LONG, stretches, whole
from core.language.packed import WordSet

HINTS_TOGETHER = 3
"""So many hints of different kinds in one message weigh a point more than each for itself."""

CERTAIN, PLAIN = 0.05, 0.5
"""Certainty of a signal, and of one that is louder than soft without an open sign; tuned over left-out writers."""

MOST_POINTS, WORTH_OF_POINT = 10, 0.05
"""Points beyond which more of them make nothing more certain, and what one adds to the tone."""

IN_PASSING = 0.3
"""By how much a stretch of a long message has to be louder than a whole message: it has many chances to sound so."""

FEWEST_WORDS = 3
"""A message with fewer words is left to the templates."""

MOST_CALM, MOST_CALM_IN_LONG = 99, 2
"""Points that calm records may take off; far from the sign, in a long message, they prove little."""

BY_EAR = "by-ear"
"""The sign of a signal that no template gave."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one type has for and against it in a message; what `detect` decides from.

    `certainty` joins the points and the tone of the whole message.
    """

    type: CrisisType
    points: int
    severity: Severity
    signs: tuple[str, ...]
    calm: tuple[str, ...]
    certainty: float


class Detector:
    """A compiled book of patterns. Immutable after construction; one may serve any number of threads."""

    def __init__(self, book: Compiled, ordinary: WordSet, meanings: Meanings, ear: Ear) -> None:
        self._signs = book.signs
        self._calm = book.calm
        self._speakers = Speakers(book.speakers)
        self._vocabulary = book.vocabulary
        self._spelling = Spelling(book.vocabulary.known, ordinary)
        self._meanings = meanings
        self._ear = ear

    def detect(self, text: str) -> Signal | None:
        """The danger a message tells of, or None. Any string; no clock, no state."""
        finding, reading = self._strongest(text)
        return self._signal(finding, reading) if finding.certainty > CERTAIN else None

    def strongest(self, text: str) -> Finding:
        """What speaks most for danger in a message, be it a signal or not: for measuring."""
        return self._strongest(text)[0]

    def _strongest(self, text: str) -> tuple[Finding, Reading]:
        heard = [(self._finding(reading), reading) for reading in self._readings(text)]
        return max(heard, key=lambda pair: pair[0].certainty)

    def features(self, text: str) -> Features:
        """What the ear listens to in a message; for teaching it."""
        return whole(next(self._readings(text)), self._vocabulary, self._meanings)

    def explain(self, text: str) -> list[Finding]:
        """Everything that spoke for any type, strongest first: for the people who edit the patterns."""
        found = [finding for reading in self._readings(text) for finding in self._findings(reading)]
        return sorted(found, key=lambda finding: -finding.points)

    def _readings(self, text: str) -> Iterator[Reading]:
        return readings(text, self._vocabulary, self._spelling)

    def _tones(self, reading: Reading) -> tuple[float, Tones]:
        """The loudest the message gets: as a whole, or in a stretch that has to be louder."""
        tones = self._ear.tones(whole(reading, self._vocabulary, self._meanings))
        parts = [self._ear.tones(part) for part in stretches(reading, self._vocabulary, self._meanings)]
        heard = [(tones.whole, tones), *((part.whole - IN_PASSING, part) for part in parts)]
        return max(heard, key=lambda pair: pair[0])

    def _finding(self, reading: Reading) -> Finding:
        """What templates and the ear make of a reading together; the type is the one that both speak for."""
        tone, tones = self._tones(reading)
        by_type = {finding.type: finding for finding in self._findings(reading)}
        most = max((finding.points for finding in by_type.values()), default=0)
        if not _says_something(reading):
            tone = CERTAIN if most >= ALARM else -inf
        found = by_type | {type_: _by_ear(type_) for type_ in CrisisType if type_ not in by_type}
        worth = {type_: value + _worth(found[type_].points) for type_, value in tones.types.items()}
        finding = found[max(worth, key=worth.__getitem__)]
        certainty = tone + _worth(most)
        if finding.points >= ALARM:
            return replace(finding, certainty=certainty)
        severity = Severity.SERIOUS if certainty > PLAIN else Severity.SOFT
        return replace(finding, severity=severity, signs=(BY_EAR, *finding.signs), certainty=certainty)

    def _findings(self, reading: Reading) -> list[Finding]:
        by_type: dict[CrisisType, list[HeardSign]] = defaultdict(list)
        for sign in self._signs.matching(reading):
            by_type[sign.type].append(sign)
        if not by_type:
            return []
        calm = tuple(self._calm.matching(reading))
        most = MOST_CALM_IN_LONG if len(reading.words) > LONG else MOST_CALM
        return [_finding(type_, signs, calm, most) for type_, signs in by_type.items()]

    def _signal(self, finding: Finding, reading: Reading) -> Signal:
        return Signal(
            type=finding.type,
            severity=finding.severity,
            subject=self._speakers.subject(finding.type, reading),
            voice=self._speakers.voice(reading),
            signs=finding.signs,
        )


def _finding(type_: CrisisType, signs: list[HeardSign], calm: tuple[HeardCalm, ...], most: int) -> Finding:
    against = [record for record in calm if type_ in record.types]
    return Finding(
        type=type_,
        points=_weight(signs) - min(most, sum(record.points for record in against)),
        severity=max(sign.severity for sign in signs),
        signs=tuple(sign.id for sign in signs),
        calm=tuple(record.id for record in against),
        certainty=0.0,
    )


def _by_ear(type_: CrisisType) -> Finding:
    """A type that no template speaks for."""
    return Finding(type_, 0, Severity.SOFT, (), (), 0.0)


def _says_something(reading: Reading) -> bool:
    """Whether there are words enough to have a tone: «нет», «7 лет», «завтра 3» are answers, not stories."""
    return sum(word[0].isalpha() for word in reading.words) >= FEWEST_WORDS


def _worth(points: int) -> float:
    """What points are worth in certainty."""
    return max(0, min(points, MOST_POINTS)) * WORTH_OF_POINT


def _weight(signs: list[HeardSign]) -> int:
    """Open signs add up. Hints count only where there is no open sign, and never for more than one of those."""
    open_signs = sum(sign.points for sign in signs if sign.points >= ALARM)
    together = 1 if len(signs) >= HINTS_TOGETHER else 0
    return open_signs or min(ALARM + 1, sum(sign.points for sign in signs) + together)
