"""Guesses the word of the index behind a word nobody knows.

Order of trust: the same sound («пасобия»), one deleted, added, changed or swapped letter in the sound of
the stem (symmetric deletions, so no scan of the vocabulary), a beginning of a longer word («алимен»), and
only for what is left shared trigrams. Endings are free, because stems are compared. Short words are
corrected sparingly: among four letters everything is near.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract, extractOne

from core.catalog.search.answers import How
from core.language.forms import FormTable
from core.language.sound import sound

SHORTEST = 3
LONGEST = 40
_STEM_LETTERS = 8
_LONGEST_ENDING = 4
_TELLING_LETTERS = 4
"""A beginning shorter than this is one letter away from everything."""
_MOST_CANDIDATES = 6
_LETTER_COST = 0.3
_MOST_LETTERS = 4
_GOOD_GUESS = 0.8
_WEIGHT = attrgetter("weight")
_LEAST_SHARED_TRIGRAMS = 0.55


class Correction(NamedTuple):
    """A lemma that may be meant, the form nearest to what was typed, and how far to trust the guess (0..1)."""

    lemma: str
    form: str
    weight: float
    how: How


@dataclass(frozen=True, slots=True)
class Speller:
    """Correction against the stems of one vocabulary."""

    _forms: FormTable
    _by_stem: Mapping[str, str]
    """Sound of a stem -> its lemmas, as one text: mostly there is just one, and it is in memory anyway."""
    _by_deletion: Mapping[str, str]
    """The same sound with a letter left out -> the sounds."""
    _by_trigram: Mapping[str, tuple[str, ...]]
    _sorted: tuple[str, ...]

    @classmethod
    def of(cls, lemmas: Iterable[str], forms: FormTable) -> "Speller":
        """A speller for the Russian lemmas among those given."""
        known = sorted({lemma for lemma in lemmas if len(lemma) >= SHORTEST and "а" <= lemma[0] <= "я"})
        by_stem: dict[str, list[str]] = defaultdict(list)
        by_trigram: dict[str, list[str]] = defaultdict(list)
        for lemma in known:
            by_stem[_key(_stem(lemma, forms))].append(lemma)
            for trigram in _trigrams(lemma):
                by_trigram[trigram].append(lemma)
        by_deletion: dict[str, list[str]] = defaultdict(list)
        for key in by_stem:
            for shorter in _deletions(key):
                by_deletion[shorter].append(key)
        trigrams = {trigram: tuple(found) for trigram, found in by_trigram.items()}
        return cls(forms, _joined(by_stem), _joined(by_deletion), trigrams, tuple(known))

    def corrections(self, word: str) -> tuple[Correction, ...]:
        """Likely meanings of a strange plain word, best first, at most three; () when nothing is near."""
        if not SHORTEST <= len(word) <= LONGEST:
            return ()
        key = sound(word)
        beginnings = _beginnings(key)
        sounding = dict.fromkeys(
            lemma for beginning in beginnings for lemma in self._by_stem.get(beginning, "").split()
        )
        near = self._checked(word, key, sounding, How.SPELLING)
        if not near or near[0].weight < _GOOD_GUESS:
            others = [lemma for lemma in self._near(beginnings) if lemma not in sounding]
            near = sorted((*near, *self._checked(word, key, others, How.SPELLING)), key=_WEIGHT, reverse=True)
        if not near or near[0].weight < _GOOD_GUESS:
            near = sorted((*near, *self._begun(word)), key=_WEIGHT, reverse=True)
        if not near:
            near = self._checked(word, key, self._similar(word), How.SIMILAR)
        return tuple(near[:3])

    def likeness(self, word: str) -> float:
        """Share of the word's trigrams that occur in words of the index."""
        trigrams = _trigrams(word)
        return sum(trigram in self._by_trigram for trigram in trigrams) / len(trigrams)

    def _near(self, beginnings: Sequence[str]) -> Iterable[str]:
        """Lemmas whose stem sounds like a beginning of the word after one deletion on either side or on both."""
        long = [beginning for beginning in beginnings if len(beginning) >= _TELLING_LETTERS] or beginnings[:1]
        shorter = dict.fromkeys([key for beginning in long for key in _deletions(beginning)])
        stems = dict.fromkeys([key for key in shorter if key in self._by_stem])
        for key in (*long, *shorter):
            if key in self._by_deletion:
                stems.update(dict.fromkeys(self._by_deletion[key].split()))
        return dict.fromkeys([lemma for stem in stems for lemma in self._by_stem[stem].split()])

    def _begun(self, word: str) -> list[Correction]:
        """Words the typed one is a beginning of."""
        if len(word) < 4:
            return []
        at = bisect_left(self._sorted, word)
        begun = [lemma for lemma in self._sorted[at : at + 3] if lemma.startswith(word)]
        return [Correction(lemma, lemma, 0.45 + 0.4 * len(word) / len(lemma), How.BEGINNING) for lemma in begun]

    def _similar(self, word: str) -> Iterator[str]:
        if len(word) < 5:
            return
        shared: Counter[str] = Counter()
        trigrams = _trigrams(word)
        for trigram in trigrams:
            shared.update(self._by_trigram.get(trigram, ()))
        for lemma, count in shared.most_common(4):
            if 2 * count >= _LEAST_SHARED_TRIGRAMS * (len(trigrams) + len(lemma)):
                yield lemma

    def _checked(self, word: str, key: str, lemmas: Iterable[str], how: How) -> list[Correction]:
        """Candidates whose nearest form is near enough for the length of the word."""
        found: list[Correction] = []
        allowed = _allowed(word)
        for lemma, _, _ in extract(word, tuple(lemmas), scorer=OSA.distance, limit=_MOST_CANDIDATES):
            forms = self._forms.forms(lemma) or (lemma,)
            nearest = extractOne(word, forms, scorer=OSA.distance, score_cutoff=_MOST_LETTERS)
            if nearest is not None:
                form, letters, _ = nearest
                cost = OSA.distance(key, sound(form)) + _LETTER_COST * letters
                if cost <= allowed:
                    found.append(Correction(lemma, form, 1.0 - 0.5 * cost / (allowed + 1), how))
        return sorted(found, key=_WEIGHT, reverse=True)


def _beginnings(key: str) -> tuple[str, ...]:
    """A sound with the ending cut ever shorter."""
    cuts = range(min(_LONGEST_ENDING, len(key) - 2) + 1)
    return tuple(dict.fromkeys([key[: len(key) - cut][:_STEM_LETTERS] for cut in cuts]))


def _allowed(word: str) -> float:
    """How much may be wrong: letters that change the sound cost 1.3, others 0.3."""
    length = len(word)
    return 0.6 if length < 4 else 1.4 if length < 6 else 2.0 if length < 9 else 2.9


def _stem(lemma: str, forms: FormTable) -> str:
    paradigm = forms.paradigms.get(lemma)
    return paradigm.stem if paradigm and len(paradigm.stem) >= SHORTEST else lemma


def _key(stem: str) -> str:
    return sound(stem)[:_STEM_LETTERS]


def _deletions(key: str) -> list[str]:
    return [key[:at] + key[at + 1 :] for at in range(len(key))] if len(key) >= SHORTEST else []


def _trigrams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _joined(lists: Mapping[str, list[str]]) -> dict[str, str]:
    """Each list as one text; a list of one is that one, and equal texts are kept once."""
    shared: dict[str, str] = {}
    texts = ((key, found[0] if len(found) == 1 else " ".join(found)) for key, found in lists.items())
    return {key: shared.setdefault(text, text) for key, text in texts}
