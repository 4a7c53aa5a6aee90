"""`ryadom catalog unmet`: what content people read before they write the next card."""

import asyncio
import json
from pathlib import Path

import pytest

from app.cli import main
from app.database import open_database
from app.house import utc_now
from app.keys import master_keys, open_vault
from app.settings import read_settings
from core.content.unmet import MaskedQuery, RecordUnmet, record_unmet
from core.storage.signals import Signals
from core.use_case import Store, Visitor


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory of its own, as `ryadom` finds it in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOT_TOKEN", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))


async def _looked_for(words: str, times: int) -> None:
    settings = read_settings()
    database = open_database(settings.database, Signals())
    store = Store(database, utc_now, lambda: None, await open_vault(database, master_keys(settings)))  # type: ignore[arg-type,return-value]
    for _ in range(times):
        await store.write(record_unmet, RecordUnmet(MaskedQuery(words), "LEN"), Visitor("telegram", 1))
    await database.close()


@pytest.mark.usefixtures("installation")
def test_the_most_wanted_words_stand_first_with_region_and_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "unmet"]) == 0
    assert "всё, что искали, нашлось" in capsys.readouterr().out
    asyncio.run(_looked_for("няня на час", 1))
    asyncio.run(_looked_for("иппотерапия", 3))
    assert main(["catalog", "unmet", "-n", "1"]) == 0
    assert capsys.readouterr().out.startswith("    3  иппотерапия  (LEN; последний раз ")
    assert main(["catalog", "unmet", "--json", "--region", "LEN"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["words"], row["count"], row["regions"]) for row in rows] == [
        ("иппотерапия", 3, ["LEN"]),
        ("няня на час", 1, ["LEN"]),
    ]
    assert main(["catalog", "unmet", "--region", "KAM"]) == 0
    assert "нашлось" in capsys.readouterr().out
