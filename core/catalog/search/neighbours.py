"""What each lemma says by the lemmas it may mean, in flat arrays: thousands of dictionaries would take a tenth of the
memory of the index.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Lemma number -> {lemma it may mean: how much it says by that}."""

    _starts: "array[int]"
    """Where the meanings of each lemma begin, and where those of the last one end."""
    _lemmas: "array[int]"
    _masses: "array[float]"

    @classmethod
    def of(cls, meanings: Iterable[Mapping[int, float]]) -> "Neighbours":
        """The meanings of lemma 0, 1, 2, ..."""
        starts, lemmas, masses = array("I", [0]), array("I"), array("d")
        for said in meanings:
            lemmas.extend(said)
            masses.extend(said.values())
            starts.append(len(lemmas))
        return cls(starts, lemmas, masses)

    def said_by(self, lemma: int) -> dict[int, float]:
        """What one lemma says."""
        start, end = self._starts[lemma], self._starts[lemma + 1]
        return dict(zip(self._lemmas[start:end], self._masses[start:end], strict=True))
