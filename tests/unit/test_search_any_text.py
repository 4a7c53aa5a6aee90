"""Whatever arrives, an answer goes back: no text makes search fail or work without end (S7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalog.search.answers import Confidence, How
from core.catalog.search.engine import search
from core.catalog.search.query import MOST_CORRECTIONS, MOST_TELLING, MOST_WORDS, understand
from core.language.plain import LONGEST_TEXT
from tests.unit.search_pieces import shipped_index

GUESSES = (How.SPELLING, How.SIMILAR, How.BEGINNING)
RUSSIAN = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя ,.-1234567890", max_size=LONGEST_TEXT)


@given(text=st.one_of(st.text(max_size=LONGEST_TEXT), RUSSIAN), region=st.sampled_from([None, "LEN", "XXX"]))
def test_S7_any_text_of_any_script_is_answered(text, region):
    answer = search(text, shipped_index(), region)
    assert len(answer.hits) <= 5
    assert answer.found == (answer.confidence is not Confidence.NOTHING)


@pytest.mark.parametrize(
    "text", ["", "   ", "😀😀😀", "\x00\x01\u200b", "?!.,", "https://example.org/?a=1&b=2", "12 34 5"]
)
def test_S7_a_text_without_a_question_finds_nothing(text):
    assert not search(text, shipped_index()).found


@pytest.mark.parametrize("text", ["العربية لغة", "中文搜索", "ქართული ენა", "how are you today", "ЪЪЪЪЪ ЫЫЫЫ"])
def test_S7_another_script_finds_nothing(text):
    assert not search(text, shipped_index()).found


@pytest.mark.parametrize("piece", ["пособие ", "щ", "gjcj,bt ", "1,5 ", "абырвалг ", "за", "\u0301а", "🏠дом "])
def test_S7_the_longest_message_costs_a_bounded_number_of_words(piece):
    text = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    query = understand(text, None, shipped_index())
    assert len(query.words) <= 2 * MOST_WORDS
    assert len(query.telling) <= MOST_TELLING
    assert sum(word.how in GUESSES for word in query.words) <= MOST_CORRECTIONS


def test_a_question_survives_noise_around_it():
    answer = search("\u200bПОСОБИЕ!!!  по\u00a0\u00a0уходу🙏🙏 до 1,5\x07", shipped_index())
    assert answer.hits[0].measure == "child-care-allowance-1-5"
