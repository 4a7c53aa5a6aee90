"""`ryadom search`: what a family that writes these words is shown, from a terminal or for measurements."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.catalog.search.answers import SearchAnswer
    from core.catalog.snapshot import Catalogue

BAD_INPUT = 2
FAILURE = 1


class BadInput(ValueError):
    """What the person gave cannot be used; the message says where and why."""


def register(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Add the command; heavy modules are imported only when it runs."""
    parser = subparsers.add_parser("search", help="find measures by a parent's own words", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("text", nargs="?", metavar="TEXT", help="what the family wrote")
    source.add_argument("--batch", metavar="FILE", help="one JSON object per line: {id, q, region}; `-` reads stdin")
    parser.add_argument("--region", metavar="CODE", help="the family's region, like LEN; without it federal only")
    parser.add_argument("-n", type=_count, default=5, metavar="N", help="at most so many results (default 5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a readable list")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answers one text or a batch; 2 for bad input, 1 when the content cannot be loaded."""
    from core.catalog.faults import CatalogueBroken
    from core.catalog.files import load_catalogue
    from core.catalog.search.engine import search
    from core.catalog.search.files import open_index
    from core.catalog.search.wording import WordingBroken
    from core.language.forms import FormsBroken
    from core.language.inflecting import InflectingFailed

    try:
        catalogue = load_catalogue()
        index = open_index(catalogue)
    except (CatalogueBroken, WordingBroken, FormsBroken, InflectingFailed, OSError) as broken:
        return _complain(str(broken), FAILURE)
    try:
        _answer(args, catalogue, lambda text, region: search(text, index, region, args.n))
    except BadInput as bad:
        return _complain(str(bad), BAD_INPUT)
    return 0


def _answer(args: argparse.Namespace, catalogue: Catalogue, ask: Callable[[str, str | None], SearchAnswer]) -> None:
    if args.batch is None:
        answer = ask(args.text, _region(args.region, catalogue))
        print(_dump(_as_json(answer)) if args.json else _readable(answer, catalogue))
        return
    for where, question in _questions(args.batch):
        try:
            region = _region(question.get("region", args.region), catalogue)
        except BadInput as bad:
            raise BadInput(f"{where}: {bad}") from bad
        print(_dump({"id": question["id"], **_as_json(ask(question["q"], region))}))


def _as_json(answer: SearchAnswer) -> dict[str, Any]:
    results = [{"measure": hit.measure, "score": hit.score} for hit in answer.hits]
    return {"results": results, "confident": answer.found}


def _readable(answer: SearchAnswer, catalogue: Catalogue) -> str:
    from core.catalog.search.answers import Confidence

    heading = {
        Confidence.ANSWER: "Нашли:",
        Confidence.MAYBE: "Возможно, вы об этом:",
        Confidence.NOTHING: "Не нашли. Может помочь человек: напишите куратору.",
    }[answer.confidence]
    lines = [heading]
    if answer.did_you_mean:
        lines.append(f"Читаем как: {answer.did_you_mean}")
    if answer.found:
        for hit in answer.hits:
            measure = catalogue.measure(hit.measure)
            lines.append(f"  {hit.score:.2f}  {measure.title if measure else ''} [{hit.measure}]")
    return "\n".join(lines)


def _questions(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    title = "standard input" if name == "-" else name
    for number, line in enumerate(_lines(name, title), start=1):
        if line.strip():
            where = f"{title}, line {number}"
            yield where, _question(line, where)


def _lines(name: str, title: str) -> Iterator[str]:
    try:
        if name == "-":
            yield from sys.stdin
        else:
            with Path(name).open(encoding="utf-8-sig") as stream:
                yield from stream
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{title}: {error}") from error


def _question(line: str, where: str) -> dict[str, Any]:
    try:
        question = json.loads(line)
    except ValueError as error:
        raise BadInput(f"{where}: {error}") from error
    if not isinstance(question, dict) or "id" not in question or not isinstance(question.get("q"), str):
        raise BadInput(f"{where}: an object with id and the text q is expected")
    return question


def _region(code: Any, catalogue: Catalogue) -> str | None:
    """A region of the country; an unknown code is a mistake, not a family without a region."""
    if code is None:
        return None
    if not isinstance(code, str) or catalogue.region(code) is None:
        raise BadInput(f"region {code!r} is not a code like LEN")
    return code


def _complain(message: str, status: int) -> int:
    print(f"ryadom: {message}", file=sys.stderr)
    return status


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _count(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 50:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 50")
