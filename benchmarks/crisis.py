"""E0 and E3: danger heard and calm disturbed, by type, beside a keyword list in the same run; and what a message costs.

The keyword list is what most bots do: a stem that occurs is an alarm. The dev sets are what the templates were tuned
and the ear was taught on, so only `crisis_own_heldout`, which was not read, says how a new message fares;
`python -m benchmarks.crisis_left_out` says it of every writer of lessons, by teaching an ear without them.
"""

import statistics
import time
from collections.abc import Callable

from core.catalog.helplines import CrisisType
from core.language.plain import plain
from tests.unit.crisis_sets import SETS, Score, score, the_detector, told

KEYWORDS = {
    CrisisType.SUICIDE: "не хочу жить|умереть|суицид|самоубийств|повес|покончи|сдохнуть|прощай",
    CrisisType.SELF_HARM: "режу себя|порез|самоповрежд|царапа|лезви|шрам",
    CrisisType.DOMESTIC_VIOLENCE: "бьет|избил|ударил|угрожает|душил|насили|побои",
    CrisisType.CHILD_ABUSE: "бьют|бьет|трогает|пристает|синяк|домога",
    CrisisType.CHILD_MISSING: "пропал|потерял|не вернул|сбежал|исчез",
    CrisisType.HUNGER_NO_FOOD: "нечего есть|голод|нет еды|нечем кормить",
    CrisisType.EVICTION_HOMELESS: "выселя|выгнал|негде|на улице|вокзал",
    CrisisType.ACUTE_MEDICAL: "не дышит|без сознания|кровь|судорог|температура|скорую",
}
ROUNDS = 5


def main() -> None:
    """Prints one table a set, then the cost of a message."""
    for name in SETS:
        _table(name, score(name))
    _cost()


def _table(name: str, ours: Score) -> None:
    keywords_heard, keywords_alarms = _keywords(name)
    print(f"\n{name}: {ours.told.total()} in danger, {ours.lookalikes} look-alikes")
    for type_, count in sorted(ours.told.items()):
        heard, named = ours.heard[type_] / count, ours.named[type_] / count
        print(f"  {type_.value:20} heard {heard:5.0%}  named {named:5.0%}  of {count}")
    print(f"  ours      recall {ours.recall:.3f}, false alarms {ours.false_alarms:.3f}")
    print(f"  keywords  recall {keywords_heard:.3f}, false alarms {keywords_alarms:.3f}")


def _keywords(name: str) -> tuple[float, float]:
    stems = [stem for line in KEYWORDS.values() for stem in line.split("|")]
    found = {True: [0, 0], False: [0, 0]}
    for message in told(name):
        clean = plain(message.text)
        counts = found[message.type is not None]
        counts[0] += any(stem in clean for stem in stems)
        counts[1] += 1
    (heard, danger), (alarms, calm) = found[True], found[False]
    return heard / danger, alarms / calm


def _cost() -> None:
    messages = [message.text for name in SETS for message in told(name)]
    hostile = ("не хочу жить муж бьёт ребёнка нечего есть " * 100)[:4096]
    unknown = ("нехочужыть " * 400)[:4096]
    detect = the_detector().detect
    ours = _milliseconds(lambda: [detect(text) for text in messages]) / len(messages)
    floor = _milliseconds(lambda: [plain(text) for text in messages]) / len(messages)
    print("\ncost of one message, median of rounds")
    print(f"  ours, real messages   {ours:.3f} ms")
    print(f"  plain text only       {floor:.3f} ms")
    print(f"  4,096 of key words    {_milliseconds(lambda: detect(hostile)):.1f} ms")
    print(f"  4,096 of mistakes     {_milliseconds(lambda: detect(unknown)):.1f} ms")


def _milliseconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
