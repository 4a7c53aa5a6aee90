"""A clock that stands still until a test moves it, and a store that goes by it."""

import pytest

from core.storage.database import Database
from core.use_case import Store
from tests.stores import Clock, store_over


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: Database, clock: Clock) -> Store:
    return store_over(database, clock)
