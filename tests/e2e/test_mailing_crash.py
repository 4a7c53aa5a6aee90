"""C1 at the size of a test: 2,000 recipients, ten kill -9 of the real sender, counted by the sandbox. The benchmark
`mailing` does the same with 80,000.
"""

import random

import pytest

from bot.sender import IN_FLIGHT
from core.outreach.campaigns.states import Repeat
from tests.crash.mailing import Mailing, mailing

RECIPIENTS, KILLS = 2_000, 10


async def test_C1_resend_loses_nobody_and_repeats_no_more_than_was_under_way(database_url: str) -> None:
    async with mailing(database_url, RECIPIENTS, Repeat.RESEND, in_flight=IN_FLIGHT) as running:
        outcome = await running.storm(KILLS, random.Random("C1 resend"))

    _sums_are_right(running)
    assert outcome.missed == frozenset(), "nobody is lost"
    assert outcome.repeats <= IN_FLIGHT * KILLS
    assert max(outcome.arrived.values()) <= 2
    assert outcome.ledger["sent"] + outcome.ledger["unknown"] == RECIPIENTS
    assert outcome.ledger["unknown"] <= IN_FLIGHT, "only whom two kills met in flight"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_C1_skip_repeats_nothing_and_lists_everybody_it_may_have_missed(database_url: str) -> None:
    async with mailing(database_url, RECIPIENTS, Repeat.SKIP, in_flight=IN_FLIGHT) as running:
        outcome = await running.storm(KILLS, random.Random("C1 skip"))

    _sums_are_right(running)
    assert outcome.repeats == 0
    assert outcome.missed <= outcome.unknown, "whoever got nothing is listed"
    assert len(outcome.unknown) <= IN_FLIGHT * KILLS
    assert outcome.ledger["sent"] + outcome.ledger["unknown"] == RECIPIENTS


def _sums_are_right(running: Mailing) -> None:
    assert running.sums == [RECIPIENTS] * KILLS, "C2: after each kill"
    assert sum(running.ledger().values()) == RECIPIENTS
