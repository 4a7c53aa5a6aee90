"""Makes `data/crisis/meanings.txt`: words of like meaning on one line, from vectors of words that others learned.

Run once, by hand, where the packages `navec` and `natasha` (both MIT) are installed; neither the bot nor the building
of its ear needs them:

    python -m tools.crisis_meanings natasha/data/emb/navec_news_v1_1B_250K_300d_100q.tar

The vectors are of the news, so hardly a verb stands there in the first person: the forms of a lemma are taken together.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pymorphy3
import yaml
from numpy.typing import NDArray

from core.crisis.building import DATA, LESSONS
from core.crisis.files import MEANINGS_TEXT
from core.language.plain import plain

CLASSES = 512
ROUNDS = 25
DIMENSIONS = 100
COMMON = 6
"""So many forms of a word among the vectors make it a common one; rarer ones are kept if a lesson says them."""

HEADER = (
    "# Слова, близкие по смыслу, — по строке. Так слух понимает слово, которого нет в уроках.\n"
    "# Сделано tools/crisis_meanings.py из векторов слов Navec news (проект Natasha, лицензия MIT).\n"
)
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr"})
_WORD = re.compile("[а-я]+")

Vectors = NDArray[np.float32]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vectors", help="the tar of Navec vectors")
    said = _said()
    lemmas, vectors = _lemmas(parser.parse_args().vectors, said)
    classes = _alike(vectors, np.log([2.0 + said[lemma] for lemma in lemmas]))
    by_class: dict[int, list[str]] = defaultdict(list)
    for lemma, class_ in sorted(zip(lemmas, classes, strict=True)):
        by_class[int(class_)].append(lemma)
    lines = sorted(" ".join(words) for words in by_class.values())
    (DATA / MEANINGS_TEXT).write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


class _Morphology:
    def __init__(self) -> None:
        self._analyzer = pymorphy3.MorphAnalyzer()

    def lemma(self, word: str) -> str:
        return plain(self._analyzer.parse(word)[0].normal_form)

    def names(self, lemma: str) -> bool:
        tag: Any = self._analyzer.parse(lemma)[0].tag
        return any(name in tag for name in _NAMES)


def _said() -> Counter[str]:
    """How often the lessons say each lemma."""
    morphology = _Morphology()
    words: Counter[str] = Counter()
    for path in LESSONS:
        for row in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            words.update(_WORD.findall(plain(row["text"])))
    said: Counter[str] = Counter()
    for word, times in words.items():
        said[morphology.lemma(word)] += times
    return said


def _lemmas(tar: str, said: Mapping[str, int]) -> tuple[list[str], Vectors]:
    """Lemmas that are common or said in lessons, and what their forms mean on average."""
    from navec import Navec  # type: ignore[import-not-found,unused-ignore]

    morphology = _Morphology()
    navec = Navec.load(tar)
    forms: dict[str, list[Vectors]] = defaultdict(list)
    for word in navec.vocab.words:
        if len(word) > 1 and _WORD.fullmatch(plain(word)):
            forms[morphology.lemma(word)].append(_unit(navec[word][None])[0])
    kept = [lemma for lemma in sorted(forms) if lemma in said or _common(lemma, forms[lemma], morphology)]
    return kept, _unit(np.stack([np.mean(forms[lemma], axis=0) for lemma in kept]))


def _common(lemma: str, forms: Sequence[Vectors], morphology: _Morphology) -> bool:
    return len(forms) >= COMMON and not morphology.names(lemma)


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _alike(vectors: Vectors, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Classes of like vectors: k-means, in which the words of the lessons weigh more."""
    points = vectors - vectors.mean(axis=0)
    points = np.asarray(points @ np.linalg.svd(points[::3], full_matrices=False)[2][:DIMENSIONS].T)
    chance = np.random.default_rng(0)
    centres = points[chance.choice(len(points), CLASSES, replace=False, p=weights / weights.sum())]
    for classes in _rounds(points, centres):
        for class_ in np.unique(classes):
            own = classes == class_
            centres[class_] = np.average(points[own], axis=0, weights=weights[own])
    return classes


def _rounds(points: Vectors, centres: Vectors) -> Iterator[NDArray[np.int64]]:
    """Round by round the nearest centre of every point; the centres may be moved in between."""
    for _ in range(ROUNDS):
        yield np.argmin((centres**2).sum(axis=1) - 2 * points @ centres.T, axis=1)


if __name__ == "__main__":
    main()
