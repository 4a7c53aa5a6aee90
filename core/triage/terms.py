"""Terms of a pregnancy to choose from: ranges of weeks that no rule tells apart inside, so a tap loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from core.catalog.conditions import PregnancyWeeks
from core.triage.rulebook import Rule
from core.triage.scales import week_cuts
from core.triage.situation import LONGEST_PREGNANCY_WEEKS


def terms_that_matter(rules: Iterable[Rule]) -> tuple[tuple[int, int], ...]:
    """First and last completed week of each term these rules tell apart, the earliest first."""
    named = (atom for rule in rules for atom in rule.atoms if isinstance(atom, PregnancyWeeks))
    starts = {int(point) for atom in named for point, _ in week_cuts(atom)}
    edges = sorted({1, LONGEST_PREGNANCY_WEEKS + 1} | {week for week in starts if 1 < week <= LONGEST_PREGNANCY_WEEKS})
    return tuple((first, after - 1) for first, after in pairwise(edges))
