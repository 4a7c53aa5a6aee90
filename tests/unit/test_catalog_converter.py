"""The converter spells every gathered fact one way and refuses to correct what is no longer there."""

import pytest

from core.catalog.notation import parse
from core.catalog.reading import read_yaml
from tools.facts.conditions import one_spelling
from tools.facts.corrections import (
    CONDITION_CHANGES,
    EXTRA_CHANGES,
    WITHDRAWN_PHONES,
    corrected_condition,
    corrected_extra,
    corrected_notes,
)
from tools.facts.records import deadline_rule, sources, working_hours
from tools.facts.yaml_text import yaml_text


@pytest.mark.parametrize(
    ("gathered", "spelt"),
    [
        ({"region": "LEN"}, {"region_in": ["LEN"]}),
        ({"children_count_gte": 3}, {"children_count": {"gte": 3}}),
        ({"children_count": {"gt": 2}}, {"children_count": {"gte": 3}}),
        ({"children_count": {"lt": 2}}, {"children_count": {"lte": 1}}),
        ({"children_count_eq": 1}, {"children_count": {"eq": 1}}),
        ({"pregnancy_weeks_gte": 12}, {"pregnancy_weeks": {"gte": 12}}),
        ({"income_per_head_ratio_lte": 1.0}, {"income_per_head_ratio": {"lte": 1.0}}),
        ({"child_under_age_count_gte": [14, 2]}, {"child_under_age_count_gte": {"age": 14, "count": 2}}),
        ({"not": {"all": [{"region": "KYA"}]}}, {"not": {"all": [{"region_in": ["KYA"]}]}}),
    ],
)
def test_each_spelling_becomes_the_one_the_loader_reads(gathered, spelt):
    assert one_spelling(gathered) == spelt
    parse(spelt)


def test_windows_and_months_after_an_event_are_spelt_one_way():
    assert deadline_rule({"window_from": "08-15", "window_to": "10-20"}) == {
        "annual_window": {"opens": "08-15", "closes": "10-20"}
    }
    assert deadline_rule({"annual_window": ["06-01", "10-01"]}) == {
        "annual_window": {"opens": "06-01", "closes": "10-01"}
    }
    assert deadline_rule({"months_after_death_lte": 6}) == {"months_after": {"event": "death", "months": 6}}
    assert deadline_rule(None) is None


def test_a_source_keeps_its_title_and_its_link_apart():
    [both, link, title] = sources(
        [
            {"publisher": "А", "title_or_url": "обзор за год; http://example.org/a", "seen": "2026-11-22"},
            {"publisher": "Б", "title_or_url": "https://example.org/b", "seen": "2026-11-22"},
            {"publisher": "В", "title_or_url": "норма закона", "seen": "from general knowledge"},
        ]
    )
    assert (both["title"], both["url"]) == ("обзор за год", "http://example.org/a")
    assert ("title" in link, link["url"]) == (False, "https://example.org/b")
    assert (title["title"], title["seen"]) == ("норма закона", "from general knowledge")


def test_common_knowledge_is_never_passed_off_as_a_source_somebody_read():
    [source] = sources([{"publisher": "общие знания составителя", "title": "сверить", "seen": "2026-11-22"}])
    assert source["seen"] == "from general knowledge"


def test_a_day_off_is_a_day_without_an_interval():
    hours = working_hours({"mon_fri": "09:00-19:00", "sat": "09:00-13:00", "sun": None})
    assert [interval["weekdays"] for interval in hours] == [[1, 2, 3, 4, 5], [6]]
    assert working_hours(None) is None


def test_every_correction_gives_its_reason_and_still_finds_what_it_corrects():
    assert all(change.reason for change in (*CONDITION_CHANGES, *EXTRA_CHANGES))
    with pytest.raises(LookupError, match="mortgage-450k"):
        corrected_condition("mortgage-450k-large-family", {"all": [{"mortgage": True}]})
    with pytest.raises(LookupError, match="special conditions"):
        corrected_extra("matkapital-first-child", ["совсем другие слова"])
    with pytest.raises(LookupError, match="notes"):
        corrected_notes("mortgage-450k-large-family", "совсем другие слова")
    assert corrected_condition("edinoe-posobie", {"all": []}) == {"all": []}
    assert all(withdrawn.phone not in withdrawn.without for withdrawn in WITHDRAWN_PHONES)


def test_a_correction_adds_a_special_condition_or_says_one_more_exactly():
    assert corrected_extra("edinoe-posobie", ["как было"]) == ["как было"]
    assert len(corrected_extra("gasification-subsidy", ["Собственность на дом и участок"])) == 2
    [said] = corrected_extra("matkapital-first-child", ["Первый ребёнок родился с 2020 года"])
    assert "усыновлённый" in said


def test_an_alternative_put_into_alternatives_joins_their_list():
    alternatives = {"any": [{"parent_unemployed": True}, {"any_child_age_between": [0, 2]}]}
    assert corrected_condition("retraining-parents", alternatives) == {
        "any": [{"parent_unemployed": True}, {"parent_disabled": True}, {"any_child_age_between": [0, 2]}]
    }


def test_the_written_text_is_stable_readable_and_read_back_equal():
    content = [
        {
            "id": "a",
            "title": "Ёлка: подарки",
            "as_of": "2026-11-22",
            "synonyms": ["раз", "два"],
            "eligibility": {"all": [{"rural": True}, {"any_child_born_between": ["2020-01-01", None]}]},
        },
        {"id": "b", "phone": "112", "opens": "09:00"},
    ]
    text = yaml_text("Заголовок\nвторая строка", content)
    assert text == yaml_text("Заголовок\nвторая строка", content)
    assert text.startswith("# Заголовок\n# вторая строка\n")
    assert "Ёлка" in text
    assert "synonyms: [раз, два]" in text
    assert read_yaml("a.yaml", text) == content
