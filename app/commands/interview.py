"""`ryadom interview`: plays the questionnaire for a family whose true facts are given.

An absent fact is answered «не знаю», an income by its band. Without needs every measure in force is in scope; with
needs only the measures that answer them, and only those are reported.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.commands.family_facts import BadInput, add_family_arguments, answer_families

if TYPE_CHECKING:
    from core.triage.evaluation import Matcher
    from core.triage.needs import Need


def register(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Add the command; heavy modules are imported only when it runs."""
    parser = subparsers.add_parser("interview", help="play the questionnaire for a family", description=__doc__)
    add_family_arguments(parser)
    parser.add_argument(
        "--needs", default="", metavar="A,B", help="needs, life situations or categories, separated by commas"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from core.catalog.files import load_catalogue
    from core.triage.evaluation import Matcher

    matcher = Matcher(load_catalogue().measures)
    on = args.on or date.today()
    needs = [name.strip() for name in args.needs.split(",") if name.strip()]
    return answer_families(
        args, lambda family: interview(matcher, family["facts"], family.get("needs", needs), on), show
    )


def interview(matcher: Matcher, facts: Any, needs: Any, on: date) -> dict[str, Any]:
    """The screens that would be shown and the verdicts in scope, on the local day `on`.

    Raises:
        BadInput: the facts or the needs are not what the command takes.
    """
    from core.triage.evaluation import assess
    from core.triage.facts_json import BadFacts, profile_from_json
    from core.triage.interview import Questionnaire
    from core.triage.playing import play
    from core.triage.verdicts import Verdict

    rulebook = matcher.rulebook(on)
    questionnaire = Questionnaire.about(rulebook, on, _needs(needs))
    try:
        played = play(questionnaire, profile_from_json(facts, on))
    except BadFacts as error:
        raise BadInput(str(error)) from error
    assessment = assess(rulebook, played.profile, on)
    scope = {rulebook.measures[at].id for at in questionnaire.positions}
    found = {verdict: [one for one in assessment.ids(verdict) if one in scope] for verdict in Verdict}
    return {
        "screens": [[fact.value for fact in screen.facts] for screen in played.screens],
        **{verdict.value: ids for verdict, ids in found.items()},
        "ask": {one: [fact.value for fact in assessment.to_ask(one)] for one in found[Verdict.ASK]},
    }


def _needs(names: Any) -> tuple[Need, ...]:
    from core.triage.needs import Need, named_needs

    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadInput("needs: a list of names is expected")
    try:
        return named_needs(names)
    except KeyError as error:
        known = ", ".join(need.value for need in Need)
        raise BadInput(f"needs: there is no {error}; there are {known}, any life situation and any category") from error


def show(result: dict[str, Any]) -> str:
    """The same for a person at a terminal: what is asked screen by screen, then how many of each verdict."""
    screens: Sequence[Sequence[str]] = result["screens"]
    lines = [f"{number}. {', '.join(screen)}" for number, screen in enumerate(screens, start=1)]
    counts = ", ".join(f"{key}: {len(result[key])}" for key in ("yes", "check", "ask", "no"))
    return "\n".join([*lines, f"{sum(map(len, screens))} questions on {len(screens)} screens; {counts}"])
