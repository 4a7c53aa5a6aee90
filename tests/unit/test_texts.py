"""Every word people read: each key the program asks for exists and is given what it needs, none lies unused, each
message renders, plurals are Russian, and families are spoken to in plain words.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast as ftl

from app.content import load_texts
from app.settings import ROOT
from core.texts import Texts
from sandbox.text.html import parse_html
from tests.unit.text_families import FAMILIES, NO_KEY_WORDS, NO_KEYS, STORED_BY_KEY, keys_of
from tests.unit.text_pieces import HOLE, Asked, asked, families, literals, variables, written

TEXTS = load_texts(ROOT / "data")
MESSAGES = written()
MADE = set().union(*(keys_of(family, members) for family, members in FAMILIES.items()))
FOR_STAFF = "panel.ftl"
ONE, FEW, MANY = (1, 21, 101), (2, 3, 24), (0, 5, 11, 12, 14, 111)
SAMPLE = "Ёлкина & «Ко» <i>"
OFFICE_WORDS = (
    "заявител",
    "ТЖС",
    "в целях",
    "неблагополучн",
    "осуществля",
    "в соответствии",
    "в установленном порядке",
    "вышеуказанн",
    "гражданин",
    "граждан ",
    "контингент",
    "малоимущ",
    "малообеспеченн",
    "получател",
    "посредством",
    "реализаци",
    "социально опасн",
    "трудн(ая|ой|ую) жизненн",
    "уведомля",
    "иждивен",
    "надлежащ",
    "данн(ый|ого|ому|ой|ую) (файл|центр|раздел|документ|услуг)",
)


def keys_asked(question: Asked) -> set[str]:
    """What one place in the code may ask for."""
    return keys_of(question.key, FAMILIES[question.key]) if HOLE in question.key else {question.key}


def test_every_family_of_keys_is_known_and_still_made() -> None:
    made = set(families())

    assert made - set(FAMILIES) - NO_KEYS == set(), "the code makes keys nobody listed"
    assert set(FAMILIES) - made == set(), "listed, but nothing makes such keys any more"


def test_every_member_of_a_family_has_words() -> None:
    assert MADE - set(MESSAGES) == set()


def test_every_key_that_is_asked_for_has_words() -> None:
    missing = {(question.where, key) for question in asked() for key in keys_asked(question) if key not in MESSAGES}

    assert missing == set()


def test_every_string_that_looks_like_a_key_is_one() -> None:
    first_words = {key.partition("-")[0] for key in MESSAGES}
    alike = {text for text in literals() if "-" in text and text.partition("-")[0] in first_words}

    assert alike - set(MESSAGES) - NO_KEY_WORDS == set(), "misspelt, or no longer there"


def test_every_question_is_given_what_its_words_need() -> None:
    short = [
        (question.where, key, sorted(variables(MESSAGES, key) - question.arguments))
        for question in asked()
        if question.arguments is not None
        for key in keys_asked(question)
        if variables(MESSAGES, key) - question.arguments
    ]

    assert short == []


def test_no_words_lie_unused() -> None:
    referred = set().union(*(message.refers for message in MESSAGES.values()))
    used = literals() | {question.key for question in asked()} | MADE | referred | STORED_BY_KEY

    assert set(MESSAGES) - used == set()


@pytest.mark.parametrize("sample", [SAMPLE, 0, 1, 2, 5, 11, 21, 111], ids=str)
def test_every_message_renders_and_telegram_takes_its_markup(sample: str | int) -> None:
    for key in MESSAGES:
        arguments = dict.fromkeys(variables(MESSAGES, key), "&lt;b&gt;" if sample == SAMPLE else sample)
        shown = TEXTS.render(key, arguments)
        assert parse_html(shown).text.strip(), key
        assert "{" not in shown and "$" not in shown, key
        assert not re.search(r"  |\n{3,}|[^\S\n]\n| [.,:;!?]", shown), (key, shown)


PLURALS = [(key, select) for key, message in MESSAGES.items() for select in message.plurals]


@pytest.mark.parametrize(("key", "select"), PLURALS, ids=[key for key, _ in PLURALS])
def test_russian_plurals(key: str, select: ftl.SelectExpression) -> None:
    forms = {variant.key.name for variant in select.variants if isinstance(variant.key, ftl.Identifier)}
    named = {int(variant.key.value) for variant in select.variants if isinstance(variant.key, ftl.NumberLiteral)}
    assert isinstance(select.selector, ftl.VariableReference)
    name = select.selector.id.name

    def shapes(numbers: tuple[int, ...]) -> set[str]:
        others = dict.fromkeys(variables(MESSAGES, key), "x")
        shown = {number: TEXTS.render(key, {**others, name: number}) for number in numbers if number not in named}
        return {words.replace(f"{number}", "#") for number, words in shown.items()}

    alike = (ONE, FEW, MANY) if "few" in forms else (ONE, FEW + MANY)
    assert [len(shapes(numbers)) for numbers in alike] == [1] * len(alike)
    assert all(shapes(one).isdisjoint(shapes(other)) for one, other in combinations(alike, 2)), "one word for two forms"


def test_plurals_as_people_read_them() -> None:
    read = [TEXTS.render("mydata-kept-fact", {"count": number})[2:] for number in (0, 1, 2, 5, 11, 21, 111)]

    assert read == [
        "0 ответов на вопросы",
        "1 ответ на вопросы",
        "2 ответа на вопросы",
        "5 ответов на вопросы",
        "11 ответов на вопросы",
        "21 ответ на вопросы",
        "111 ответов на вопросы",
    ]


def test_shares_of_the_minimum_agree_with_their_number() -> None:
    read = [TEXTS.render("share-of-minimum", {"share": share}) for share in (0.5, 1.0, 1.5, 2.0, 5.0)]

    assert read == [
        "0,5 прожиточного минимума",
        "1 прожиточного минимума",
        "1,5 прожиточного минимума",
        "2 прожиточных минимумов",
        "5 прожиточных минимумов",
    ]


def test_no_latin_letter_hides_in_a_russian_word() -> None:
    mixed = [
        (key, word)
        for key, message in MESSAGES.items()
        for word in re.findall(r"[A-Za-zА-Яа-яЁё]+", re.sub(r"<[^>]*>|\{[^}]*\}", " ", message.words))
        if re.search("[A-Za-z]", word) and re.search("[А-Яа-яЁё]", word)
    ]

    assert mixed == []


def test_F12_ages_of_a_club_are_said_in_right_russian() -> None:
    said = [TEXTS.render("gathering-ages-same", {"first": age}) for age in (1, 3, 5)]
    assert [words.endswith(end) for words, end in zip(said, ("1 год", "3 года", "5 лет"), strict=True)] == [True] * 3
    for key in ("gathering-ages", "panel-gathering-ages"):
        assert TEXTS.render(key, {"first": 0, "last": 1}).endswith("до 1 года")
        assert TEXTS.render(key, {"first": 0, "last": 3}).endswith("до 3 лет")


def test_families_hear_no_office_words() -> None:
    heard = [
        (key, match[0])
        for key, message in MESSAGES.items()
        if message.file != FOR_STAFF
        for match in re.finditer("|".join(OFFICE_WORDS), message.words, re.IGNORECASE)
    ]

    assert heard == []


def test_a_second_thread_never_meets_a_text_whose_part_is_still_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Texts(["greeting = Здравствуйте! { inner }\n", "inner = Это «Рядом».\n"])
    seen: list[str] = []

    def while_somebody_else_asks(source: str) -> FluentResource:
        if source.startswith("inner") and not seen:
            seen.append("")
            with ThreadPoolExecutor() as other:
                seen[0] = other.submit(texts.render, "greeting", {}).result()
        return FluentResource(source)

    monkeypatch.setattr("core.texts.FluentResource", while_somebody_else_asks)

    assert texts.render("greeting", {}) == "Здравствуйте! Это «Рядом»."
    assert seen == ["Здравствуйте! Это «Рядом»."]


def test_texts_that_name_each_other_in_a_ring_are_not_read_for_ever() -> None:
    assert Texts(["one = { two }\ntwo = { one }\n"]).has("one")
