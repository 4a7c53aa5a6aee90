"""The content that ships: nothing gathered got lost, nothing was invented, nothing needs raising each January."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from core.catalog.conditions import ChildBornBetween, LivesIn, atoms_of
from core.catalog.files import load_catalogue, read_content
from core.catalog.helplines import CrisisType
from core.catalog.linting import lint
from core.catalog.measures import Confidence, FormulaBase, LifeSituation, ObtainedBy
from core.catalog.parameters import LegalFigure, Method
from core.catalog.snapshot import Catalogue

TODAY = date(2026, 11, 22)
PACKS = ("LEN", "CHE", "KAM", "KYA", "TYU")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_shipped_content_lints_clean():
    assert lint(read_content(), TODAY).faults == ()


def test_all_180_measures_are_there_by_layer(catalogue):
    layers = Counter(measure.region for measure in catalogue.measures)
    assert layers == {None: 90, "LEN": 24, "CHE": 18, "KAM": 21, "KYA": 16, "TYU": 11}
    assert len({measure.id for measure in catalogue.measures}) == 180


def test_all_fourteen_centres_are_there_and_krasnoyarsk_has_none(catalogue):
    assert {code: len(catalogue.centres(code)) for code in PACKS} == {"LEN": 2, "CHE": 6, "KAM": 2, "KYA": 0, "TYU": 4}
    elsewhere = [centre for centre in catalogue.all_centres if centre.information_only]
    assert {centre.region for centre in elsewhere} == {"TUL", "VLG", "TOM", "KHA", "KIR", "ME"}
    assert all(catalogue.centres(centre.region) == () for centre in elsewhere)


def test_no_centre_of_ours_got_an_invented_phone_or_hours(catalogue):
    centres = [centre for code in PACKS for centre in catalogue.centres(code)]
    assert {centre.phone for centre in centres} == {None}
    assert {centre.working_hours for centre in centres} == {None}
    assert sum(centre.address is None for centre in centres) == 8
    assert not any(centre.bookable_by_default for centre in centres)


def test_the_power_plants_phone_is_shown_nowhere(catalogue):
    texts = [text for path, text in read_content().items() if path != "centres-information.yaml"]
    shown = [f"{each.looks_like} {each.truth}" for each in catalogue.confusions]
    assert len(shown) == 4
    assert not any("3-10-00" in text for text in [*texts, *shown])


def test_S4_a_family_sees_federal_and_own_measures_only(catalogue):
    for region in catalogue.regions:
        seen = {measure.region for measure in catalogue.measures_for(region.code)}
        assert seen == ({None, region.code} if region.pack else {None})
    assert len(catalogue.measures_for(None)) == 90


def test_every_regional_measure_is_bound_to_its_region_in_the_rule_itself(catalogue):
    for measure in catalogue.measures:
        if measure.region:
            assert LivesIn(frozenset({measure.region})) in list(atoms_of(measure.eligibility)), measure.id


def test_no_note_asks_anybody_to_raise_an_age_each_january(catalogue):
    assert not [measure.id for measure in catalogue.measures if "поднимать на год" in (measure.notes or "")]


@pytest.mark.parametrize(
    ("measure", "since"),
    [
        ("mortgage-450k-large-family", date(2019, 1, 1)),
        ("che-oblast-maternity-capital", date(2012, 1, 1)),
        ("kam-regional-maternity-capital-second", date(2020, 1, 1)),
        ("kam-regional-maternity-capital-third", date(2011, 1, 1)),
        ("kam-mortgage-million-third-child", date(2024, 1, 1)),
        ("kya-regional-maternity-capital-third", date(2011, 7, 1)),
        ("matkapital-first-child", date(2020, 1, 1)),
        ("matkapital-second-child", date(2020, 1, 1)),
        ("matkapital-second-child-top-up", date(2020, 1, 1)),
    ],
)
def test_where_the_act_names_a_birthday_the_rule_does_too(catalogue, measure, since):
    rule = catalogue.measure(measure).eligibility
    assert [atom.since for atom in atoms_of(rule) if isinstance(atom, ChildBornBetween)] == [since]


def test_known_amounts_came_through_to_the_kopeck(catalogue):
    amounts = {
        "matkapital-first-child": "728921.9",
        "matkapital-second-child": "963243.17",
        "birth-lump-sum": "28450.45",
        "kya-regional-maternity-capital-third": "196470",
        "che-student-family-capital": "1081600",
    }
    for measure, roubles in amounts.items():
        assert catalogue.measure(measure).amount.value_rub == Decimal(roubles), measure


def test_the_unified_benefit_is_half_to_all_of_the_childs_minimum(catalogue):
    formula = catalogue.measure("edinoe-posobie").amount.formula
    assert formula.base is FormulaBase.MINIMUM_CHILDREN
    assert formula.shares == (Decimal("0.5"), Decimal("0.75"), Decimal("1.0"))


def test_subsistence_minimums_hold_for_their_year_only(catalogue):
    row = catalogue.parameters("LEN", TODAY)
    assert (row.minimum.per_capita, row.minimum.children) == (Decimal(20265), Decimal(19657))
    assert catalogue.parameters("LEN", date(2027, 1, 1)) is None
    assert catalogue.last_known_parameters("LEN", date(2027, 1, 1)) is row
    assert catalogue.last_known_parameters("LEN", date(2025, 12, 31)) is None
    assert len({row.region for row in catalogue.regional_parameters}) == 68


def test_estimates_of_the_minimum_never_pass_for_published_figures(catalogue):
    methods = Counter(row.method for row in catalogue.regional_parameters)
    assert methods == {Method.PUBLISHED: 51, Method.PARTLY_COMPUTED: 13, Method.COMPUTED: 4}
    differing = {row.region for row in catalogue.regional_parameters if row.differs_by_territory}
    assert differing == {"KYA", "KO", "IRK", "ARK", "KR", "SA"}


def test_the_minimum_wage_is_dated(catalogue):
    assert catalogue.legal_parameter(LegalFigure.MINIMUM_WAGE, TODAY).value_rub == 27093
    assert catalogue.legal_parameter(LegalFigure.MINIMUM_WAGE, date(2027, 1, 1)) is None


def test_E6_no_helpline_claims_to_have_been_rung_and_unproven_ones_are_hidden(catalogue):
    assert len(catalogue.all_helplines) == 24
    assert {line.verified_on for line in catalogue.all_helplines} == {None}
    hidden = {line.id for line in catalogue.all_helplines if not line.show_to_family}
    assert len(hidden) == 9
    for region in (None, *PACKS):
        for crisis in (None, *CrisisType):
            assert not hidden & {line.id for line in catalogue.helplines(region, crisis)}


def test_112_comes_first_in_every_crisis_everywhere(catalogue):
    for region in (None, *PACKS):
        for crisis in CrisisType:
            assert catalogue.helplines(region, crisis)[0].short_number == "112"


def test_a_regions_line_is_offered_there_only(catalogue):
    line = "child-in-danger-tyu"
    offered = {region for region in (None, *PACKS) if line in {each.id for each in catalogue.helplines(region)}}
    assert offered == {"TYU"}


def test_every_record_says_when_it_was_checked_and_where_it_comes_from(catalogue):
    for measure in catalogue.measures:
        assert measure.as_of <= TODAY
        assert all(source.title or source.url for source in measure.sources)


def test_what_was_written_from_memory_is_known_to_be(catalogue):
    """A source that calls itself common knowledge was not looked up, whatever day stood beside it."""
    unchecked = {measure.id for measure in catalogue.measures if not measure.looked_up}
    assert {"edinoe-posobie", "kam-north-short-week"} & unchecked == {"kam-north-short-week"}
    assert len(unchecked) == 40


def test_families_are_not_asked_for_papers_the_centre_gets_itself(catalogue):
    family = catalogue.measure("edinoe-posobie").documents_from(ObtainedBy.FAMILY)
    agency = catalogue.measure("edinoe-posobie").documents_from(ObtainedBy.AGENCY)
    assert (len(family), len(agency)) == (3, 4)


def test_confidence_is_ordered_so_that_the_lower_of_two_carries_over():
    assert min(Confidence.HIGH, Confidence.MEDIUM) is Confidence.MEDIUM
    assert sorted(Confidence) == [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH]


def test_every_life_situation_is_answered_by_some_measure(catalogue):
    answered = {situation for measure in catalogue.measures for situation in measure.life_situations}
    assert answered == set(LifeSituation)


def test_the_version_follows_the_content_and_nothing_else(catalogue):
    files = read_content()
    assert load_catalogue().version == catalogue.version
    reordered = dict(reversed(files.items()))
    from core.catalog.loading import load

    assert load(reordered) == catalogue
    files["crisis/lines.yaml"] += "# ещё строка\n"
    assert load(files).version != catalogue.version
