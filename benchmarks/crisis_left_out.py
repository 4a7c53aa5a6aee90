"""E0 on writers nobody learned from: each writer of lessons in turn, judged by an ear that heard only the others.

The honest figure for the next message. Several minutes: an ear is taught anew for every writer. The templates are not
left out, so writers whose messages were read while templates were written (`crisis_dev`, `crisis_own_dev`) fare a
little too well; those of `data/crisis/lessons` were not read for that.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from core.crisis.building import DATA, LESSONS, lesson
from core.crisis.detection import CERTAIN, Detector
from core.crisis.ear import Ear
from core.crisis.files import detector_with
from core.crisis.learning import Lesson, learn

THRESHOLDS = (0.0, CERTAIN, 0.3, 0.5, 0.7)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of the lessons, and what of it is learned."""

    row: dict[str, Any]
    lesson: Lesson


def main() -> None:
    """Prints recall and false alarms of every writer left out, at several thresholds, then by type."""
    deaf = detector_with(DATA, Ear.deaf())
    by_writer: dict[str, list[Judged]] = defaultdict(list)
    for path in LESSONS:
        by_writer[writer(path)] += [Judged(row, lesson(deaf, row)) for row in _rows(path)]
    for left_out, judged in sorted(by_writer.items()):
        others = [one.lesson for name, kept in by_writer.items() if name != left_out for one in kept]
        _table(left_out, judged, detector_with(DATA, learn(others)))


def writer(path: Path) -> str:
    """Whose messages a file holds: the letters before the number of the file."""
    return path.stem.rstrip("0123456789")


def _rows(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8")))


def _table(name: str, judged: Sequence[Judged], detector: Detector) -> None:
    heard = [(one.row, detector.strongest(one.row["text"]).certainty) for one in judged]
    danger = [(row["type"], certainty) for row, certainty in heard if row["type"]]
    calm = [certainty for row, certainty in heard if not row["type"]]
    print(f"\n{name} left out: {len(danger)} in danger, {len(calm)} look-alikes")
    for least in THRESHOLDS:
        recall = sum(certainty > least for _, certainty in danger) / len(danger)
        alarms = sum(certainty > least for certainty in calm) / len(calm)
        print(f"  certainty over {least:.1f}: recall {recall:.3f}, false alarms {alarms:.3f}")
    for type_ in sorted({type_ for type_, _ in danger}):
        of_type = [certainty > CERTAIN for found, certainty in danger if found == type_]
        print(f"  {type_:20} heard {sum(of_type) / len(of_type):5.0%}  of {len(of_type)}")


if __name__ == "__main__":
    main()
