"""Why a measure came up: which typed word met which word of which phrase, and how.

For tests, for the content desk and for whoever asks; the family is shown the measure, not the machinery, so this is
computed only on request.
"""

from core.catalog.search.answers import Hit, How, Match
from core.catalog.search.index import SearchIndex
from core.catalog.search.query import QueryWord, understand
from core.language.plain import plain
from core.language.words import words


def explain(text: str, hit: Hit, index: SearchIndex, region: str | None = None) -> tuple[Match, ...]:
    """Every typed word that met a word of the phrase the hit was found by, in the order of weight."""
    readings = index.lexis.rewritten(list(index.lexis.read(words(plain(hit.phrase)))))
    phrase = {index.vocabulary.numbers[lemma] for lemmas, _, _ in readings for lemma in lemmas}
    met = (_match(word, phrase, index) for word in understand(text, region, index).telling)
    return tuple(match for match in met if match is not None)


def _match(word: QueryWord, phrase: set[int], index: SearchIndex) -> Match | None:
    meanings = [index.vocabulary.meanings(lemma) for lemma in word.own]
    weights = {lemma: max(each.get(lemma, 0.0) for each in meanings) for lemma in phrase} if meanings else {}
    best = max((lemma for lemma, weight in weights.items() if weight), key=weights.__getitem__, default=None)
    if best is None:
        return None
    return Match(word.word, index.vocabulary.lemmas[best], word.how if best in word.own else How.RELATED)
