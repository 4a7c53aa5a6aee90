"""A start with unchanged content takes what the last one checked, and never what somebody else put there (P6)."""

import shutil
from pathlib import Path

import pytest

from app.content import ContentBroken, prepare_edition
from app.kept_edition import Keeper, Prepared
from core.catalog.search.engine import search

ROOT = Path(__file__).resolve().parents[2]
KEY = b"one master key"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("content") / "data"))


@pytest.fixture
def kept(tmp_path: Path, data: Path) -> Path:
    """The file of a first start."""
    file = tmp_path / "edition.kept"
    prepare_edition(data, Keeper(file, KEY))
    return file


def never(data_dir: Path) -> Prepared:
    raise AssertionError("the content was prepared again")


class Preparing(Exception):
    """The content is read and checked."""


def preparing(data_dir: Path) -> Prepared:
    raise Preparing


def test_P6_an_unchanged_content_is_taken_as_it_was_checked(kept: Path, data: Path) -> None:
    fresh, again = prepare_edition(data), Keeper(kept, KEY).get(data, never)

    assert again.catalogue == fresh.catalogue
    for words in ("садик", "муж ушёл, двое детей", "gjcj,bt", "рецепт борща"):
        assert search(words, again.search, "LEN") == search(words, fresh.search, "LEN")
    assert again.texts.render("window-outdated", {}) == fresh.texts.render("window-outdated", {})


def test_an_edited_text_is_read_anew_and_a_broken_one_still_stops_the_start(kept: Path, data: Path) -> None:
    file = data / "texts" / "ru" / "menu.ftl"
    before = file.read_text(encoding="utf-8")
    try:
        file.write_text(f"{before}\nеще одна строка без знака\n", encoding="utf-8")
        with pytest.raises(ContentBroken, match=r"menu\.ftl"):
            prepare_edition(data, Keeper(kept, KEY))
    finally:
        file.write_text(before, encoding="utf-8")


def test_what_another_key_sealed_or_somebody_changed_is_not_even_unpacked(kept: Path, data: Path) -> None:
    with pytest.raises(Preparing):
        Keeper(kept, b"another key").get(data, preparing)

    content = bytearray(kept.read_bytes())
    content[-10] ^= 1
    kept.write_bytes(content)
    with pytest.raises(Preparing):
        Keeper(kept, KEY).get(data, preparing)


def test_the_file_is_the_owners_alone(kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0


def test_a_place_that_takes_no_file_does_not_stop_the_start(tmp_path: Path, data: Path) -> None:
    blocked = tmp_path / "a file, no folder"
    blocked.touch()

    assert prepare_edition(data, Keeper(blocked / "edition.kept", KEY)).catalogue.measures
