"""`ryadom crisis`: what urgent danger a message tells of, if any.

For the people who edit `data/crisis/patterns*.yaml` and for checks over many messages. Nothing is stored or sent.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.crisis.detection import Detector

DATA = Path(__file__).resolve().parents[2] / "data" / "crisis"


class BadInput(ValueError):
    """The input cannot be used; the message says what to mend."""


def register(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Add the command; heavy modules are imported only when it runs."""
    parser = subparsers.add_parser("crisis", help="urgent danger in a message", description=__doc__)
    parser.add_argument("text", nargs="?", help="the message")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--batch", type=Path, metavar="FILE", help="JSON Lines of {id, text}")
    parser.add_argument("--explain", action="store_true", help="say which records of the patterns spoke")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit status 0, or 2 with a sentence on standard error."""
    from core.crisis.files import load_detector
    from core.crisis.patterns import PatternsBroken

    try:
        if (args.text is None) == (args.batch is None):
            raise BadInput("give either TEXT or --batch FILE")
        asked = [] if args.batch is None else list(_messages(args.batch))
        detector = load_detector(DATA)
    except (BadInput, PatternsBroken) as error:
        print(error, file=sys.stderr)
        return 2
    if args.batch is not None:
        for id_, text in asked:
            print(json.dumps({"id": id_, **answer(detector, text)}, ensure_ascii=False))
    elif args.explain:
        explain(detector, args.text)
    else:
        show(answer(detector, args.text), as_json=args.json)
    return 0


def answer(detector: Detector, text: str) -> dict[str, Any]:
    """The signal as the command prints it; every value is null when there is none."""
    signal = detector.detect(text)
    if signal is None:
        return dict.fromkeys(("type", "severity", "subject", "voice"))
    return {
        "type": signal.type.value,
        "severity": int(signal.severity),
        "subject": signal.subject.value,
        "voice": signal.voice.value,
    }


def show(found: dict[str, Any], as_json: bool) -> None:
    """One JSON object, or one line for a person."""
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    elif found["type"] is None:
        print("Срочной опасности не слышно")
    else:
        print("{type}, срочность {severity}, в опасности: {subject}, пишет: {voice}".format(**found))


def explain(detector: Detector, text: str) -> None:
    """Every type somebody might hear, with its points and the records that gave or took them."""
    for finding in detector.explain(text):
        against = f"; против: {', '.join(finding.calm)}" if finding.calm else ""
        print(f"{finding.type.value} {finding.points}: {', '.join(finding.signs)}{against}")


def _messages(file: Path) -> Iterator[tuple[Any, str]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _message(line, f"{file}, line {number}")


def _message(line: str, where: str) -> tuple[Any, str]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(f"{where}: not JSON: {error}") from error
    if not isinstance(found, dict) or "id" not in found or not isinstance(found.get("text"), str):
        raise BadInput(f'{where}: expected {{"id": ..., "text": "..."}}')
    return found["id"], found["text"]
