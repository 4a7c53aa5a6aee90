"""The index kept between starts answers as the built one, and nothing in its file can stop a start (P6, S8)."""

import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from core.catalog.files import load_catalogue
from core.catalog.search.engine import search
from core.catalog.search.files import DIRECTORY, open_index
from core.catalog.search.keeping import kept_index, stamp_of
from tests.unit.search_pieces import queries, shipped_index

CATALOGUE = load_catalogue()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "search.index"


def test_P6_the_kept_index_answers_every_question_as_the_built_one(kept):
    open_index(CATALOGUE, kept=kept)
    again = open_index(CATALOGUE, kept=kept)
    for query in queries("search_dev"):
        asked = query["q"], query["region"]
        assert search(asked[0], again, asked[1]) == search(asked[0], shipped_index(), asked[1])


def test_P6_a_second_start_reads_the_kept_index_and_leaves_it_as_it_is(kept):
    open_index(CATALOGUE, kept=kept)
    written = kept.stat().st_mtime_ns
    open_index(CATALOGUE, kept=kept)
    assert kept.stat().st_mtime_ns == written
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_S8_changed_words_are_never_answered_from_the_kept_index(kept, tmp_path):
    words = shutil.copytree(DIRECTORY, tmp_path / "search")
    open_index(CATALOGUE, words, kept)
    abbreviations = words / "abbreviations.yaml"
    abbreviations.write_text(abbreviations.read_text("utf-8") + "\nзюзюка: социальный контракт\n", "utf-8")
    assert search("зюзюка", open_index(CATALOGUE, words, kept)).hits[0].measure == "social-contract"


def test_S8_a_changed_measure_is_never_answered_from_the_kept_index(kept):
    open_index(CATALOGUE, kept=kept)
    edited = tuple(replace(measure, synonyms=()) for measure in CATALOGUE.measures)
    bare = open_index(replace(CATALOGUE, measures=edited), kept=kept)
    assert len(bare.entries[0].texts) < len(shipped_index().entries[0].texts)


@pytest.mark.parametrize("lying", [b"", b"half a file", pickle.dumps(print), pickle.dumps({"not": "an index"})])
def test_P6_a_file_that_is_no_index_is_made_anew(kept, lying):
    stamp = stamp_of([b"some content"])
    kept.write_bytes(stamp + lying)
    assert kept_index(kept, stamp) is None
    assert search("садик", open_index(CATALOGUE, kept=kept)).found


def test_P6_a_torn_file_is_made_anew(kept):
    open_index(CATALOGUE, kept=kept)
    whole = kept.read_bytes()
    for part in (32, 33, 5_000, len(whole) // 2, len(whole) - 1):
        kept.write_bytes(whole[:part])
        assert kept_index(kept, whole[:32]) is None


def test_P6_a_directory_that_cannot_be_written_only_costs_time(tmp_path):
    assert search("садик", open_index(CATALOGUE, kept=tmp_path / "nowhere" / "search.index")).found
