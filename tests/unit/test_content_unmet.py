"""Unmet demand keeps what was wanted and never who wanted it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content.unmet import LONGEST, without_persons

KNOWN = frozenset(
    [
        "для",
        "в",
        "кому",
        "писать",
        "про",
        "бесплатный",
        "прокат",
        "коляски",
        "колясок",
        "ребенка",
        "сына",
        "моя",
        "соседка",
        "с",
        "улицы",
        "бьет",
        "каждый",
        "вечер",
        "что",
        "делать",
        "света",
        "абонемент",
        "года",
        "лет",
        "позвоните",
    ]
)


def masked(text: str) -> str | None:
    query = without_persons(text, KNOWN.__contains__)
    return query.words if query else None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("бесплатный прокат колясок", "бесплатный прокат колясок"),
        ("иппотерапия", "иппотерапия"),
        ("Иппотерапия для ребёнка", "иппотерапия для ребенка"),
        ("логоритмика для Саши 4 года", "логоритмика для … # года"),
        ("логоритмика для саши", "логоритмика для …"),
        ("позвоните Марине Ивановне 8 921 123-45-67", "позвоните … #"),
        ("кому писать про Иванову Наталью Петровну", "кому писать про …"),
        ("прокат коляски Заозёрье", "прокат коляски …"),
        ("моя соседка Света бьёт сына Артёма каждый вечер", "моя соседка … бьет сына … каждый вечер"),
        ("писать vasya@mail.ru", "писать"),
    ],
)
def test_figures_names_and_places_are_masked_and_the_wish_stays(typed: str, kept: str) -> None:
    assert masked(typed) == kept


@pytest.mark.parametrize("typed", ["", "8 921 123 45 67", "Марина Ивановна", "vasya@mail.ru", "😀😀"])
def test_what_is_nothing_but_a_person_is_not_kept(typed: str) -> None:
    assert masked(typed) is None


def test_of_a_story_only_words_that_search_knows_remain() -> None:
    told = masked("моя кузнечиха с улицы Садовой каждый вечер пьёт что делать")
    assert told == "моя … с улицы … каждый вечер … что делать"


@given(st.text(max_size=500))
def test_no_figure_of_any_text_survives(typed: str) -> None:
    kept = masked(typed)
    assert kept is None or (len(kept) <= LONGEST and not any(letter.isdigit() for letter in kept))
