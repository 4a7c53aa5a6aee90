"""Recognises a message from somebody in danger by who does what to whom, not by single words.

Keywords find 43 % of such messages and cry wolf at every fifth look-alike («вешайся от справок»); string distance is
worse (measured, acceptance row E0). Here a sign is a template of words in relation (`templates.py`), signs add up
points, and what speaks against danger takes points off (`patterns.py`). Templates alone miss what nobody thought of,
so a learned ear (`ear.py`) hears the message as a whole: it may raise what no template knows and overrule a template
that a calm message fits, but never the most open words. The knowledge is data in `data/crisis/`.

Promises: deterministic; never raises for any string; work bounded for any 4,096 characters, because places of words
are bits of integers and a template costs the same however often its words occur (`positions.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.catalog.helplines import CrisisType
from core.crisis.compiling import Compiler
from core.crisis.ear import Ear
from core.crisis.features import features
from core.crisis.patterns import ALARM, Calm, PatternBook, Sign
from core.crisis.reading import Reading, readings
from core.crisis.signals import Severity, Signal
from core.crisis.speakers import Speakers
from core.crisis.spelling import Spelling
from core.crisis.vocabulary import Vocabulary
from core.language.forms import FormTable

HINTS_TOGETHER = 3
"""So many hints of different kinds in one message weigh a point more than each for itself."""

CERTAIN, PLAIN = 0.5, 0.9
"""Certainty of a signal, and of one that is louder than soft without an open sign; tuned over left-out lessons."""

MOST_POINTS = 10
"""Points beyond which more of them make nothing more certain; ten points weigh as much as a whole tone."""

FEWEST_WORDS = 3
"""A message with fewer words is left to the templates."""

DEEPEST, DEEPEST_IN_LONG = -0.35, 0.11
"""How far a calm tone may take points back: never nine of them, and none in a message longer than `LONG`."""

LONG = 20
"""Words and marks of the longest lessons: in a longer message one open sentence would drown in calm ones."""

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

    def __init__(self, book: PatternBook, table: FormTable, ordinary: Iterable[str], ear: Ear) -> None:
        compiler = Compiler(book, table)
        self._signs = compiler.signs
        self._calm = compiler.calm
        self._speakers = Speakers(compiler.speakers)
        self._vocabulary: Vocabulary = compiler.vocabulary()
        self._spelling = Spelling.of(self._vocabulary.forms, ordinary)
        self._ear = ear
        self.forms = table
        """The words it knows in their forms; whoever else needs such a table uses this one."""

    def detect(self, text: str) -> Signal | None:
        """The danger a message tells of, or None. Any string; no clock, no state."""
        heard = [(self._finding(reading), reading) for reading in self._readings(text)]
        finding, reading = max(heard, key=lambda pair: pair[0].certainty)
        return self._signal(finding, reading) if finding.certainty > CERTAIN else None

    def features(self, text: str) -> set[int]:
        """What the ear listens to in a message; for teaching it."""
        return self._features(next(self._readings(text)))

    def tone(self, text: str) -> float:
        """How much a message sounds like danger to the ear (`Ear.tone`)."""
        return max(self._ear.tone(self._features(reading)) for reading in self._readings(text))

    def explain(self, text: str) -> list[Finding]:
        """Everything that spoke for any type, strongest first: for the people who edit the patterns."""
        found = [finding for reading in self._readings(text) for finding in self._findings(reading)]
        return sorted(found, key=lambda finding: -finding.points)

    def _readings(self, text: str) -> Iterator[Reading]:
        return readings(text, self._vocabulary, self._spelling)

    def _features(self, reading: Reading) -> set[int]:
        return features(reading.words, (self._vocabulary.marks[slot] for slot in reading.affirmed))

    def _finding(self, reading: Reading) -> Finding:
        """What templates and the ear make of a reading together; without an open sign the ear names the type."""
        buckets = self._features(reading)
        by_type = {finding.type: finding for finding in self._findings(reading)}
        found = max(by_type.values(), key=lambda f: (f.points, f.severity, f.type), default=None)
        points = 0 if found is None else found.points
        deepest = DEEPEST if len(reading.words) <= LONG else DEEPEST_IN_LONG
        certainty = max(self._ear.tone(buckets), deepest) + _worth(points)
        if found is not None and found.points >= ALARM:
            return replace(found, certainty=certainty)
        heard = self._by_ear(by_type, buckets, certainty)
        return heard if _says_something(reading) else replace(heard, certainty=0.0)

    def _by_ear(self, by_type: Mapping[CrisisType, Finding], buckets: set[int], certainty: float) -> Finding:
        """The type that hints and tones together speak for."""
        tones = self._ear.tones(buckets)
        hinted = {type_: tone + _worth(by_type[type_].points) for type_, tone in tones.items() if type_ in by_type}
        type_, _ = max((tones | hinted).items(), key=lambda pair: pair[1])
        signs = by_type[type_].signs if type_ in by_type else ()
        severity = Severity.SERIOUS if certainty > PLAIN else Severity.SOFT
        return Finding(type_, ALARM, severity, (BY_EAR, *signs), (), certainty)

    def _findings(self, reading: Reading) -> list[Finding]:
        by_type: dict[CrisisType, list[Sign]] = defaultdict(list)
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


def _finding(type_: CrisisType, signs: list[Sign], calm: tuple[Calm, ...], most: int) -> Finding:
    against = [record for record in calm if type_ in record.types]
    return Finding(
        type=type_,
        points=_weight(signs) - min(most, sum(record.points for record in against)),
        severity=max(sign.severity for sign in signs),
        signs=tuple(sign.id for sign in signs),
        calm=tuple(record.id for record in against),
        certainty=0.0,
    )


def _says_something(reading: Reading) -> bool:
    """Whether there are words enough to have a tone: «нет», «7 лет», «завтра 3» are answers, not stories."""
    return sum(word[0].isalpha() for word in reading.words) >= FEWEST_WORDS


def _worth(points: int) -> float:
    """What points are worth in certainty."""
    return max(0, min(points, MOST_POINTS)) / 10


def _weight(signs: list[Sign]) -> int:
    """Open signs add up. Hints count only where there is no open sign, and never for more than one of those."""
    open_signs = sum(sign.points for sign in signs if sign.points >= ALARM)
    together = 1 if len(signs) >= HINTS_TOGETHER else 0
    return open_signs or min(ALARM + 1, sum(sign.points for sign in signs) + together)
