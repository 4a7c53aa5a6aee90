"""C1 at full size: 80,000 recipients, ten kill -9 of the sender, both policies; the pace is sixty times the product's.

Prints, counted by the sandbox independently of the ledger, who got nothing and what came twice, and whether the sum of
the ledger was right after each kill (C2). Promise: `resend` loses nobody and repeats at most what was on its way;
`skip` repeats nothing and lists everybody who may have been missed.
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path

from app.migrating import upgrade
from core.outreach.campaigns.states import Repeat
from tests.crash.mailing import Outcome, mailing

RECIPIENTS, KILLS, IN_FLIGHT = 80_000, 10, 2


def main(recipients: int = RECIPIENTS) -> None:
    """Both policies on SQLite."""
    print(f"{recipients} recipients, {KILLS} kill -9, {IN_FLIGHT} letters under way at a time")
    for repeat in Repeat:
        asyncio.run(_one(repeat, recipients))


async def _one(repeat: Repeat, recipients: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'mailing.sqlite'}"
        upgrade(url)
        began = time.perf_counter()
        async with mailing(url, recipients, repeat, in_flight=IN_FLIGHT) as running:
            outcome = await running.storm(KILLS, random.Random(f"C1 {repeat}"))
        wrong = sum(one != recipients for one in running.sums)
        print(f"  {repeat:7} {_line(outcome)}; sums wrong {wrong} of {KILLS}; {time.perf_counter() - began:.0f} s")


def _line(outcome: Outcome) -> str:
    most = max(outcome.arrived.values())
    unlisted = len(outcome.missed - outcome.unknown)
    return (
        f"missed {len(outcome.missed)} ({unlisted} of them not listed), repeats {outcome.repeats}"
        f" (at most {most} to one chat), listed as unknown {len(outcome.unknown)}"
    )


if __name__ == "__main__":
    main()
