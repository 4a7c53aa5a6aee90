"""Russian as people type it becomes one spelling, whatever keyboard, phone or script it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.forms import FormsBroken, FormTable, Paradigm
from core.language.inflecting import inflect_apart
from core.language.layout import in_latin_layout, in_russian_layout
from core.language.numerals import figure, scaled
from core.language.plain import LONGEST_TEXT, plain
from core.language.sound import sound
from core.language.translit import in_russian_letters
from core.language.words import words

RUSSIAN_WORD = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=20)


@given(st.text(max_size=LONGEST_TEXT))
def test_plain_text_has_one_spelling(text):
    once = plain(text)
    assert plain(once) == once
    assert once == once.strip()
    assert "ё" not in once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ребёнок", "ребенок"),
        ("ПОСОБИЕ\u200b", "пособие"),
        ("пoсoбиe", "пособие"),
        ("помогитеееее", "помогите"),
        ("мать—одиночка", "мать-одиночка"),
        ("по\x00мощь", "помощь"),
    ],
)
def test_what_people_type_is_read_as_they_meant_it(typed, meant):
    assert plain(typed) == meant


def test_numbers_are_pieces_of_their_own():
    assert words(plain("3х лет, 450тыс и 1,5; 450 000 руб")) == [
        "3",
        "х",
        "лет",
        "450",
        "тыс",
        "и",
        "1.5",
        "450000",
        "руб",
    ]


@given(RUSSIAN_WORD)
def test_a_word_typed_in_the_wrong_layout_comes_back(word):
    assert in_russian_layout(in_latin_layout(word)) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dosro4naya pensiya", "досрочная пенсия"),
        ("beremennoj", "беременной"),
        ("shkola", "школа"),
        ("do 1.5", "до 1.5"),
        ("detey", "детей"),
    ],
)
def test_latin_letters_are_read_as_russian(typed, meant):
    assert in_russian_letters(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("пасобия", "пособия"),
        ("сацыальная", "социальная"),
        ("каляска", "коляска"),
        ("ково", "кого"),
        ("децкий", "детский"),
    ],
)
def test_words_that_sound_alike_have_one_key(one, other):
    assert sound(one) == sound(other)


def test_words_that_sound_different_have_different_keys():
    assert len({sound(word) for word in ("пособие", "пенсия", "ипотека", "развод", "садик")}) == 5


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("троих", "3"),
        ("полутора", "1.5"),
        ("пятилетнему", "5"),
        ("007", "7"),
        ("1.50", "1.5"),
        ("мама", None),
        ("٣", None),
    ],
)
def test_a_number_is_one_figure_however_it_is_said(word, number):
    assert figure(word) == number


@pytest.mark.parametrize(
    ("number", "unit", "whole"),
    [("450", "тыс", "450000"), ("1.5", "млн", "1500000"), ("3", "года", None), ("9999999", "тыс", None)],
)
def test_a_number_and_its_unit_are_one_figure(number, unit, whole):
    assert scaled(number, unit) == whole


def test_forms_survive_being_written_down():
    table = FormTable.of([Paradigm.of("пособие", ["пособия", "пособию"]), Paradigm.of("стать", ["стали"])])
    again = FormTable.parse(table.dump())
    assert again.dump() == table.dump()
    assert again.lemmas("пособию") == ("пособие",)
    assert "стали" in again
    assert again.missing(["стали", "новое", "abc"]) == {"новое"}


def test_a_form_of_two_words_belongs_to_both():
    table = FormTable.of([Paradigm.of("стать", ["стали"]), Paradigm.of("сталь", ["стали"])])
    assert set(table.lemmas("стали")) == {"стать", "сталь"}


@pytest.mark.parametrize("text", ["", "forms", "ryadom-forms 1\n=,а\nмам\t9\tмама", "ryadom-forms 1\nмам"])
def test_a_broken_table_of_forms_is_refused_with_its_line(text):
    with pytest.raises(FormsBroken, match="line"):
        FormTable.parse(text)


def test_a_child_process_inflects_new_words():
    table = inflect_apart(["кроватку", "усыновили"])
    assert table.lemmas("кроватками") == ("кроватка",)
    assert "усыновить" in table.lemmas("усыновили")
