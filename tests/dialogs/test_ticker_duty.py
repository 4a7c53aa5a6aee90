"""The ticker of the running program keeps its duty, and does not write about it at every tick."""

import asyncio
from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.ticks import DUTY, FEED_SECONDS
from core.messaging.tables import duty
from core.storage.database import Unit
from core.storage.wire import to_micros
from tests.dialogs.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_duty_is_renewed_in_the_second_half_of_its_lease_and_never_lost(town: Town) -> None:
    def look(unit: Unit) -> tuple[int, str] | None:
        row = unit.connection.execute(sa.select(duty.c.until, duty.c.owner).where(duty.c.name == "ticker")).first()
        return (row.until, row.owner) if row else None

    async with asyncio.timeout(20):
        while (first := await town.house.database.read(look)) is None:
            await asyncio.sleep(0.1)
    seen = [first]
    for _ in range(3):
        await asyncio.sleep(FEED_SECONDS)
        now = await town.house.database.read(look)
        assert now is not None
        seen.append(now)

    assert {owner for _, owner in seen} == {first[1]}
    assert seen[-1][0] > to_micros(town.house.store.clock())
    renewed = {later - before for (before, _), (later, _) in pairwise(seen)}
    assert all(step == 0 or step >= DUTY.total_seconds() / 2 * 1e6 for step in renewed)
