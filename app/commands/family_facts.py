"""Reading families for the command line: one object in a file, or one per line in a batch.

Whatever is wrong is reported on standard error with the file and the line, and the exit status is 2. A batch is
read and answered line by line, in order; a bad line stops it, because a skipped one would shift the answers.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

BAD_INPUT = 2


class BadInput(ValueError):
    """What the person gave cannot be used; the message says where and why."""


def add_family_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments `match` and `interview` share."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("facts", nargs="?", metavar="FACTS.json", help="facts of one family; `-` reads stdin")
    source.add_argument("--batch", metavar="FILE", help="one JSON object per line: {id, facts}; `-` reads stdin")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a readable list")
    parser.add_argument(
        "--on", type=_day, default=None, metavar="YYYY-MM-DD", help="the day to judge by (default: today, local)"
    )


def answer_families(args: argparse.Namespace, answer: Callable[[Any], Any], show: Callable[[Any], str]) -> int:
    """Answer one family or a batch; `answer` takes the JSON object of a family and gives that of the result.

    `show` turns the result for a single family into readable text. Returns the exit status.
    """
    try:
        if args.batch is not None:
            _answer_batch(args.batch, answer)
        else:
            result = answer({"facts": _single(args.facts)})
            print(_dump(result) if args.json else show(result))
    except BadInput as error:
        print(f"ryadom: {error}", file=sys.stderr)
        return BAD_INPUT
    return 0


def _answer_batch(name: str, answer: Callable[[Any], Any]) -> None:
    for where, text in _lines(name):
        family = _parse(text, where)
        try:
            if not isinstance(family, dict) or "id" not in family or "facts" not in family:
                raise BadInput("an object with id and facts is expected")
            print(_dump({"id": family["id"], **answer(family)}))
        except BadInput as error:
            raise BadInput(f"{where}: {error}") from error


def _single(name: str) -> Any:
    with _opened(name) as stream:
        return _parse(stream.read(), _title(name))


def _lines(name: str) -> Iterator[tuple[str, str]]:
    with _opened(name) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield f"{_title(name)}, line {number}", line


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    try:
        if name == "-":
            yield sys.stdin
        else:
            with Path(name).open(encoding="utf-8-sig") as stream:
                yield stream
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{_title(name)}: {error}") from error


def _title(name: str) -> str:
    return "standard input" if name == "-" else name


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: {error}") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-22") from error
