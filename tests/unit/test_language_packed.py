"""Tables of numbers in one block of bytes."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.packed import Buckets, PackedBroken, WordSet, dump, parse

WORDS = st.text("абвгд", max_size=6)


@given(st.dictionaries(st.text("abc_", min_size=1, max_size=16), st.lists(st.integers(0, 2**32 - 1)), max_size=5))
def test_what_was_written_is_read(tables):
    written = dump({name: array("I", numbers) for name, numbers in tables.items()})
    assert {name: list(numbers) for name, numbers in parse(written).items()} == tables


@given(st.binary(max_size=64), st.integers(0, 200))
def test_anything_else_is_refused_by_name(noise, cut):
    whole = dump({"a": array("I", range(30))})
    for content in (noise, whole[:cut][: len(whole) - 1], whole + noise + b"!"):
        with pytest.raises(PackedBroken):
            parse(content)


@given(st.lists(st.tuples(WORDS, st.integers(0, 70_000))))
def test_everything_put_under_a_key_is_found_by_it(pairs):
    buckets = Buckets.of(pairs)
    for key, member in pairs:
        assert member in buckets.sharing(key)
    assert all(place in {member for _, member in pairs} for place in buckets.sharing("чужое"))


@given(st.sets(WORDS))
def test_a_set_of_words_knows_each_of_its_words(words):
    known = WordSet.of(words)
    assert all(word in known for word in words)


def test_a_set_of_words_takes_hardly_any_strange_word_for_its_own():
    known = WordSet.of([f"слово{number}" for number in range(3000)])
    assert sum(f"чужое{number}" in known for number in range(3000)) <= 6
