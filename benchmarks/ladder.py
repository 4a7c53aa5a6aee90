"""E4 at full size: ten kill -9 of the whole product while alarms climb; both engines.

Prints how many rungs were lost or fired twice, how late they were (counted from their time, or from the return of the
process) and how soon the first alert left. Minutes are not waited for: the harness brings the rungs close.
"""

import asyncio
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from core.duty.states import Step, StepState
from tests.conftest import POSTGRES
from tests.crash.ladder import WOKEN, Ending, Watch, storm

ALARMS = 7
PROMISED = timedelta(seconds=5)


@contextmanager
def database(engine: str) -> Iterator[str | None]:
    """None for SQLite, which the product makes by itself; an empty database on PostgreSQL."""
    if engine == "sqlite":
        yield None
        return
    name = f"ryadom_ladder_{uuid.uuid4().hex[:8]}"
    admin = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    yield sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


async def run(url: str | None) -> tuple[Ending, int]:
    """One storm; returns what was counted and the kills."""
    with tempfile.TemporaryDirectory() as folder:
        async with Watch(Path(folder), url, seed=2026) as watch:
            return await storm(watch, ALARMS), watch.kills


def report(engine: str, ending: Ending, kills: int) -> None:
    """Lost, doubled, late."""
    wanted = ALARMS * len(Step)
    fired = [rung for rung in ending.rungs if rung.state is StepState.FIRED]
    alerts = ALARMS * sum(WOKEN.values())
    doubled = sum(ending.letters.values()) - len(ending.letters)
    again = sum(ending.reached.values()) - len(ending.reached)
    late = sorted(rung.late.total_seconds() for rung in fired if rung.step is not Step.DUTY)
    first = sorted(each.total_seconds() for each in ending.first_alerts)
    print(f"  {engine}: {kills} kills, rungs fired {len(fired)} of {wanted}, letters {len(ending.letters)} of {alerts}")
    print(f"    queued twice {doubled}, delivered again after a kill {again}")
    print(f"    late: median {late[len(late) // 2]:.2f} s, worst {late[-1]:.2f} s (promise {PROMISED.seconds} s)")
    print(f"    first alert: median {first[len(first) // 2]:.2f} s, worst, kills included, {first[-1]:.2f} s")


def main() -> None:
    """Both engines; PostgreSQL is left out with its reason when it does not answer."""
    print(f"{ALARMS} alarms of three rungs, a kill -9 after each and on until all are climbed")
    for engine in ("sqlite", "postgresql"):
        try:
            with database(engine) as url:
                report(engine, *asyncio.run(run(url)))
        except sa.exc.OperationalError as away:
            print(f"  {engine} left out: {str(away.orig).splitlines()[0]}")
