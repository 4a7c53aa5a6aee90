"""Learns the weights of the ear from judged messages. Runs only in `core.crisis.building`, never in the bot.

A linear support vector machine (dual coordinate descent, squared hinge): few thousand messages, a few seconds, no
library but numpy, and the same weights for the same lessons.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalog.helplines import CrisisType
from core.crisis.ear import Ear, Weights
from core.crisis.features import BUCKETS

ROUNDS = 30
SOFTNESS = 3.0
"""How dearly a lesson that is got wrong is paid for; chosen by leaving out one batch of lessons after another."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The features of a message and the danger it tells of, None if it is calm."""

    buckets: frozenset[int]
    type: CrisisType | None


def learn(lessons: Sequence[Lesson]) -> Ear:
    """The ear that has heard the lessons; the order of the lessons matters a little, nothing else does."""
    places = [np.array(sorted(lesson.buckets), dtype=np.int64) for lesson in lessons]
    rarity = _rarity(places)
    told = [number for number, lesson in enumerate(lessons) if lesson.type is not None]
    danger = _separate(places, rarity, [lesson.type is not None for lesson in lessons])
    of_types = [
        _separate([places[n] for n in told], rarity, [lessons[n].type is type_ for n in told]) for type_ in CrisisType
    ]
    return Ear(Weights.of(rarity**2), Weights.of(danger), tuple(map(Weights.of, of_types)))


def _rarity(places: Sequence[NDArray[np.int64]]) -> Floats:
    """The logarithm of how rare a bucket is; 0 for one that no lesson has."""
    seen = np.zeros(BUCKETS)
    for place in places:
        seen[place] += 1
    return np.where(seen > 0, np.log(len(places) / np.maximum(seen, 1)), 0.0)


def _separate(places: Sequence[NDArray[np.int64]], rarity: Floats, positive: Sequence[bool]) -> Floats:
    """Weights, already times rarity, that are positive for the positive messages and negative for the others."""
    weights = np.zeros(BUCKETS)
    values = [_unit(rarity[place]) for place in places]
    signs = np.where(positive, 1.0, -1.0)
    alphas = np.zeros(len(places))
    order = np.random.default_rng(0)
    ridge = 1 / (2 * SOFTNESS)
    for _ in range(ROUNDS):
        for n in order.permutation(len(places)):
            gradient = signs[n] * (weights[places[n]] @ values[n]) - 1 + ridge * alphas[n]
            alpha = max(alphas[n] - gradient / (1 + ridge), 0.0)
            weights[places[n]] += (alpha - alphas[n]) * signs[n] * values[n]
            alphas[n] = alpha
    return weights * rarity


def _unit(values: Floats) -> Floats:
    length = float(np.sqrt(values @ values))
    return values / length if length else values
