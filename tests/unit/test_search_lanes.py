"""Rows packed into one integer count exactly as loops over numbers would (S5 rests on them)."""

from hypothesis import given
from hypothesis import strategies as st

from core.catalog.search.lanes import SCALE, Lanes, Row, mask, row, score

RECORDS = 60
LANES = Lanes.of(RECORDS)
EVERY = range(RECORDS)
SCORES = st.dictionaries(st.integers(0, RECORDS - 1), st.floats(0, 10), max_size=RECORDS)


def _numbers(lanes: int) -> list[float]:
    return [score(lanes, number) for number in EVERY]


@given(st.lists(SCORES, min_size=1, max_size=8))
def test_S5_sums_of_eight_words_never_run_over_into_a_neighbour(words):
    rows = [row(word) for word in words]
    sums = sum(each.lanes for each in rows)
    for number, found in enumerate(_numbers(sums)):
        assert round(found * SCALE) == sum(round(word.get(number, 0.0) * SCALE) for word in words)


@given(SCORES, SCORES)
def test_S5_the_louder_of_two_rows_is_the_larger_number_of_each_record(one, other):
    first, second = row(one), row(other)
    louder = LANES.louder(first, second)
    assert _numbers(louder.lanes) == [
        max(pair) for pair in zip(_numbers(first.lanes), _numbers(second.lanes), strict=True)
    ]
    assert louder.peak == max(first.peak, second.peak)


@given(SCORES, st.integers(1, 2000))
def test_S5_a_row_is_cut_down_to_what_its_word_may_say(scores, units):
    whole = row(scores)
    cut = LANES.at_most(whole, units)
    assert _numbers(cut.lanes) == [min(number, units / SCALE) for number in _numbers(whole.lanes)]


@given(SCORES, st.floats(0, 1))
def test_S5_a_guess_says_less_in_each_record_and_nothing_in_others(scores, weight):
    whole = row(scores)
    softer = LANES.softer(whole, weight)
    sixteenth = round(weight * 16) / 16
    for before, after in zip(_numbers(whole.lanes), _numbers(softer.lanes), strict=True):
        assert before * sixteenth - 1.01 / SCALE <= after <= before * sixteenth + 1e-9


@given(SCORES, st.integers(1, 12))
def test_S5_the_best_records_are_those_a_sort_would_put_first(scores, count):
    whole = row(scores)
    telling = {number: found for number, found in enumerate(_numbers(whole.lanes)) if found * SCALE > whole.peak / 128}
    wanted = sorted(telling.items(), key=lambda found: (-found[1], found[0]))[:count]
    assert [found for found in LANES.best(whole, count) if found[0] in telling] == wanted


def test_S4_records_outside_the_mask_are_silent():
    whole = row(dict.fromkeys(EVERY, 1.0))
    assert _numbers(whole.lanes & mask([0, 7])) == [1.0 if number in (0, 7) else 0.0 for number in EVERY]


def test_S5_nothing_said_finds_nothing():
    assert LANES.best(Row(0, 0), 5) == []
