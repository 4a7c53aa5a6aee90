"""A store over a test database: a clock that tests move, throw-away keys, and the product's own catalogue if wanted."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.catalog.snapshot import Catalogue
from core.messaging.memo import MEMOS
from core.storage.database import Database
from core.storage.vault import Vault
from core.use_case import Store, System

MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""A working Monday, 09:00 in Moscow."""

TEST = System("test")


@dataclass
class Clock:
    """Time stands still until a test moves it."""

    now: datetime = MORNING
    moves: list[timedelta] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        """Move on by hours=, minutes=, days= …"""
        self.now += timedelta(**parts)


def no_catalogue() -> Catalogue:
    """For tests that never look at measures: any look fails loudly."""
    raise AssertionError("this test has no catalogue")


def vault() -> Vault:
    """Keys that exist for one test."""
    return Vault([bytes(range(32))])


def store_over(database: Database, clock: Clock | None = None) -> Store:
    """The two ways into `database`, with a catalogue nobody may look at."""
    return Store(database, clock or Clock(), lambda: _Unread(), vault(), MEMOS)  # type: ignore[arg-type,return-value]


class _Unread:
    def __getattr__(self, name: str) -> object:
        return no_catalogue()
