"""Situations in a family's life as intents made of data: «муж ушёл, двое детей» offers alimony help.

A situation holds when each of its word lists is touched by the text and no excluding word is. Words count
by lemma, and a neighbour («супруг» for «муж») counts as the word when it is near enough.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.catalog.search.vocabulary import Lemmas, Vocabulary
from core.catalog.search.wording import Situation

NEAR_ENOUGH = 0.6

_Member = tuple[frozenset[int], ...]
"""Several words that must all occur, each in any of its readings."""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    when: tuple[tuple[_Member, ...], ...]
    unless: tuple[_Member, ...]
    offer: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class SituationTable:
    """All situations, found by any word of their first list."""

    _by_word: Mapping[int, tuple[_Rule, ...]]

    @classmethod
    def of(
        cls, situations: Iterable[Situation], vocabulary: Vocabulary, lemmas: Callable[[str], tuple[Lemmas, ...]]
    ) -> "SituationTable":
        def member(text: str) -> _Member:
            return tuple(frozenset(vocabulary.numbers[lemma] for lemma in readings) for readings in lemmas(text))

        by_word: dict[int, list[_Rule]] = defaultdict(list)
        for situation in situations:
            when = tuple(tuple(map(member, members)) for members in situation.when)
            rule = _Rule(situation.name, when, tuple(map(member, situation.unless)), situation.offer)
            for word in {word for one in when[0] for word in one[0]} if when else ():
                by_word[word].append(rule)
        return cls({word: tuple(rules) for word, rules in by_word.items()})

    def offers(self, present: Mapping[int, float]) -> dict[str, tuple[float, str]]:
        """Measure id -> (weight, situation) for the lemmas present in a text, the strongest situation for each."""
        words = {word for word, weight in present.items() if weight >= NEAR_ENOUGH}
        found: dict[str, tuple[float, str]] = {}
        for rule in self._touched(words):
            for measure, weight in rule.offer:
                if weight > found.get(measure, (0.0, ""))[0]:
                    found[measure] = (weight, rule.name)
        return found

    def _touched(self, words: set[int]) -> Iterator[_Rule]:
        rules = {rule.name: rule for word in words for rule in self._by_word.get(word, ())}
        for rule in rules.values():
            holds = all(any(_said(member, words) for member in members) for members in rule.when)
            if holds and not any(_said(member, words) for member in rule.unless):
                yield rule


def _said(member: _Member, words: set[int]) -> bool:
    return all(not readings.isdisjoint(words) for readings in member)
