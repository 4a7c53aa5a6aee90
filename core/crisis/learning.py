"""Learns the weights of the ear from judged messages. Runs only in `core.crisis.building`, never in the bot.

Linear support vector machines (dual coordinate descent, squared hinge): ten thousand messages, a minute, no library
but numpy, and the same weights for the same lessons.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalog.helplines import CrisisType
from core.crisis.ear import Ear, Weights
from core.crisis.features import Features, View

ROUNDS = 20
SOFTNESS = 2.0
"""How dearly a lesson that is got wrong is paid for; chosen by leaving out one writer after another."""

FEWEST_LESSONS = 2
"""A feature of fewer lessons teaches nothing but that lesson."""

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The features of a message and the danger it tells of, None if it is calm."""

    features: Features
    type: CrisisType | None


def learn(lessons: Sequence[Lesson]) -> Ear:
    """The ear that has heard the lessons; the order of the lessons matters a little, nothing else does."""
    keys, rarity = _rarity(lessons)
    heard = [_heard(lesson, keys, rarity) for lesson in lessons]
    danger = _separate(heard, rarity, [lesson.type is not None for lesson in lessons])
    of_types = [_separate(heard, rarity, [lesson.type is type_ for lesson in lessons]) for type_ in CrisisType]
    return Ear(keys.tolist(), Weights.of(0.0, (rarity**2).tolist()), danger, tuple(of_types))


def _rarity(lessons: Sequence[Lesson]) -> tuple[Places, Floats]:
    """The features worth knowing, sorted, and the logarithm of how rare each is."""
    seen = Counter(feature for lesson in lessons for view in lesson.features for feature in view)
    keys = np.array(sorted(feature for feature, times in seen.items() if times >= FEWEST_LESSONS), dtype=np.int64)
    return keys, np.log(len(lessons) / np.array([seen[feature] for feature in keys.tolist()], dtype=np.float64))


def _heard(lesson: Lesson, keys: Places, rarity: Floats) -> tuple[Places, Floats]:
    """The places of the features of a lesson and their values: each view has the length of its weight, all have one."""
    places, values = [], []
    whole = np.sqrt(sum(view.weight**2 for view in View))
    for view, features in zip(View, lesson.features, strict=True):
        found = _places(features, keys)
        places.append(found)
        values.append(_unit(rarity[found]) * view.weight / whole)
    return np.concatenate(places), np.concatenate(values)


def _places(features: frozenset[int], keys: Places) -> Places:
    asked = np.array(sorted(features), dtype=np.int64)
    found = np.searchsorted(keys, asked)
    known = found < len(keys)
    known[known] = keys[found[known]] == asked[known]
    return found[known]


def _unit(values: Floats) -> Floats:
    length = float(np.sqrt(values @ values))
    return values / length if length else values


def _separate(heard: Sequence[tuple[Places, Floats]], rarity: Floats, positive: Sequence[bool]) -> Weights:
    """Weights, already times rarity, that are positive for the positive messages and negative for the others."""
    weights = np.zeros(len(rarity))
    start = 0.0
    signs = np.where(positive, 1.0, -1.0)
    alphas = np.zeros(len(heard))
    order = np.random.default_rng(0)
    ridge = 1 / (2 * SOFTNESS)
    for _ in range(ROUNDS):
        for n in order.permutation(len(heard)):
            places, values = heard[n]
            gradient = signs[n] * (weights[places] @ values + start) - 1 + ridge * alphas[n]
            alpha = max(alphas[n] - gradient / (_LENGTH + ridge), 0.0)
            step = (alpha - alphas[n]) * signs[n]
            if step:
                weights[places] += step * values
                start += step
                alphas[n] = alpha
    return Weights.of(start, (weights * rarity).tolist())


_LENGTH = 2.0
"""Squared length of a message with all its views, and of the silence before it."""
