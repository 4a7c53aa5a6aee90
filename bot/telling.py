"""Truthful sentences about when somebody will read: who, by whose clock, and what to do meanwhile."""

from bot.here import Here
from core.cases.away import AwayNotice
from core.cases.call_person import Called
from core.moments import spoken


def promise_words(around: Here, called: Called) -> str:
    """What can be promised after a call for a person."""
    if called.curator:
        return around.say("person-has-curator", curator=called.curator, number=called.number)
    if called.answering_now:
        return around.say("person-called-now", number=called.number)
    if called.opens_at is None:
        return around.say("person-called-unknown", number=called.number)
    opens = spoken(around.texts, called.opens_at, called.time_zone, around.now)
    return around.say("person-called-later", number=called.number, opens=opens)


def away_words(around: Here, notice: AwayNotice) -> str:
    """Nobody reads now: when somebody will, and 112 for what cannot wait."""
    return around.say("away", opens=spoken(around.texts, notice.opens_at, notice.time_zone, around.now))
