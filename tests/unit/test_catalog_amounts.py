"""An unverified amount never looks certain, and a computed one says what it was computed from (F6)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.catalog.amounts import Certainty, certainty, shown_amount
from core.catalog.cards import AgencyCollects, Apply, BringPapers, Decision, NothingToApplyFor, card
from core.catalog.files import load_catalogue
from core.catalog.loading import load
from core.catalog.measures import Confidence
from core.catalog.parameters import Method
from tests.unit.catalog_pieces import CONTENT, TODAY

NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture(scope="module")
def small():
    return load(CONTENT)


@pytest.fixture(scope="module")
def shipped():
    return load_catalogue()


def test_the_share_is_taken_from_the_familys_own_region(small):
    shown = shown_amount(small.measure("child-money"), small, "LEN", TODAY)
    assert shown.figures == (Decimal("9500.50"), Decimal("19001.00"))
    assert shown.computed_from.parameters.region == "LEN"
    assert {source.publisher for source in shown.sources} == {"Фонд", "Постановление"}
    assert shown.certainty is Certainty.CERTAIN


def test_without_a_region_there_are_words_but_no_figures(small):
    shown = shown_amount(small.measure("child-money"), small, None, TODAY)
    assert shown.figures == ()
    assert shown.text == "Половина детского минимума"


def test_an_average_over_differing_territories_is_not_certain(small):
    shown = shown_amount(small.measure("child-money"), small, "KYA", TODAY)
    assert shown.figures == (Decimal("10000.00"), Decimal("20000.00"))
    assert shown.certainty is Certainty.CHECK_WITH_AGENCY


def test_R7_past_its_last_day_a_figure_is_stale_and_no_longer_certain(small):
    measure = small.measure("child-money")
    assert not shown_amount(measure, small, "LEN", date(2026, 12, 31)).stale
    shown = shown_amount(measure, small, "LEN", NEXT_YEAR)
    assert shown.stale
    assert shown.certainty is Certainty.CHECK_WITH_AGENCY
    open_ended = replace(measure, amount=replace(measure.amount, valid_to=None))
    assert shown_amount(open_ended, small, "LEN", NEXT_YEAR).stale, "the parameter behind it has ended"


def test_R7_before_its_first_day_a_figure_is_not_certain_yet(small):
    before = shown_amount(small.measure("child-money"), small, "LEN", date(2025, 12, 31))
    assert not before.stale
    assert before.figures == (), "no row of that year is known"
    assert before.certainty is Certainty.CHECK_WITH_AGENCY


def test_the_lower_of_two_confidences_carries_over(small):
    measure = small.measure("child-money")
    doubtful = replace(
        small, regional_parameters=tuple(replace(row, confidence=Confidence.LOW) for row in small.regional_parameters)
    )
    assert shown_amount(measure, doubtful, "LEN", TODAY).certainty is Certainty.HIDE_NUMBER_UNLESS_WARNED
    estimated = replace(
        small, regional_parameters=tuple(replace(row, method=Method.COMPUTED) for row in small.regional_parameters)
    )
    assert shown_amount(measure, estimated, "LEN", TODAY).certainty is Certainty.CHECK_WITH_AGENCY


def test_what_nobody_looked_up_is_not_certain_however_well_known(small):
    shown = shown_amount(small.measure("newborn-gift"), small, "LEN", TODAY)
    assert not shown.looked_up
    assert shown.confidence is Confidence.HIGH
    assert shown.certainty is Certainty.CHECK_WITH_AGENCY


def test_certainty_needs_everything_at_once():
    assert certainty(Confidence.HIGH, in_force=True, looked_up=True) is Certainty.CERTAIN
    for confidence in (Confidence.MEDIUM, Confidence.HIGH):
        assert certainty(confidence, in_force=False, looked_up=True) is Certainty.CHECK_WITH_AGENCY
    assert certainty(Confidence.MEDIUM, in_force=True, looked_up=True) is Certainty.CHECK_WITH_AGENCY
    assert certainty(Confidence.LOW, in_force=True, looked_up=True) is Certainty.HIDE_NUMBER_UNLESS_WARNED


@pytest.mark.parametrize(
    ("region", "half"), [("LEN", "9828.50"), ("CHE", "8450.50"), ("KAM", "16166.50"), ("TYU", "9185.50")]
)
def test_the_unified_benefit_in_each_region(shipped, region, half):
    shown = shown_amount(shipped.measure("edinoe-posobie"), shipped, region, TODAY)
    assert shown.figures[0] == Decimal(half)
    assert shown.certainty is Certainty.CERTAIN


def test_no_shipped_amount_is_certain_without_high_confidence_a_source_and_a_live_date(shipped):
    for measure in shipped.measures:
        for day in (TODAY, NEXT_YEAR, date(2027, 4, 1)):
            shown = shown_amount(measure, shipped, measure.region or "LEN", day)
            if shown.certainty is Certainty.CERTAIN:
                assert measure.amount.confidence is Confidence.HIGH, measure.id
                assert measure.looked_up, measure.id
                assert measure.amount.valid_to is None or day <= measure.amount.valid_to, measure.id


def test_a_tax_refund_is_never_computed_from_a_regions_minimum(shipped):
    shown = shown_amount(shipped.measure("ndfl-return-families-2026"), shipped, "LEN", TODAY)
    assert shown.figures == ()
    assert shown.computed_from is None


def test_a_card_tells_the_steps_in_order_with_papers_split(small):
    shown = card(small.measure("child-money"), small, "LEN", TODAY)
    assert [type(step) for step in shown.steps] == [BringPapers, Apply, AgencyCollects, Decision]
    assert shown.family_papers == ("Заявление",)
    assert shown.agency_papers == ("Справка о доходах",)
    assert shown.only_if_also == ("Взрослые работают",)


def test_what_comes_by_itself_asks_for_no_application(small):
    steps = card(small.measure("newborn-gift"), small, None, TODAY).steps
    assert [type(step) for step in steps] == [NothingToApplyFor]


def test_a_regional_card_shows_its_federal_sister_beside_it(small):
    related = card(small.measure("len-land-plot"), small, "LEN", TODAY).related
    assert [(each.id, each.title) for each in related] == [("child-money", "Деньги на ребёнка")]


def test_every_card_shows_its_source_and_the_day_it_was_checked(shipped):
    for measure in shipped.measures:
        shown = card(measure, shipped, measure.region, TODAY)
        assert shown.sources, measure.id
        assert shown.checked_on == date(2026, 11, 22)
        assert shown.amount.text, measure.id
