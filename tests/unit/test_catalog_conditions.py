"""Conditions are read strictly, written back unchanged, and reasoned about exactly."""

from itertools import product

import pytest
from hypothesis import given, settings

from core.catalog.cells import cells_of
from core.catalog.conditions import EVERYBODY, AllOf, AnyOf, ChildAgedBetween, Flag, Holds, Not, atoms_of, fact_of
from core.catalog.files import load_catalogue
from core.catalog.notation import BadCondition, dump, parse
from core.catalog.solver import example_that_fails, example_that_meets, first_difference, idle_atoms, plainly_alive
from tests.unit.catalog_families import TODAY, birth_of, conditions, families, meets

QUICK = settings(max_examples=150, deadline=None)


@given(conditions)
@QUICK
def test_every_condition_survives_being_written_and_read(condition):
    assert parse(dump(condition)) == condition
    assert hash(parse(dump(condition))) == hash(condition)


@pytest.mark.parametrize(
    ("node", "where", "says"),
    [
        (
            {"all": [{"pregnant": True}, {"any": [{"children_count": {"gte": -1}}]}]},
            "all[1].any[0].children_count.gte",
            "от 0",
        ),
        ({"pregnant": False}, "pregnant", "true"),
        ({"pregnant": True, "rural": True}, "", "одно условие"),
        ({"any": []}, "any", "никогда"),
        ({"children_count": {"gte": 3, "lte": 2}}, "children_count", "больше"),
        ({"children_count_gte": 3}, "children_count_gte", "неизвестное"),
        ({"any_child_age_between": [0, 18]}, "any_child_age_between", "17"),
        ({"any_child_age_between": [5, 3]}, "any_child_age_between", "больше"),
        ({"any_child_born_between": ["2020-01-01", "2019-01-01"]}, "any_child_born_between", "позже"),
        ({"any_child_born_between": ["01.01.2020", None]}, "any_child_born_between", "01.01.2020"),
        ({"income_per_head_ratio": {"lte": "1.0"}}, "income_per_head_ratio", "доля"),
        ({"income_per_head_ratio": {"lt": 1, "gt": 0.5}}, "income_per_head_ratio", "одну границу"),
        ({"pregnancy_weeks": {"gte": 50}}, "pregnancy_weeks", "42"),
        ({"region_in": "LEN"}, "region_in", "список"),
        ({"child_under_age_count_gte": [14, 2]}, "child_under_age_count_gte", "age"),
    ],
)
def test_a_badly_written_condition_names_its_place_in_the_tree(node, where, says):
    with pytest.raises(BadCondition) as bad:
        parse(node)
    assert bad.value.where == where
    assert says in bad.value.what


def test_every_atom_reads_one_public_fact():
    tree = parse({"all": [{"region_in": ["LEN"]}, {"not": {"rural": True}}, {"any_child_age_between": [0, 3]}]})
    assert [fact_of(atom) for atom in atoms_of(tree)] == ["region", "rural", "children"]


@given(conditions, families())
@QUICK
def test_R9_no_family_meets_a_rule_called_impossible_nor_fails_one_called_universal(condition, family):
    if meets(condition, family):
        assert example_that_meets(condition, TODAY) is not None
    else:
        assert example_that_fails(condition, TODAY) is not None


@given(conditions)
@QUICK
def test_R9_the_family_named_as_an_example_really_meets_the_rule(condition):
    """The example leaves out facts that do not matter, and states births in months: any filling must do."""
    example = example_that_meets(condition, TODAY)
    dated = "any_child_born_between" in str(dump(condition))
    if example is not None and not dated:
        assert meets(condition, _filled(example.facts))


@given(conditions, conditions, families())
@QUICK
def test_R9_two_rules_said_to_agree_agree_on_every_family(old, new, family):
    if first_difference(old, new, TODAY) is None:
        assert meets(old, family) == meets(new, family)


def test_R9_a_version_diff_shows_a_concrete_family():
    old = parse({"all": [{"any_child_age_between": [0, 2]}, {"income_per_head_ratio": {"lte": 1.0}}]})
    new = parse({"all": [{"any_child_age_between": [0, 2]}, {"income_per_head_ratio": {"lt": 1.0}}]})
    example = first_difference(old, new, TODAY)
    assert example is not None
    assert example.facts["income_per_head_ratio"] == 1.0
    assert [child["age_months"] < 36 for child in example.facts["children"]] == [True]
    assert first_difference(old, old, TODAY) is None


@given(conditions, families())
@QUICK
def test_R9_striking_an_idle_part_changes_no_familys_answer(condition, family):
    """The idle part is shown idle by hand: with it forced either way the answer must be able to stay."""
    for atom in idle_atoms(condition, TODAY):
        struck = [_struck(condition, atom, value) for value in (EVERYBODY, AnyOf(()))]
        if list(atoms_of(condition)).count(atom) == 1:
            assert any(first_difference(condition, other, TODAY) is None for other in struck)
            assert meets(condition, family) in {meets(other, family) for other in struck}


@given(conditions)
@settings(max_examples=300, deadline=None)
def test_R9_a_rule_passed_without_a_search_would_also_pass_the_search(condition):
    if plainly_alive(condition, TODAY):
        assert example_that_meets(condition, TODAY) is not None
        assert example_that_fails(condition, TODAY) is not None
        for atom in atoms_of(condition):
            for value in (EVERYBODY, AnyOf(())):
                assert _some_family_differs(condition, _struck(condition, atom, value))


def test_R9_most_rules_of_the_catalogue_need_no_search():
    rules = [measure.eligibility for measure in load_catalogue().measures]
    assert sum(plainly_alive(rule, TODAY) for rule in rules) > len(rules) / 2


def test_R9_a_day_of_birth_beside_an_age_is_not_idle_because_it_matters_another_year():
    both = parse({"any": [{"any_child_born_between": ["2020-01-01", None]}, {"any_child_age_between": [0, 6]}]})
    assert idle_atoms(both, TODAY) == ()
    covered = parse({"all": [{"any_child_age_between": [1, 2]}, {"youngest_child_age_months_lt": 36}]})
    assert [dump(atom) for atom in idle_atoms(covered, TODAY)] == [{"youngest_child_age_months_lt": 36}]


def test_R9_contradictions_across_facts_are_found_too():
    pupil_without_age = parse({"all": [{"child_at_school": True}, {"not": {"any_child_age_between": [6, 17]}}]})
    assert example_that_meets(pupil_without_age, TODAY) is None
    assert example_that_meets(Not(Holds(Flag.PREGNANT)), TODAY) is not None
    assert example_that_meets(ChildAgedBetween(17, 17), TODAY) is not None


def _some_family_differs(one, other):
    """Without the links between facts: whether a part matters is judged by the rule alone."""
    either = AnyOf((AllOf((one, Not(other))), AllOf((Not(one), other))))
    groups = cells_of(set(atoms_of(either)), TODAY)
    truths = ({atom: truth for cell in chosen for atom, truth in cell.truths.items()} for chosen in product(*groups))
    return any(_true(either, chosen) for chosen in truths)


def _true(condition, truths):
    match condition:
        case AllOf(parts):
            return all(_true(part, truths) for part in parts)
        case AnyOf(parts):
            return any(_true(part, truths) for part in parts)
        case Not(part):
            return not _true(part, truths)
        case _:
            return truths[condition]


def _filled(facts):
    """The example as a whole family; what it leaves out is chosen arbitrarily."""
    births = [birth_of(child["age_months"]) for child in facts.get("children", [])]
    blank = {"region": "MOW", "pregnancy_weeks": 0, "income_per_head_ratio": 1.0}
    flags = dict.fromkeys(("pregnant", "rural", "mortgage", "child_at_school"), False)
    return {**blank, **flags, **facts, "births": births}


def _struck(condition, atom, value):
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return type(condition)(tuple(_struck(part, atom, value) for part in parts))
        case Not(part):
            return Not(_struck(part, atom, value))
        case _:
            return value if condition == atom else condition
