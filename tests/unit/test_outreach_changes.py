"""What a changed catalogue does to families, against a slow reading that tries every completion by hand."""

import json
from collections import Counter
from datetime import timedelta

import pytest

from core.catalog.files import CONTENT, load_catalogue
from core.messaging.letters import Text
from core.outreach.changes.directions import Move, move
from core.outreach.changes.many import moves_of_many
from core.outreach.changes.moves import Judge, changed_ids, measures_of, rules_of
from core.outreach.neutral import revealing_words
from core.triage.verdicts import Verdict
from tests.proactive import texts
from tests.rule_edits import CHANGED, NEW, OLD, moves_by_hand, population, profile_of
from tests.unit.triage_oracle import TODAY


def the_judge() -> Judge:
    """Judges as the program does: by what was kept of the old rules."""
    kept = json.loads(json.dumps(rules_of(OLD)))
    return Judge.of(measures_of(kept), NEW)


def test_C10_the_families_a_change_moves_are_exactly_those_found_by_hand() -> None:
    families = population(1_500, "changes")
    judge, by_hand = the_judge(), [moves_by_hand(facts) for facts in families]

    one_by_one = [dict(judge.moves(profile_of(facts), TODAY)) for facts in families]
    in_columns = moves_of_many(judge, [profile_of(facts) for facts in families], TODAY)

    assert one_by_one == by_hand
    assert in_columns == by_hand
    seen = Counter(each for moves in by_hand for each in moves.values())
    assert set(seen) == set(Move) and min(seen.values()) > 20, "every direction is met"


def test_D11_what_a_dangerous_answer_decides_moves_nobody() -> None:
    assert set(the_judge().ids) & {"sealed"} == set()


def test_only_what_decides_makes_a_change() -> None:
    changed = changed_ids(rules_of(OLD), rules_of(NEW))

    assert set(changed) == CHANGED | {"sealed"}, "other words are no change"


def test_the_rules_of_the_whole_catalogue_come_back_as_they_were_kept() -> None:
    measures = load_catalogue(CONTENT).measures
    kept = json.loads(json.dumps(rules_of(measures)))

    assert rules_of(measures_of(kept)) == kept == rules_of(measures)
    judge = Judge.of(measures_of(kept), measures)
    for facts in population(40, "whole"):
        for day in (TODAY, TODAY + timedelta(days=45)):
            assert dict(judge.moves(profile_of(facts), day)) == {}, "the same rules move nobody"


@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_a_verdict_that_stays_is_no_move(verdict: Verdict | None) -> None:
    assert move(verdict, verdict) is None


@pytest.mark.parametrize("direction", ["gains", "loses", "uncertain"])
def test_C14_the_words_offered_for_a_letter_are_fit_for_a_locked_screen(direction: str) -> None:
    words = texts().plain(Text(f"change-words-{direction}"))

    assert revealing_words(words) == ()
    assert len(words) < 400
