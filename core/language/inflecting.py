"""Makes the table of word forms, in a process of its own.

pymorphy3 and its dictionary are needed only when content changes, so they are loaded by a short-lived child
and leave with it: `inflect_apart(words)` for the running application, and for the committed tables
`python -m core.language.inflecting <words >forms`.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from core.language.forms import FormTable, Paradigm
from core.language.plain import plain

_LEAST_LIKELY = 0.1
"""Readings rarer than this («стали» as «сталь») cost more wrong matches than they win."""

_PARTICIPLES = frozenset({"PRTF", "PRTS", "GRND"})


class InflectingFailed(RuntimeError):
    """The child process did not deliver a table; the message says why."""


def inflect_apart(words: Iterable[str], timeout_seconds: float = 60.0) -> FormTable:
    """The forms of plain words, computed in a child process; InflectingFailed if it fails or takes too long."""
    asked = "\n".join(sorted(set(words)))
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "core.language.inflecting"]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=asked.encode(), capture_output=True, cwd=root, timeout=timeout_seconds, check=True
        )
    except subprocess.TimeoutExpired as late:
        raise InflectingFailed(f"no table of forms after {timeout_seconds:g} s") from late
    except subprocess.CalledProcessError as failed:
        raise InflectingFailed(failed.stderr.decode(errors="replace").strip()[-500:]) from failed
    return FormTable.parse(done.stdout.decode())


def inflect(words: Iterable[str]) -> FormTable:
    """The forms of plain words, in this process: loads pymorphy3."""
    import pymorphy3

    analyzer = pymorphy3.MorphAnalyzer()
    asked = sorted({*words})
    return FormTable.of(paradigm for word in asked for paradigm in _paradigms(analyzer, word))


def _paradigms(analyzer: Any, word: str) -> Iterator[Paradigm]:
    parses = analyzer.parse(word)
    likely = [parse for parse in parses if parse.score >= _LEAST_LIKELY] or parses[:1]
    if not likely[0].is_known:
        likely = likely[:1]
    for parse in {(parse.normal_form, parse.tag.POS): parse for parse in reversed(likely)}.values():
        yield Paradigm.of(plain(parse.normal_form), (word, *_forms(parse)))


def _forms(parse: Any) -> Iterator[str]:
    """The forms of one reading; of a verb's many participles only those of the kind that was written."""
    for form in parse.lexeme:
        if form.tag.POS in _PARTICIPLES and not _same_participle(form.tag, parse.tag):
            continue
        yield plain(form.word)


def _same_participle(form: Any, written: Any) -> bool:
    return written.POS in _PARTICIPLES and (form.voice, form.tense) == (written.voice, written.tense)


def main() -> None:
    """Words on standard input, one a line; the table on standard output."""
    words = sys.stdin.buffer.read().decode().split()
    sys.stdout.buffer.write(inflect(words).dump().encode())


if __name__ == "__main__":
    main()
