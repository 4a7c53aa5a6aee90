"""What a query reads: an immutable index, built whole by `building.py`.

What a word says about the records lies in one row of `lanes.py` for all of them, the federal records first. A query
looks at the records its family may see through one mask, before anything is chosen, so a measure of another region
cannot come up. Topics that are not ours are federal records too; when one of them wins, the answer is «не нашли».
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.catalog.search.documents import Field
from core.catalog.search.lanes import Lanes, Row
from core.catalog.search.neighbours import Neighbours
from core.catalog.search.situations import SituationTable
from core.catalog.search.spelling import Speller
from core.catalog.search.vocabulary import Lexis, Vocabulary

TOO_COMMON = 0.5
"""Words of less weight than this do not bring a record up, they only help to order."""


STRANGE = 2.5
"""How much a word that no record holds weighs in a query."""


LOUDEST_COUNT = 1.0
"""How much a bare count or age («3») weighs at most."""
_LEAST_AMOUNT = 1000
"""From here on a number is an amount somebody remembers; below, an age or a count that everybody has."""


def mass_of(lemma: str, weight: float) -> float:
    """How much of a query a lemma of this weight is."""
    return LOUDEST_COUNT if is_count(lemma) else weight


def is_count(lemma: str) -> bool:
    """Whether it is a number that says little: an age or a count."""
    return lemma.startswith("#") and float(lemma[1:]) < _LEAST_AMOUNT


@dataclass(frozen=True, slots=True)
class Entry:
    """A findable record: a measure, or a topic that is not ours.

    Its phrases (title, synonyms, lexicon) are three tuples side by side, because there are thousands of them.
    """

    id: str
    region: str | None
    is_topic: bool
    texts: tuple[str, ...]
    fields: tuple[Field, ...]
    masses: tuple[float, ...]
    """What the words of each phrase weigh together."""
    places: Mapping[int, tuple[int, ...]]
    """Lemma -> places of the phrases that hold it."""


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Everything a query needs; immutable, so any number of threads may read it."""

    entries: tuple[Entry, ...]
    numbers: Mapping[str, int]
    """Measure id -> number of its entry."""
    lanes: Lanes
    visible: Mapping[str | None, int]
    """Region -> the records its families may see: the federal ones and its own."""
    rows: Mapping[int, Row]
    """How much a lemma says about each record by itself or by its circles, whichever says most, at most its mass."""
    masses: Sequence[float]
    """How much of a query each lemma is: its weight, though a bare count or age («3») never more than 1."""
    said: Neighbours
    """What each lemma says by every lemma it may mean, words everybody uses left out."""
    weights: Sequence[float]
    """How much each lemma tells records apart; 0 for fillers («пожалуйста»)."""
    leanings: Sequence[float]
    """How much oftener each lemma speaks of our measures than of strange topics (log of the ratio)."""
    vocabulary: Vocabulary
    lexis: Lexis
    speller: Speller
    situations: SituationTable
    places: Mapping[str, str]
    """Place lemma -> region code, «» for places of no pack."""
    advice: Mapping[str, str]
    """Topic that is not ours -> who does it, in words for the family; only topics where that is known."""
    small_talk: Mapping[str, str]
    """Whole texts that belong to a strange topic («сколько тебе лет») -> the topic."""

    def said_by(self, own: tuple[int, ...], weight: float) -> Mapping[int, float]:
        """What a word that is one of these lemmas, as surely as `weight`, says by each lemma it may mean."""
        if len(own) == 1 and weight == 1.0:
            return self.said.said_by(own[0])
        best: dict[int, float] = {}
        for lemma in own:
            for meant, mass in self.said.said_by(lemma).items():
                if mass * weight >= TOO_COMMON:
                    best[meant] = max(best.get(meant, 0.0), mass * weight)
        return best

    def said_alone(self, own: tuple[int, ...], weight: float) -> Mapping[int, float]:
        """The same by the lemmas themselves."""
        return {lemma: mass for lemma in own if (mass := weight * self.weights[lemma]) >= TOO_COMMON}
