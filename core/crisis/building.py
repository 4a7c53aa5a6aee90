"""Makes what the bot reads instead of the patterns and the lessons, after an edit: `python -m core.crisis.building`.

Runs pymorphy3 and numpy in this short-lived process; the bot only reads the files. Takes some minutes, most of it
walking the five million forms of the dictionary for words that look like ours (`ordinary.bin`); `--fast` leaves that.
"""

import argparse
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from core.catalog.helplines import CrisisType
from core.crisis.compiling import compile_book
from core.crisis.detection import Detector
from core.crisis.ear import Ear
from core.crisis.files import (
    COMPILED,
    EAR,
    FORMS,
    MEANINGS,
    MEANINGS_TEXT,
    ORDINARY,
    WORDS,
    detector_with,
    fingerprint,
    load_patterns,
    stamp,
)
from core.crisis.known import SHORTEST_HEARD, KnownWords
from core.crisis.learning import Lesson, learn
from core.crisis.meanings import Meanings
from core.crisis.spelling import Spelling
from core.crisis.vocabulary import lemmas
from core.language.inflecting import inflect
from core.language.packed import WordSet, dump
from core.language.plain import plain

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "crisis"
LESSONS = (
    *(ROOT / "tests" / "eval" / name for name in ("crisis_dev.yaml", "crisis_own_dev.yaml")),
    *sorted((DATA / "lessons").glob("*.yaml")),
)
"""Judged messages that may be learned from: all but those held out."""


def build(folder: Path, fast: bool) -> None:
    """Writes the files of the folder, or only those that take seconds."""
    book = load_patterns(folder)
    table = inflect(lemmas(book))
    _write(folder / FORMS, table.dump().encode())
    compiled = compile_book(book, table)
    _write(folder / COMPILED, compiled.dump(stamp(folder)))
    if not fast:
        found = sorted(lookalikes(compiled.vocabulary.known, _dictionary()))
        _write(folder / ORDINARY, dump({WORDS: array("B", WordSet.of(found).bits)}))
    _write(folder / MEANINGS, meant(folder / MEANINGS_TEXT).dump())
    _write(folder / EAR, teach(folder, LESSONS).dump())


def meant(text: Path) -> Meanings:
    """The words of each line of the text in all their forms; a form that several words have means the likeliest."""
    import pymorphy3

    lines = [line for line in text.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    class_of = {word: class_ for class_, line in enumerate(lines) for word in line.split()}
    table = inflect(class_of)
    forms = sorted({form for word in class_of for form in (word, *table.forms(word))})
    analyzer = pymorphy3.MorphAnalyzer()
    likely = [(form, class_of.get(plain(analyzer.parse(form)[0].normal_form))) for form in forms]
    return Meanings.of([(form, class_) for form, class_ in likely if class_ is not None], fingerprint([text]))


def teach(folder: Path, lessons: Sequence[Path]) -> Ear:
    """An ear that has heard the messages of the files."""
    deaf = detector_with(folder, Ear.deaf())
    rows = [row for path in lessons for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return replace(learn([lesson(deaf, row) for row in rows]), lessons=fingerprint(lessons))


def lesson(detector: Detector, row: dict[str, Any]) -> Lesson:
    """What is learned of a judged message."""
    return Lesson(detector.features(row["text"]), None if row["type"] is None else CrisisType(row["type"]))


def lookalikes(known: KnownWords, words: Iterable[str]) -> set[str]:
    """Real words that a repair would turn into a word of ours."""
    spelling = Spelling(known, WordSet.of(()))
    return {word for word in words if len(word) >= SHORTEST_HEARD and spelling.meant(word) != (word,)}


def _write(file: Path, content: bytes) -> None:
    """Replaces a file at once, so that a running bot reads the old one or the new one."""
    whole = file.with_suffix(".new")
    whole.write_bytes(content)
    whole.replace(file)


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
