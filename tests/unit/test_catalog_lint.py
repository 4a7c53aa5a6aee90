"""Whatever an editor spoils, the lint names the file, the record and the mend, and nothing broken goes live."""

from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.faults import CatalogueBroken, LintRule, Severity
from core.catalog.linting import lint
from core.catalog.loading import load
from core.catalog.records.measures import MeasureRecord
from tests.unit.catalog_pieces import CONTENT, TODAY, only_fault, spoiled

HOUSING = "regions/LEN/measures/housing.yaml"
PAYMENTS = "federal/measures/payments.yaml"
CENTRES = "regions/LEN/centres.yaml"
LINES = "crisis/lines.yaml"
MINIMUMS = "parameters/subsistence-minimum-2026.yaml"


def test_good_content_has_no_findings_even_before_a_release():
    assert lint(CONTENT, TODAY, release=True).faults == ()


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "record", "says"),
    [
        (HOUSING, "  who:", "  woh:", LintRule.SCHEMA, "len-land-plot", "who"),
        (HOUSING, "  title: Участок большой семье\n", "", LintRule.SCHEMA, "len-land-plot", "title"),
        (HOUSING, "title: Участок большой семье", "title: 5", LintRule.SCHEMA, "len-land-plot", "title"),
        (HOUSING, "kind: in_kind", "kind: present", LintRule.SCHEMA, "len-land-plot", "present"),
        (HOUSING, "of: '2026-11-01'", "of: '2026-31-11'", LintRule.SCHEMA, "len-land-plot", "2026-31-11"),
        (HOUSING, "  as_of: '2026-11-01'\n", "", LintRule.SCHEMA, "len-land-plot", "as_of"),
        (HOUSING, "confidence: high}", "confidence: sure}", LintRule.SCHEMA, "len-land-plot", "sure"),
        (HOUSING, "https://example.org/land", "example.org", LintRule.SCHEMA, "len-land-plot", "example.org"),
        (HOUSING, "region_in: [LEN]", "region_in: [LEN, KYA]", LintRule.REGION, "len-land-plot", "LEN"),
        (HOUSING, "large_family: true", "large_family: false", LintRule.CONDITION, "len-land-plot", "all[1]"),
        (HOUSING, "large_family: true", "big_family: true", LintRule.CONDITION, "len-land-plot", "big_family"),
        (HOUSING, "[child-money]", "[child-mony]", LintRule.REFERENCE, "len-land-plot", "child-mony"),
        (HOUSING, "id: len-land-plot", "id: child-money", LintRule.DUPLICATE_ID, "child-money", "child-money"),
        (PAYMENTS, "[подарок малышу]", "[Пособие]", LintRule.DUPLICATE_SYNONYM, "newborn-gift", "child-money"),
        (PAYMENTS, "[подарок малышу]", "[подарок, подарок]", LintRule.DUPLICATE_SYNONYM, "newborn-gift", "дважды"),
        (PAYMENTS, "Дарят при выписке.", "Дарят. " * 60, LintRule.TOO_LONG, "newborn-gift", "summary"),
        (PAYMENTS, "Любая семья с новорождённым.", "Семья. " * 500, LintRule.TOO_LONG, "newborn-gift", "карточка"),
        (
            PAYMENTS,
            "share_any_of: [0.5, 1.0]",
            "share: 0.5, share_any_of: [1, 2]",
            LintRule.SCHEMA,
            "child-money",
            "share",
        ),
        (PAYMENTS, "valid_to: '2026-12-31'", "valid_to: '2025-12-31'", LintRule.SCHEMA, "child-money", "valid_to"),
        (PAYMENTS, "youngest_child_age_months_lt: 6", "region_in: [LEM]", LintRule.REFERENCE, "newborn-gift", "LEM"),
        (CENTRES, "phone: null", "phone: 3-10-00", LintRule.PHONE, "len-town", "3-10-00"),
        (CENTRES, "    phone: null\n", "", LintRule.SCHEMA, "len-town", "phone"),
        (CENTRES, "Europe/Moscow", "Europe/Tikhvin", LintRule.SCHEMA, "len-town", "Europe/Tikhvin"),
        (LINES, "8-800-555-00-11", "8-800-555-00", LintRule.PHONE, "len-line", "8-800-555-00"),
        (LINES, "regions: all", "regions: [XXX]", LintRule.REFERENCE, "untested-line", "XXX"),
        (
            LINES,
            "[domestic_violence]\n    regions: all",
            "[sadness]\n    regions: all",
            LintRule.SCHEMA,
            "untested-line",
            "sadness",
        ),
        ("regions/LEN/region.yaml", "code: LEN", "code: KYA", LintRule.REGION, "KYA", "KYA"),
    ],
)
def test_each_spoiled_place_is_named_with_its_mend(path, old, new, rule, record, says):
    """O4: file, record and mend; and the content is not served."""
    files = spoiled(path, old, new)
    faults = [fault for fault in lint(files, TODAY).faults if fault.rule is rule]
    assert {(fault.file, fault.record) for fault in faults} == {(path, record)}
    assert any(says in fault.what for fault in faults)
    assert all(fault.mend for fault in faults)
    with pytest.raises(CatalogueBroken) as refused:
        load(files)
    assert faults[0] in refused.value.faults


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ("{all: [{pregnant: true}, {not: {pregnant: true}}]}", LintRule.UNSATISFIABLE),
        ("{all: [{income_per_head_ratio: {lt: 1.0}}, {income_per_head_ratio: {gt: 1.0}}]}", LintRule.UNSATISFIABLE),
        (
            "{all: [{children_count: {lte: 1}}, {child_under_age_count_gte: {age: 3, count: 2}}]}",
            LintRule.UNSATISFIABLE,
        ),
        ("{all: [{pregnancy_weeks: {gte: 12}}, {not: {pregnant: true}}]}", LintRule.UNSATISFIABLE),
        ("{all: [{any_child_born_between: ['2005-01-01', '2007-12-31']}]}", LintRule.UNSATISFIABLE),
        ("{all: [{child_at_school: true}, {not: {any_child_age_between: [6, 17]}}]}", LintRule.UNSATISFIABLE),
        ("{any: [{rural: true}, {not: {rural: true}}]}", LintRule.ALWAYS_TRUE),
        ("{any: [{income_per_head_ratio: {lte: 1.5}}, {income_per_head_ratio: {gte: 1.2}}]}", LintRule.ALWAYS_TRUE),
        ("{children_count: {gte: 0}}", LintRule.ALWAYS_TRUE),
        ("{any: [{pregnant: true}, {all: [{pregnant: true}, {rural: true}]}]}", LintRule.DEAD_CONDITION),
        ("{all: [{any_child_age_between: [1, 2]}, {youngest_child_age_months_lt: 36}]}", LintRule.DEAD_CONDITION),
        ("{all: [{children_count: {gte: 1}}, {any_child_age_between: [0, 3]}]}", LintRule.DEAD_CONDITION),
    ],
)
def test_R9_a_rule_that_cannot_be_met_or_fail_or_has_an_idle_part_is_refused(condition, rule):
    files = spoiled(PAYMENTS, "{youngest_child_age_months_lt: 6}", condition)
    faults = lint(files, TODAY).faults
    assert {fault.rule for fault in faults} == {rule}
    assert {fault.record for fault in faults} == {"newborn-gift"}


@pytest.mark.parametrize(
    "condition",
    [
        "{all: []}",
        "{all: [{pregnant: true}, {pregnancy_weeks: {gte: 12}}]}",
        "{any: [{large_family: true}, {children_count: {gte: 3}}]}",
        "{any: [{any_child_born_between: ['2020-01-01', null]}, {any_child_age_between: [0, 6]}]}",
    ],
)
def test_rules_that_are_only_cautious_are_left_in_peace(condition):
    assert lint(spoiled(PAYMENTS, "{youngest_child_age_months_lt: 6}", condition), TODAY).clean


def test_R9_a_formula_without_the_regions_parameter_is_refused():
    fault = only_fault(spoiled(MINIMUMS, "region: LEN", "region: KYA, notes: перепутали") | _no_second_row())
    assert (fault.rule, fault.record) == (LintRule.PARAMETER, "child-money")
    assert "LEN" in fault.what


def _no_second_row() -> dict[str, str]:
    head, _, _ = CONTENT[MINIMUMS].partition("  - {region: KYA")
    return {MINIMUMS: head.replace("region: LEN", "region: KYA")}


def test_a_centre_on_another_clock_than_its_region_is_worth_a_look_but_not_a_refusal():
    files = spoiled(CENTRES, "Europe/Moscow", "Asia/Kamchatka")
    fault = only_fault(files)
    assert (fault.rule, fault.record, fault.severity) == (LintRule.REGION, "len-town", Severity.WARNING)
    assert load(files).centres("LEN")[0].time_zone == "Asia/Kamchatka"


def test_two_rows_of_one_region_may_not_claim_the_same_day():
    fault = only_fault(spoiled(MINIMUMS, "region: KYA", "region: LEN"))
    assert (fault.rule, fault.record) == (LintRule.DUPLICATE_ID, "LEN")


def test_R7_two_versions_of_a_measure_may_follow_each_other_but_not_overlap():
    older = CONTENT[HOUSING].replace("  as_of", "  valid_to: '2026-12-31'\n  as_of")
    newer = CONTENT[HOUSING].replace("  as_of", "  valid_from: '2027-01-01'\n  as_of")
    assert lint(CONTENT | {HOUSING: older + newer}, TODAY).clean
    catalogue = load(CONTENT | {HOUSING: older + newer.replace("Участок большой семье", "Участок по новым правилам")})
    titles = [catalogue.measure("len-land-plot", day).title for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert titles == ["Участок большой семье", "Участок по новым правилам"]
    assert [m.title for m in catalogue.measures_for("LEN", date(2026, 1, 1)) if m.region] == titles[:1]
    assert catalogue.measure("len-land-plot").title == titles[1], "without a day the newest"
    clash = CONTENT | {HOUSING: older + newer.replace("2027-01-01", "2026-06-01")}
    assert only_fault(clash).rule is LintRule.DUPLICATE_ID


def test_shared_phrases_are_said_once_for_all_their_measures():
    shared = "- {measures: [child-money, newborn-gift], words: [выплата малышу]}"
    files = CONTENT | {"federal/synonyms.yaml": shared}
    catalogue = load(files)
    for name in ("child-money", "newborn-gift"):
        measure = catalogue.measure(name)
        assert measure is not None
        assert "выплата малышу" in measure.synonyms
    elsewhere = CONTENT | {"federal/synonyms.yaml": shared.replace("newborn-gift", "len-land-plot")}
    assert only_fault(elsewhere).rule is LintRule.REFERENCE


def test_a_number_known_to_be_somebody_elses_may_stand_nowhere():
    watched = (
        "{as_of: '2026-11-01', centres: [], confusions: [{looks_like: Чужой центр, truth: Это завод,"
        " withdrawn_phone: +7 (39143) 0-00-00, confidence: high,"
        " source: [{publisher: Завод, title: сайт, seen: '2026-11-01'}]}]}"
    )
    files = spoiled(CENTRES, "phone: null", "phone: 8 (39143) 0-00-00") | {"centres-information.yaml": watched}
    fault = only_fault(files)
    assert (fault.rule, fault.record) == (LintRule.PHONE, "len-town")


@pytest.mark.parametrize(
    "text",
    [
        "- id: [",
        "a: 1\na: 2",
        "- id: a\n\t- b",
        "\x00",
        "- &a {id: a}\n- *a",
        "- &a [*a]",
        "? [a]\n: 1",
        "- !!python/name:os.system",
    ],
)
def test_unreadable_yaml_names_the_file_and_stops_nothing_else(text):
    fault = next(fault for fault in lint(CONTENT | {HOUSING: text}, TODAY).faults if fault.file == HOUSING)
    assert fault.rule is LintRule.YAML
    assert fault.mend


def test_a_file_nobody_reads_is_noticed():
    fault = only_fault(CONTENT | {"regions/LEN/measurse/housing.yaml": "[]"})
    assert (fault.rule, fault.file) == (LintRule.FILE, "regions/LEN/measurse/housing.yaml")


def test_a_region_folder_without_its_pack_file_is_noticed():
    files = {path: text for path, text in CONTENT.items() if path != "regions/LEN/region.yaml"}
    assert {fault.rule for fault in lint(files, TODAY).faults} == {LintRule.REGION}


def test_all_faults_are_listed_at_once():
    files = spoiled(HOUSING, "kind: in_kind", "kind: present") | {LINES: CONTENT[LINES].replace("00-22", "0")}
    with pytest.raises(CatalogueBroken) as refused:
        load(files)
    assert {fault.record for fault in refused.value.faults} == {"len-land-plot", "untested-line"}
    assert "Как исправить" in str(refused.value)


def test_a_record_warns_after_180_days_and_fails_after_240():
    aging = lint(CONTENT, date(2027, 5, 1)).faults
    assert {fault.severity for fault in aging} == {Severity.WARNING}
    assert lint(CONTENT, date(2027, 5, 1)).clean
    stale = lint(CONTENT, date(2027, 6, 30))
    everything = {"child-money", "newborn-gift", "len-land-plot", "len-town", "len-line", "untested-line"}
    assert {fault.record for fault in stale.errors} == everything
    assert lint(CONTENT, date(2027, 4, 30)).faults == ()


def test_a_check_dated_in_the_future_is_not_believed():
    assert not lint(CONTENT, date(2026, 10, 1)).clean


def test_E6_a_shown_line_nobody_rang_for_90_days_stops_a_release_only():
    late = date(2027, 2, 19)
    assert lint(CONTENT, late).clean
    fault = only_fault(CONTENT, today=late, release=True)
    assert (fault.rule, fault.record) == (LintRule.HELPLINE, "len-line")
    assert lint(CONTENT, date(2027, 2, 18), release=True).clean


def test_E6_a_line_never_rung_stops_a_release():
    fault = only_fault(spoiled(LINES, "verified_on: '2026-11-20'", "verified_on: null"), release=True)
    assert fault.record == "len-line"


@pytest.mark.parametrize(
    ("old", "new"), [("regions: [LEN]", "regions: all"), ("phone: 8-800-555-00-11", "phone: null")]
)
def test_E6_a_centre_without_a_line_of_its_region_to_ring_stops_a_release(old, new):
    fault = only_fault(spoiled(LINES, old, new), release=True)
    assert (fault.rule, fault.file, fault.record) == (LintRule.HELPLINE, CENTRES, "len-town")


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 300) | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(st.sampled_from([*MeasureRecord.model_fields, "region", "lines", "all", "not"]), parts)
    ),
    max_leaves=8,
)


@given(path=st.sampled_from(sorted(CONTENT)), scrap=SCRAPS | st.lists(SCRAPS, max_size=3))
@settings(max_examples=150, deadline=None)
def test_whatever_lands_in_a_file_the_lint_answers_and_never_breaks(path, scrap):
    faults = lint(CONTENT | {path: yaml.safe_dump(scrap, allow_unicode=True)}, TODAY).faults
    assert all(fault.file and fault.record and fault.what and fault.mend for fault in faults)


@given(path=st.sampled_from(sorted(CONTENT)), key=st.sampled_from(sorted(MeasureRecord.model_fields)), scrap=SCRAPS)
@settings(max_examples=150, deadline=None)
def test_whatever_lands_in_a_field_the_lint_answers_and_never_breaks(path, key, scrap):
    [measure] = yaml.safe_load(CONTENT[HOUSING])
    text = yaml.safe_dump([measure | {key: scrap}], allow_unicode=True)
    assert all(fault.mend for fault in lint(CONTENT | {HOUSING: text}, TODAY).faults)
