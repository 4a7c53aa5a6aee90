"""Situations in a family's life as intents made of data: «муж ушёл, двое детей» offers alimony help.

A situation holds when each of its word lists is touched by the text and no excluding word is. Words count
by lemma, and a neighbour («супруг» for «муж») counts as the word when it is near enough.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from core.catalog.search.vocabulary import Lemmas, Vocabulary
from core.catalog.search.wording import Situation

NEAR_ENOUGH = 0.5
"""How well a word must stand for another to count as it."""

_Words = Callable[[str], tuple[Lemmas, ...]]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A list of words of which one is enough: single words together, expressions apart."""

    words: frozenset[int]
    expressions: tuple[tuple[frozenset[int], ...], ...]
    """Several words that must all occur, each in any of its readings."""

    def made_in(self, words: set[int]) -> bool:
        if not self.words.isdisjoint(words):
            return True
        return any(_all_said(expression, words) for expression in self.expressions)

    def starts(self) -> frozenset[int]:
        """Words at least one of which is there when the list is touched."""
        return self.words.union(*(expression[0] for expression in self.expressions))

    def every(self) -> frozenset[int]:
        """All words that count here."""
        return self.words.union(*(word for expression in self.expressions for word in expression))


def _all_said(expression: Iterable[frozenset[int]], words: set[int]) -> bool:
    return all(not word.isdisjoint(words) for word in expression)


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    when: tuple[_Mention, ...]
    unless: _Mention
    offer: tuple[tuple[str, float], ...]

    def words(self) -> frozenset[int]:
        """Every word it listens for."""
        return frozenset().union(*(mention.every() for mention in (*self.when, self.unless)))

    def holds(self, words: set[int]) -> bool:
        return all(mention.made_in(words) for mention in self.when) and not self.unless.made_in(words)


@dataclass(frozen=True, slots=True)
class SituationTable:
    """All situations, found by any word of their first list."""

    _rules: tuple[_Rule, ...]
    _by_word: Mapping[int, tuple[int, ...]]
    _near: Mapping[int, tuple[tuple[int, float], ...]]
    """Lemma -> words of situations it may stand for, and how well."""

    @classmethod
    def of(cls, situations: Iterable[Situation], vocabulary: Vocabulary, lemmas: _Words) -> "SituationTable":
        rules = tuple(_rule(situation, vocabulary, lemmas) for situation in situations)
        by_word: dict[int, list[int]] = defaultdict(list)
        for number, rule in enumerate(rules):
            for word in rule.when[0].starts() if rule.when else ():
                by_word[word].append(number)
        near = _near(frozenset().union(*(rule.words() for rule in rules)), vocabulary)
        return cls(rules, {word: tuple(numbers) for word, numbers in by_word.items()}, near)

    def mentioned(self, said: Iterable[tuple[tuple[int, ...], float]]) -> set[int]:
        """The lemmas of words, each typed as surely as its weight, and the words of situations they stand for."""
        words: set[int] = set()
        for lemmas, weight in said:
            for lemma in lemmas:
                words.add(lemma)
                if lemma in self._near:
                    words.update([word for word, nearness in self._near[lemma] if nearness * weight >= NEAR_ENOUGH])
        return words

    def offers(self, words: set[int]) -> dict[str, tuple[float, str]]:
        """Measure id -> (weight, situation) for the lemmas of a text, the strongest situation for each."""
        found: dict[str, tuple[float, str]] = {}
        for number in {number for word in words & self._by_word.keys() for number in self._by_word[word]}:
            rule = self._rules[number]
            if rule.holds(words):
                for measure, weight in rule.offer:
                    if weight > found.get(measure, (0.0, ""))[0]:
                        found[measure] = (weight, rule.name)
        return found


def _near(listened: Iterable[int], vocabulary: Vocabulary) -> dict[int, tuple[tuple[int, float], ...]]:
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for word in listened:
        for circle in (vocabulary.circles[number] for number in vocabulary.memberships[word]):
            if circle.weight >= NEAR_ENOUGH:
                for member in circle.members:
                    near[member][word] = max(circle.weight, near[member].get(word, 0.0))
    return {lemma: tuple(words.items()) for lemma, words in near.items()}


def _rule(situation: Situation, vocabulary: Vocabulary, lemmas: _Words) -> _Rule:
    when = tuple(_mention(members, vocabulary, lemmas) for members in situation.when)
    return _Rule(situation.name, when, _mention(situation.unless, vocabulary, lemmas), situation.offer)


def _mention(members: Iterable[str], vocabulary: Vocabulary, lemmas: _Words) -> _Mention:
    words: set[int] = set()
    expressions: list[tuple[frozenset[int], ...]] = []
    for member in members:
        readings = tuple(frozenset(vocabulary.numbers[lemma] for lemma in said) for said in lemmas(member))
        if len(readings) == 1:
            words |= readings[0]
        elif readings:
            expressions.append(readings)
    return _Mention(frozenset(words), tuple(expressions))
