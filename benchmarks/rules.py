"""R4-R6: what the questionnaire costs a family, and what the rules cost the machine.

Families are synthetic and plausible. Peers of the same run (`rules_peers.py`): a plain walk over each rule's tree
(Kleene, everything computed where it is needed), a rule library with its rules compiled once, and one SQL statement
over columns for one measure against all stored families. Beside the questions asked stands how few would have done
with hindsight. Times are CPU time of the thread, medians; read ratios.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any

from benchmarks.rules_peers import PeerMissing, by_walking, in_sqlite, plain_facts, rule_library
from core.catalog.conditions import Condition
from core.catalog.files import load_catalogue
from core.triage.columns import FamilyColumns, verdicts
from core.triage.evaluation import assess
from core.triage.facts import Evasion, Fact
from core.triage.interview import Questionnaire
from core.triage.needs import Need
from core.triage.playing import Played, play
from core.triage.population import synthetic_families
from core.triage.profile import Profile
from core.triage.reasons import reason
from core.triage.rulebook import Rulebook, condition_of
from core.triage.situation import situation_on
from core.triage.verdicts import Verdict

ON = date(2026, 11, 22)
REGIONS = ("LEN", "CHE", "KAM", "KYA", "TYU")
FAMILIES = 2_000
STORED = 80_000
GAPS = 0.25
HINDSIGHT = 200
GRANTED = (Verdict.YES, Verdict.CHECK)


def main() -> None:
    """Print every figure; nothing is asserted here, the promises are held by tests."""
    measures = load_catalogue().measures
    print(f"{len(measures)} measures compiled in {cpu_ms(lambda: Rulebook(measures)):.0f} ms")
    rulebook = Rulebook(measures)
    families = list(synthetic_families(FAMILIES, REGIONS, ON, seed=1))
    questions(rulebook, families)
    catalogue_per_family(rulebook, families)
    all_families(rulebook, families)


def questions(rulebook: Rulebook, families: Sequence[Profile]) -> None:
    """R4: questions, screens and what is certain after nine."""
    chance = Random(2)
    whole = Questionnaire.about(rulebook, ON)
    played = [play(whole, family) for family in families]
    report("whole catalogue", played)
    fewest = [len(needed_with_hindsight(whole, one)) for one in played[:HINDSIGHT]]
    asked = [sum(len(screen.facts) for screen in one.screens) for one in played[:HINDSIGHT]]
    print(
        f"  with hindsight {statistics.mean(fewest):.1f} would have done where {statistics.mean(asked):.1f} were asked"
    )
    print(f"  (median {statistics.median(fewest):.0f}, p90 {quantile(fewest, 0.9):.0f}, max {max(fewest)})")
    certain = [certain_after(rulebook, family, one, 9) for family, one in zip(families, played, strict=True)]
    print(f"  certain after 9 questions: mean {statistics.mean(certain):.3f}, p10 {quantile(certain, 0.1):.3f}")
    scopes = [Questionnaire.about(rulebook, ON, chance.sample(list(Need), chance.choice((1, 2, 3)))) for _ in families]
    report("1-3 needs", [play(scope, family) for scope, family in zip(scopes, families, strict=True)])
    steps = [cpu_ms(lambda one=one: whole.next_screen(one)) for one in half_way(played)]
    print(f"R5 next question: median {statistics.median(steps):.2f} ms, p99 {quantile(steps, 0.99):.2f} ms (<= 5)")


def report(name: str, played: Sequence[Played]) -> None:
    asked = [sum(len(screen.facts) for screen in one.screens) for one in played]
    screens = [len(one.screens) for one in played]
    print(f"R4 {name}: questions {spread(asked)}; screens {spread(screens)}")


def needed_with_hindsight(questionnaire: Questionnaire, played: Played) -> set[Fact]:
    """A set of answers that alone gives every verdict and of which none can be left out.

    No order of questions can do with fewer than the smallest such set; several ways of leaving out are tried.
    """
    said = list(played.profile.known)
    full = [one.verdict for one in assess(questionnaire.rulebook, played.profile, ON).outcomes]
    found = []
    for seed in range(5):
        kept = played.profile
        for fact in Random(seed).sample(said, len(said)):
            without = kept.forget(fact)
            if [one.verdict for one in assess(questionnaire.rulebook, without, ON).outcomes] == full:
                kept = without
        found.append(set(kept.known))
    return min(found, key=len)


def certain_after(rulebook: Rulebook, family: Profile, played: Played, most: int) -> float:
    """Share of what the family is entitled to that is already certain after so many questions."""
    told = Profile()
    for fact in [fact for screen in played.screens for fact in screen.facts][:most]:
        told = told.record(fact, played.profile.known.get(fact, Evasion.UNKNOWN))
    entitled = set(assess(rulebook, family, ON).ids(*GRANTED))
    return len(entitled & set(assess(rulebook, told, ON).ids(*GRANTED))) / len(entitled)


def half_way(played: Sequence[Played]) -> list[Profile]:
    """Profiles in the middle of a questionnaire."""
    found = []
    for one in played[:400]:
        told = Profile()
        for screen in one.screens[: len(one.screens) // 2]:
            for fact in screen.facts:
                told = told.record(fact, one.profile.known.get(fact, Evasion.UNKNOWN))
        found.append(told)
    return found


def catalogue_per_family(rulebook: Rulebook, families: Sequence[Profile]) -> None:
    """R5: the whole catalogue for a stored profile, beside a plain walk over the same rules."""
    stored = [with_gaps(family, Random(number)) for number, family in enumerate(families)]
    conditions = [condition_of(measure) for measure in rulebook.measures]
    fresh = Rulebook(rulebook.measures)
    cold = cpu_ms(lambda: [assess(fresh, one, ON) for one in stored], rounds=1) / len(stored)
    ours = cpu_ms(lambda: [assess(rulebook, one, ON) for one in stored]) / len(stored)
    situations = [situation_on(one, ON) for one in stored[:200]]
    plain = cpu_ms(lambda: [[by_walking(one, family) for one in conditions] for family in situations]) / len(situations)
    assessments = [assess(rulebook, one, ON) for one in stored[:50]]
    why = cpu_ms(lambda: [reason(one, measure) for one in assessments for measure in one]) / 50 / len(conditions)
    us = 1000 * 150 / len(conditions)
    print(f"R5 per 150 rules: {us * ours:.1f} us with trace (<= 150); {us * cold:.1f} us while tables fill")
    print(f"R5 plain tree walk {us * plain:.0f} us: {plain / ours:.1f}x ours (>= 5x); a reason {1000 * why:.1f} us")
    beside_the_library(rulebook, families[:200], conditions)


def beside_the_library(rulebook: Rulebook, families: Sequence[Profile], conditions: Sequence[Condition]) -> None:
    """R5: a rule library over families that told everything, because it has no third value."""
    try:
        rules = rule_library(conditions)
    except PeerMissing as absent:
        print(f"R5 rule library: left out, {absent}")
        return
    facts = [plain_facts(situation_on(one, ON)) for one in families]
    theirs = [[rule.matches(one) for rule in rules] for one in facts]
    own = [[verdict in GRANTED for verdict in assess(rulebook, one, ON).values()] for one in families]
    same = sum(a == b for one, other in zip(theirs, own, strict=True) for a, b in zip(one, other, strict=True))
    library = cpu_ms(lambda: [[rule.matches(one) for rule in rules] for one in facts], rounds=3) / len(facts)
    ours = cpu_ms(lambda: [assess(rulebook, one, ON) for one in families]) / len(families)
    us, pairs = 1000 * 150 / len(rules), len(rules) * len(facts)
    print(f"R5 rule-engine {us * library:.0f} us, ours {us * ours:.1f} us: {library / ours:.0f}x ours (>= 10x);")
    print(f"   the same answer in {same:,} of {pairs:,} pairs (it knows births by one day only)")


def all_families(rulebook: Rulebook, families: Sequence[Profile]) -> None:
    """R6: one measure against all stored families, in columns, by SQL and one by one."""
    situations = [situation_on(with_gaps(one, Random(at)), ON) for at, one in enumerate(families)]
    columns = FamilyColumns.of(situations * (STORED // len(situations)))
    times = sorted(
        (cpu_ms(lambda one=one: verdicts(rulebook, one.id, columns), rounds=3), one.id) for one in rulebook.measures
    )
    middle, nine_tenths, slowest = times[len(times) // 2], times[len(times) * 9 // 10], times[-1]
    print(f"R6 {len(columns):,} families in columns: median {middle[0]:.2f} ms, p90 {nine_tenths[0]:.2f} ms (<= 2)")
    print(
        f"   slowest {slowest[0]:.2f} ms ({slowest[1]}), whole catalogue {sum(ms for ms, _ in times):.0f} ms (<= 500)"
    )
    sql = cpu_ms(in_sqlite(situations, STORED // len(situations)))
    same = cpu_ms(lambda: verdicts(rulebook, "unemployment-benefit", columns))
    one_by_one = cpu_ms(lambda: [assess(rulebook, one, ON) for one in families], rounds=1) * STORED / len(families)
    print(f"R6 unemployment-benefit: columns {same:.2f} ms, SQLite {sql:.1f} ms")
    print(f"   every measure for every family, one family after another: {one_by_one:.0f} ms")


def with_gaps(family: Profile, chance: Random) -> Profile:
    """The family with a quarter of its facts not said."""
    for fact in Fact:
        if chance.random() < GAPS:
            family = family.forget(fact)
    return family


def cpu_ms(work: Callable[[], Any], rounds: int = 5) -> float:
    """Median CPU time of this thread, in milliseconds."""
    found = []
    for _ in range(rounds):
        started = time.thread_time()
        work()
        found.append(1000 * (time.thread_time() - started))
    return statistics.median(found)


def spread(values: Sequence[int]) -> str:
    middle, average = statistics.median(values), statistics.mean(values)
    return f"median {middle:.0f}, mean {average:.1f}, p90 {quantile(values, 0.9):.0f}, max {max(values)}"


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]
