"""E4: kill -9 of the whole product while alarms climb, both engines: every rung once, in order, nobody forgotten."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.duty.states import AFTER, Step, StepState
from tests.conftest import POSTGRES, missing
from tests.crash.ladder import WOKEN, Watch, storm

ALARMS = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Nothing for SQLite, which the product makes by itself; an empty database on PostgreSQL."""
    if request.param == "sqlite":
        yield None
        return
    name = f"ryadom_duty_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    except sa.exc.OperationalError:
        missing("PostgreSQL does not answer on its standard local port (set TEST_POSTGRES_URL)")
    yield sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


async def test_E4_through_kills_every_rung_fires_once_in_order_and_nobody_is_forgotten(
    database: str | None, tmp_path: Path
) -> None:
    async with Watch(tmp_path, database, seed=4) as watch:
        ending = await storm(watch, ALARMS)
        kills = watch.kills

    assert kills > ALARMS
    assert len(ending.rungs) == ALARMS * len(Step)
    assert {rung.state for rung in ending.rungs} == {StepState.FIRED}
    assert [rung for rung in ending.rungs if rung.fired_at is None or rung.fired_at < rung.due_at] == []
    for alarm in {rung.alarm_id for rung in ending.rungs}:
        fired = {rung.step: rung.fired_at for rung in ending.rungs if rung.alarm_id == alarm}
        times = [fired[step] for step in sorted(Step, key=AFTER.__getitem__)]
        assert times == sorted(times, key=str)
    alerts = ALARMS * sum(WOKEN.values())
    assert len(ending.letters) == sum(ending.letters.values()) == alerts, (
        "each person is told of each rung by one letter"
    )
    assert ending.states == {"sent": alerts}
    assert len(ending.reached) == alerts, "every alert has reached its chat"
    assert sum(ending.reached.values()) - alerts <= kills, "and came again only where a kill hid its arrival"
