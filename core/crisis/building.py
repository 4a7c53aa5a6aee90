"""Makes `forms.txt` and `ordinary.txt` after an edit of the patterns: `python -m core.crisis.building`.

Runs pymorphy3 in this short-lived process; the bot only reads the files. Takes some minutes, most of it walking
the five million forms of the dictionary for words that look like ours (`ordinary.txt`).
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.crisis.compiling import Compiler
from core.crisis.files import FORMS, ORDINARY, load_patterns
from core.crisis.spelling import SHORTEST_HEARD, Spelling
from core.crisis.vocabulary import lemmas
from core.language.inflecting import inflect
from core.language.plain import plain

DATA = Path(__file__).resolve().parents[2] / "data" / "crisis"


def build(folder: Path, forms_only: bool) -> None:
    """Writes both files of the folder, or only the fast one."""
    book = load_patterns(folder)
    table = inflect(lemmas(book))
    (folder / FORMS).write_text(table.dump(), encoding="utf-8")
    if not forms_only:
        compiler = Compiler(book, table)
        spelling = Spelling.of(compiler.vocabulary().forms, ())
        found = sorted(_lookalikes(spelling, _dictionary()))
        (folder / ORDINARY).write_text("\n".join(found) + "\n", encoding="utf-8")


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
    parser.add_argument("--forms-only", action="store_true", help="skip the slow walk for look-alikes")
    build(DATA, parser.parse_args().forms_only)


if __name__ == "__main__":
    main()
