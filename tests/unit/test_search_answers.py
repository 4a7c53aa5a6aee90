"""What a family sees besides the measures: how the text was read, how sure the answer is, and why."""

import pytest

from core.catalog.search.answers import Confidence, How
from core.catalog.search.documents import Field
from core.catalog.search.engine import search
from core.catalog.search.explaining import explain
from tests.unit.search_pieces import shipped_index


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vjkjlfz ctvmz", "молодая семья"),
        ("alimenty", "алименты"),
        ("пасобие на рибенка", "пособие на ребенка"),
        ("детскийсад", "детский сад"),
        ("зщыщишу на детей", "пособие на детей"),
        ("малочная кухня", "молочная кухня"),
    ],
)
def test_a_slip_of_the_keyboard_is_understood_and_said_back(typed, meant):
    answer = search(typed, shipped_index())
    assert answer.found
    assert answer.did_you_mean == meant


def test_a_word_typed_in_two_pieces_is_one_word():
    assert search("соц контракт", shipped_index()).hits[0].measure == "social-contract"


def test_what_was_typed_well_is_not_said_back():
    assert search("пособие при рождении", shipped_index()).did_you_mean is None


@pytest.mark.parametrize("said", ["до 1,5", "до 1.5", "до полутора лет", "до полутора"])
def test_a_year_and_a_half_is_one_age_however_it_is_said(said):
    hits = search(f"пособие по уходу {said}", shipped_index()).hits
    assert hits[0].measure == "child-care-allowance-1-5"


@pytest.mark.parametrize("said", ["450 тысяч на ипатеку", "450 000 на ипотеку", "450000 ипотека", "450тыс на ипотеку"])
def test_an_amount_is_one_amount_however_it_is_written(said):
    assert search(said, shipped_index()).hits[0].measure == "mortgage-450k-large-family"


def test_the_address_in_a_message_is_not_searched_and_the_words_around_it_are():
    assert not search("https://example.org/posobie/detskiy-sad", shipped_index()).found
    answer = search("очередь в садик https://example.org/1?a=b", shipped_index())
    assert (answer.hits[0].measure, answer.did_you_mean) == ("kindergarten-place", None)


@pytest.mark.parametrize("said", ["пособие матери-одиночке", "одинокая мама какие выплаты", "детские до 18"])
def test_a_name_the_law_no_longer_has_leads_to_what_took_its_place(said):
    assert search(said, shipped_index()).hits[0].measure == "edinoe-posobie"


def test_an_abbreviation_of_three_equal_letters_is_no_stretched_word():
    assert search("зарегистрировать ООО", shipped_index()).elsewhere == "бизнес_и_налоги_бизнеса"


def test_a_doctor_and_a_school_are_told_apart_from_our_own_specialists():
    assert search("прививки ребёнку", shipped_index()).elsewhere == "детская_поликлиника"
    assert search("запись в первый класс", shipped_index()).elsewhere == "запись_в_школу"
    assert search("записаться к психологу", shipped_index()).hits[0].measure == "psychological-consultation"


def test_a_situation_told_without_any_name_of_a_measure_is_understood():
    answer = search("муж ушёл двое детей денег не даёт", shipped_index())
    assert "alimony-help" in [hit.measure for hit in answer.hits[:2]]


def test_an_exact_name_is_a_sure_answer_and_a_vague_word_is_not():
    assert search("материнский капитал", shipped_index()).confidence is Confidence.ANSWER
    assert search("рецепт борща", shipped_index()).confidence is Confidence.NOTHING


def test_a_strange_topic_is_named_so_that_the_bot_can_say_who_does_it():
    assert search("поменять паспорт в 45 лет", shipped_index()).elsewhere == "мои_документы"


def test_every_hit_says_where_it_was_found():
    hit = search("выплата для молодой семьи на жильё", shipped_index()).hits[0]
    assert hit.field in {Field.TITLE, Field.SYNONYM, Field.LEXICON}
    assert hit.phrase


def test_the_explanation_names_the_word_the_lemma_and_how_they_met():
    hit = search("каляска инвалиду", shipped_index()).hits[0]
    met = {match.word: (match.found, match.how) for match in explain("каляска инвалиду", hit, shipped_index())}
    assert met["каляска"] == ("коляска", How.SPELLING)
    assert met["инвалиду"] == ("инвалид", How.FORM)
