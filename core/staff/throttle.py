"""How long the next sign-in attempt must wait (D4): 10 failures per account and 50 per address in 15 minutes.

The delay must not become a weapon: somebody who guesses at a colleague's account must not keep the colleague out. So a
browser that has signed in to this account before is counted apart, and a place that has not failed with this account
always gets one try. A guesser from many places gains one guess per place, which a password of 12 characters survives.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50
LONGEST_WAIT = timedelta(minutes=5)
NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Failures:
    """Attempts without success inside the window: how many, and when the latest was."""

    count: int
    latest: datetime | None


@dataclass(frozen=True, slots=True)
class Pressure:
    """Everything the throttle looks at for one attempt."""

    known_device: bool
    by_device: Failures
    """This browser with this account (only when it is known)."""
    by_account: Failures
    """All strangers with this account."""
    from_here: Failures
    """This address with this account, strangers only."""
    by_address: Failures
    """This address with any account."""


def wait_before(pressure: Pressure, now: datetime) -> timedelta:
    """Time until the next attempt is looked at; zero when it may go on now."""
    if pressure.known_device:
        return _left(pressure.by_device, PER_ACCOUNT, now)
    guessed = _left(Failures(pressure.by_account.count, pressure.from_here.latest), PER_ACCOUNT, now)
    return max(guessed, _left(pressure.by_address, PER_ADDRESS, now))


def _left(failures: Failures, allowed: int, now: datetime) -> timedelta:
    if failures.count < allowed or failures.latest is None:
        return NONE
    doubled = timedelta(seconds=15 * 2 ** min(failures.count - allowed, 8))
    return max(NONE, failures.latest + min(doubled, LONGEST_WAIT) - now)
