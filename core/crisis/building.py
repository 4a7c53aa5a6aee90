"""Makes `forms.txt`, `ordinary.txt` and `ear.bin` after an edit of the patterns: `python -m core.crisis.building`.

Runs pymorphy3 and numpy in this short-lived process; the bot only reads the files. Takes some minutes, most of it
walking the five million forms of the dictionary for words that look like ours (`ordinary.txt`); `--fast` leaves that.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from core.catalog.helplines import CrisisType
from core.crisis.compiling import Compiler
from core.crisis.ear import Ear
from core.crisis.files import EAR, FORMS, ORDINARY, detector_with, load_patterns
from core.crisis.learning import Lesson, learn
from core.crisis.spelling import SHORTEST_HEARD, Spelling
from core.crisis.vocabulary import lemmas
from core.language.inflecting import inflect
from core.language.plain import plain

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "crisis"
LESSONS = tuple(ROOT / "tests" / "eval" / name for name in ("crisis_dev.yaml", "crisis_own_dev.yaml"))
"""Judged messages that may be learned from: all but those held out."""


def build(folder: Path, fast: bool) -> None:
    """Writes the files of the folder, or only those that take seconds."""
    book = load_patterns(folder)
    table = inflect(lemmas(book))
    (folder / FORMS).write_text(table.dump(), encoding="utf-8")
    if not fast:
        compiler = Compiler(book, table)
        spelling = Spelling.of(compiler.vocabulary().forms, ())
        found = sorted(_lookalikes(spelling, _dictionary()))
        (folder / ORDINARY).write_text("\n".join(found) + "\n", encoding="utf-8")
    (folder / EAR).write_bytes(teach(folder, LESSONS).dump())


def teach(folder: Path, lessons: Iterable[Path]) -> Ear:
    """An ear that has heard the messages of the files."""
    deaf = detector_with(folder, Ear.deaf())
    rows = [row for path in lessons for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return learn([Lesson(frozenset(deaf.features(row["text"])), _type(row["type"])) for row in rows])


def _type(name: str | None) -> CrisisType | None:
    return None if name is None else CrisisType(name)


def _lookalikes(spelling: Spelling, words: Iterable[str]) -> set[str]:
    """Real words that a repair would turn into a word of ours."""
    return {word for word in words if len(word) >= SHORTEST_HEARD and spelling.meant(word) != (word,)}


def _dictionary() -> Iterator[str]:
    import pymorphy3

    for word, *_ in pymorphy3.MorphAnalyzer().dictionary.iter_known_words():
        if word.isalpha():
            yield plain(word)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="skip the slow walk for look-alikes")
    build(DATA, parser.parse_args().fast)


if __name__ == "__main__":
    main()
