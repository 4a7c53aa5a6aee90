"""The files that the bot reads instead of compiling say exactly what the readable ones do (P6)."""

import re
import shutil
from hashlib import sha256

import pymorphy3
import pytest
import yaml

from core.catalog.helplines import CrisisType
from core.crisis.building import DATA, LESSONS, lookalikes
from core.crisis.compiled import Compiled
from core.crisis.ear import Ear
from core.crisis.files import (
    COMPILED,
    EAR,
    MEANINGS_TEXT,
    compile_anew,
    fingerprint,
    load_detector,
    load_meanings,
    load_ordinary,
    stamp,
)
from core.language.plain import plain
from tests.unit.crisis_sets import SETS, told


def test_P6_the_committed_book_is_the_one_that_the_patterns_make():
    committed, made = (DATA / COMPILED).read_bytes(), compile_anew(DATA).dump(stamp(DATA))
    assert sha256(committed).digest() == sha256(made).digest(), "run python -m core.crisis.building --fast"


def test_P6_the_committed_book_is_read_as_it_was_written():
    committed = Compiled.parse((DATA / COMPILED).read_bytes(), stamp(DATA))
    assert committed is not None
    assert committed.dump(stamp(DATA)) == (DATA / COMPILED).read_bytes()


def test_the_committed_ear_was_taught_from_the_lessons_as_they_are():
    assert Ear.parse((DATA / EAR).read_bytes()).lessons == fingerprint(LESSONS)


@pytest.mark.parametrize("content", [b"", b"ryadom-packed 1\n", b"ryadom-packed 1\n\0\0\0\0", b"{}"])
def test_a_file_that_holds_no_book_is_not_taken_for_one(content):
    assert Compiled.parse(content, stamp(DATA)) is None


def test_an_edit_of_the_patterns_is_heard_before_anything_is_built_anew(tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "crisis")
    sign = "{id: new-word, points: 9, severity: 3, when: [=абракадабра]}"
    (folder / "patterns-new.yaml").write_text(f"type: suicide\nsigns: [{sign}]\n", encoding="utf-8")
    assert load_detector(DATA).detect("абракадабра") is None
    assert load_detector(folder).detect("абракадабра") is not None


def test_a_real_word_that_only_looks_like_ours_is_left_as_it_is():
    """Words of our own messages stand for the dictionary: walking all of it takes minutes."""
    analyzer = pymorphy3.MorphAnalyzer()
    words = {word for name in SETS for one in told(name) for word in re.findall("[а-я]+", plain(one.text))}
    real = {word for word in words if analyzer.word_is_known(word)}
    alike = lookalikes(compile_anew(DATA).vocabulary.known, real)
    assert len(alike) > 100
    ordinary = load_ordinary(DATA)
    assert [word for word in sorted(alike) if word not in ordinary] == []


def test_every_lesson_has_an_id_of_its_own_a_text_and_a_known_type():
    rows = [row for path in LESSONS for row in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)]
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["text"].strip() and (row["type"] is None or CrisisType(row["type"])) for row in rows)


def test_no_message_held_out_was_learned():
    held_out = {plain(one.text) for one in told("crisis_own_heldout")}
    learned = {
        plain(row["text"])
        for path in LESSONS
        for row in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    }
    assert held_out & learned == set()


def test_the_committed_meanings_are_those_of_the_lines_as_they_are():
    assert load_meanings(DATA).source == fingerprint([DATA / MEANINGS_TEXT])


def test_a_word_in_any_form_means_what_its_line_says():
    meanings = load_meanings(DATA)
    assert meanings.of_word("избивает") is not None
    assert meanings.of_word("избивал") == meanings.of_word("избивает") == meanings.of_word("избивают")
    assert meanings.of_word("абырвалг") is None
