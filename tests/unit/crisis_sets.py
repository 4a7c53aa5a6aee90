"""Sets of messages with what they tell, shared by the tests and the benchmark of crisis detection.

`crisis_dev.yaml` was given; `crisis_own_*` are ours: the dev half was read while tuning, the held-out half was not.
`crisis_everyday.yaml` is the bread and butter of the bot, short hardship that calls for no person; no lessons of it.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from core.catalog.helplines import CrisisType
from core.crisis.detection import Detector
from core.crisis.files import load_detector
from core.crisis.signals import Signal

ROOT = Path(__file__).resolve().parents[2]
SETS = ("crisis_dev", "crisis_own_dev", "crisis_own_heldout")


@dataclass(frozen=True, slots=True)
class Told:
    """A message; `right` are the types that are right to hear in it, none for a look-alike. `type` counts it."""

    text: str
    type: CrisisType | None
    right: frozenset[CrisisType]


@cache
def the_detector() -> Detector:
    """The detector the bot runs, compiled once for all tests."""
    return load_detector(ROOT / "data" / "crisis")


@cache
def told(name: str) -> tuple[Told, ...]:
    """The messages of one set."""
    rows = yaml.safe_load((ROOT / "tests" / "eval" / f"{name}.yaml").read_text(encoding="utf-8"))
    return tuple(_told(row) for row in rows)


def _told(row: dict[str, object]) -> Told:
    type_ = None if row["type"] is None else CrisisType(str(row["type"]))
    also = row.get("also", [])
    assert isinstance(also, list)
    right = frozenset(CrisisType(word) for word in also) | ({type_} if type_ else set())
    return Told(str(row["text"]), type_, frozenset(right))


@dataclass(frozen=True, slots=True)
class Score:
    """`heard` messages had some signal, `named` the right type; `alarms` are signals for look-alikes."""

    told: Counter[CrisisType]
    heard: Counter[CrisisType]
    named: Counter[CrisisType]
    lookalikes: int
    alarms: tuple[tuple[str, Signal], ...]

    @property
    def recall(self) -> float:
        """Share of messages in danger that got any card."""
        return self.heard.total() / self.told.total()

    @property
    def false_alarms(self) -> float:
        """Share of look-alikes that got a card."""
        return len(self.alarms) / self.lookalikes


@cache
def score(name: str) -> Score:
    """What the detector hears in a set."""
    all_told: Counter[CrisisType] = Counter()
    heard: Counter[CrisisType] = Counter()
    named: Counter[CrisisType] = Counter()
    alarms: list[tuple[str, Signal]] = []
    for message in told(name):
        signal = the_detector().detect(message.text)
        if message.type is None:
            alarms += [(message.text, signal)] if signal else []
            continue
        all_told[message.type] += 1
        heard[message.type] += signal is not None
        named[message.type] += signal is not None and signal.type in message.right
    return Score(all_told, heard, named, len(told(name)) - all_told.total(), tuple(alarms))
