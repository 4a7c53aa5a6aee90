"""`ryadom match`: what a family with these facts is entitled to, by the catalogue of today or of any day."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from app.commands.family_facts import BadInput, add_family_arguments, answer_families

if TYPE_CHECKING:
    from core.triage.evaluation import Assessment, Matcher


def register(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Add the command; heavy modules are imported only when it runs."""
    parser = subparsers.add_parser("match", help="verdicts for a family's facts", description=__doc__)
    add_family_arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from core.catalog.files import load_catalogue
    from core.triage.evaluation import Matcher

    catalogue = load_catalogue()
    matcher = Matcher(catalogue.measures)
    on = args.on or date.today()
    titles = {measure.id: measure.title for measure in matcher.rulebook(on).measures}
    return answer_families(
        args, lambda family: verdicts(assessed(matcher, family["facts"], on)), lambda result: show(result, titles)
    )


def assessed(matcher: Matcher, facts: Any, on: date) -> Assessment:
    """The verdicts for a family's facts JSON on the local day `on`.

    Raises:
        BadInput: the facts break their contract.
    """
    from core.triage.facts_json import BadFacts, profile_from_json

    try:
        return matcher.assess(profile_from_json(facts, on), on)
    except BadFacts as error:
        raise BadInput(str(error)) from error


def verdicts(assessment: Assessment) -> dict[str, Any]:
    """The result as the command prints it: ids by verdict, and for `ask` the facts that can still decide."""
    from core.triage.verdicts import Verdict

    return {
        "yes": list(assessment.ids(Verdict.YES)),
        "check": list(assessment.ids(Verdict.CHECK)),
        "ask": {one: [fact.value for fact in assessment.to_ask(one)] for one in assessment.ids(Verdict.ASK)},
        "no": list(assessment.ids(Verdict.NO)),
    }


def show(result: dict[str, Any], titles: dict[str, str]) -> str:
    """The same for a person at a terminal."""
    lines: list[str] = []
    for key, heading in _HEADINGS.items():
        found = result[key]
        lines.append(f"{heading}: {len(found)}")
        if key != "no":
            lines += [_line(one, titles, found) for one in found]
    return "\n".join(lines)


_HEADINGS = {
    "yes": "Положено",
    "check": "Скорее всего положено, если выполнены ещё условия меры",
    "ask": "Нужно уточнить",
    "no": "Не подходит",
}


def _line(measure_id: str, titles: dict[str, str], found: Any) -> str:
    facts = f" — {', '.join(found[measure_id])}" if isinstance(found, dict) else ""
    return f"  {titles[measure_id]} [{measure_id}]{facts}"
