"""A webhook that stops working is seen by people within a minute, and so is its recovery (A24)."""

from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot
from structlog.testing import capture_logs

from bot.watching import look_at_webhook
from core.messaging.channel_health import Observed, ReadHealth, Trouble, read_health, trouble_of
from core.messaging.events import after
from core.messaging.letters import TELEGRAM
from core.permissions import Permission
from core.storage.database import Database
from core.use_case import StaffMember, Store
from sandbox.client import SandboxClient
from sandbox.client_person import ClientPerson
from tests.stores import store_over

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
DEAD = "http://127.0.0.1:1/hook"
READER = StaffMember(1, "Анна", frozenset({Permission.READ_INBOX}), frozenset())


@pytest.mark.parametrize(
    ("pending", "error_minutes_ago", "trouble"),
    [
        (0, None, None),
        (50, None, None),
        (51, None, Trouble.PILING_UP),
        (3, 4.9, Trouble.FAILING),
        (3, 5.0, None),
        (400, 1.0, Trouble.PILING_UP),
    ],
)
def test_A24_more_than_fifty_waiting_or_an_error_of_the_last_five_minutes_is_trouble(
    pending: int, error_minutes_ago: float | None, trouble: Trouble | None
) -> None:
    last = None if error_minutes_ago is None else NOW - timedelta(minutes=error_minutes_ago)
    assert trouble_of(Observed(TELEGRAM, pending, last), NOW) is trouble


async def test_A24_a_dead_webhook_raises_an_alert_once_and_a_mended_one_ends_it(
    bot: Bot, client: SandboxClient, marina: ClientPerson, database: Database
) -> None:
    clock = _Now()
    store = Store(database, clock, store_over(database).catalogue, store_over(database).vault)
    await bot.set_webhook(DEAD)
    await marina.say("Есть кто живой?")
    while (await bot.get_webhook_info()).last_error_date is None:
        await client.idle()
    with capture_logs() as lines:
        await look_at_webhook(bot, store)
        await look_at_webhook(bot, store)
    assert [line["trouble"] for line in lines if line["log_level"] == "error"] == ["failing"], (
        "one line, not one a look"
    )
    assert (await store.read(read_health, ReadHealth(TELEGRAM), READER)).trouble is Trouble.FAILING

    await bot.delete_webhook()
    clock.passed = timedelta(minutes=6)
    await look_at_webhook(bot, store)
    assert (await store.read(read_health, ReadHealth(TELEGRAM), READER)).trouble is None
    told = await database.read(lambda unit: after(unit, 0, 100))
    assert [event.kind for event in told] == ["channel.changed"] * 2


class _Now:
    """The wall clock of the sandbox, moved on by a test."""

    passed = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.passed
