"""Words of messages as keys: whatever the form, the same key; and nothing of the text but keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cases.message_words import MessageWords
from core.catalog.search.files import DIRECTORY, FORMS_FILE
from core.language.forms import FormTable
from core.language.plain import plain
from core.language.stems import stem

BY_STEM = MessageWords(FormTable.of(()), lambda _: False)

FORMS = (
    ("пособие", ("пособия", "пособию", "пособием", "пособий", "Пособиями")),
    ("заявление", ("заявления", "заявлений", "заявлениях")),
    ("ребёнок", ("ребенок", "РЕБЁНОК")),
    ("многодетная", ("многодетной", "многодетные", "многодетных", "многодетными")),
    ("квартира", ("квартиры", "квартире", "квартиру", "квартир")),
    ("оформить", ("оформил", "оформила", "оформят")),
    ("ипотека", ("ипотеку", "ипотеки", "ипотекой")),
)


@pytest.mark.parametrize(("word", "others"), FORMS, ids=[word for word, _ in FORMS])
def test_A20_every_form_of_a_word_has_its_key_even_without_a_table(word: str, others: tuple[str, ...]) -> None:
    assert {BY_STEM.keys(other) for other in others} == {BY_STEM.keys(word)}


@pytest.mark.parametrize(("asked", "said"), [("ребёнок", "детей"), ("справка", "справок"), ("человек", "людям")])
def test_A20_the_table_joins_forms_that_share_no_stem(asked: str, said: str) -> None:
    words = MessageWords(FormTable.parse((DIRECTORY / FORMS_FILE).read_text("utf-8")), lambda _: False)
    assert words.keys(asked) & words.keys(said)


@pytest.mark.parametrize("pair", [("мать", "мыть"), ("школа", "шкала"), ("сад", "суд"), ("рента", "аренда")])
def test_A20_different_words_stay_different(pair: tuple[str, str]) -> None:
    assert BY_STEM.keys(pair[0]).isdisjoint(BY_STEM.keys(pair[1]))


def test_A20_a_piece_is_shown_around_the_word_that_answers() -> None:
    text = "Здравствуйте! " + "Очень длинное вступление. " * 8 + "А пособия когда придут? " + "И ещё много слов. " * 8
    piece = BY_STEM.around(text, BY_STEM.questions("пособие"))
    assert "А пособия когда придут?" in piece
    assert piece.startswith("…") and piece.endswith("…") and len(piece) < 130


@given(st.text(max_size=400))
def test_A20_any_text_has_keys_and_the_same_ones_each_time(text: str) -> None:
    keys = BY_STEM.keys(text)
    assert keys == BY_STEM.keys(plain(text)) and all(keys)
    assert isinstance(BY_STEM.around(text, BY_STEM.questions(text)), str)


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=30))
def test_a_stem_is_a_beginning_of_its_word_and_never_empty(word: str) -> None:
    found = stem(plain(word))
    assert found and plain(word).startswith(found)
