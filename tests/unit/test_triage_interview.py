"""The questionnaire asks little and loses nothing (R3, R4)."""

import random
from decimal import Decimal
from statistics import mean, median

import pytest
from triage_oracle import REGIONS, TODAY, forgetting, measures, random_family

from core.catalog.conditions import AllOf, AnyOf, Comparison, Flag, Holds, IncomeRatio, PregnancyWeeks, atoms_of
from core.catalog.measures import Category, LifeSituation
from core.triage.evaluation import assess
from core.triage.facts import REGISTRY, Evasion, Fact, Sensitivity, Shape
from core.triage.facts_json import profile_from_json
from core.triage.income import band_of, bands_that_matter, in_roubles
from core.triage.interview import MOST_OPTIONS, Questionnaire, Screen
from core.triage.needs import Need, named_needs, needs_of
from core.triage.playing import Played, play
from core.triage.population import plausible_facts
from core.triage.profile import Band, FactValue, Pregnancy, Profile
from core.triage.rulebook import Rulebook
from core.triage.verdicts import Verdict
from tests.measures import a_measure

GRANTED = (Verdict.YES, Verdict.CHECK)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook(measures())


def questions(played: Played) -> list[Fact]:
    return [fact for screen in played.screens for fact in screen.facts]


def a_family(seed: random.Random) -> Profile:
    """A plausible family that knows everything about itself."""
    return profile_from_json(plausible_facts(seed, REGIONS[:-1]), TODAY)


def some_needs(seed: random.Random) -> tuple[Need, ...]:
    return tuple(seed.sample(list(Need), seed.choice((1, 2, 3))))


@pytest.mark.parametrize("share", [0.0, 0.05, 0.15, 0.3])
def test_R3_the_questionnaire_ends_with_exactly_the_verdicts_of_the_full_form(rulebook: Rulebook, share: float) -> None:
    seed = random.Random(f"R3 {share}")
    for number in range(60):
        truth = profile_from_json(forgetting(random_family(seed), seed, share), TODAY)
        questionnaire = Questionnaire.about(rulebook, TODAY, some_needs(seed) if number % 2 else ())
        told = assess(rulebook, play(questionnaire, truth).profile, TODAY)
        full = assess(rulebook, truth, TODAY)
        for at in questionnaire.positions:
            measure_id = rulebook.measures[at].id
            assert told[measure_id] is full[measure_id], (measure_id, truth)


def test_R3_a_family_that_only_names_the_weeks_is_understood_to_be_expecting(rulebook: Rulebook) -> None:
    truth = profile_from_json({"pregnancy_weeks": 31}, TODAY)
    told = assess(rulebook, play(Questionnaire.about(rulebook, TODAY), truth).profile, TODAY)
    assert dict(told) == dict(assess(rulebook, truth, TODAY))


def test_R3_two_children_and_a_student_are_confirmed_to_be_a_large_family(rulebook: Rulebook) -> None:
    """The family may know that the student does not count; its word stands above the derivation."""
    facts = plausible_facts(random.Random("student"), REGIONS[:-1])
    facts |= {"children": [{"age_months": 50}, {"age_months": 120}], "child_student_fulltime": True}
    whole = Questionnaire.about(rulebook, TODAY)
    for said in ({"large_family": False}, {"large_family": True}, {}):
        truth = profile_from_json({**facts, **said}, TODAY)
        played = play(whole, truth)
        assert Fact.LARGE_FAMILY in questions(played)
        assert dict(assess(rulebook, played.profile, TODAY)) == dict(assess(rulebook, truth, TODAY))


def test_R3_facts_left_open_are_those_the_full_form_leaves_open(rulebook: Rulebook) -> None:
    seed = random.Random("R3 open")
    for _ in range(40):
        truth = profile_from_json(forgetting(random_family(seed), seed, 0.3), TODAY)
        told = assess(rulebook, play(Questionnaire.about(rulebook, TODAY), truth).profile, TODAY)
        full = assess(rulebook, truth, TODAY)
        for measure_id in full.ids(Verdict.ASK):
            assert told.to_ask(measure_id) == full.to_ask(measure_id), measure_id


def test_R4_with_one_to_three_needs_ten_questions_on_six_screens_are_enough(rulebook: Rulebook) -> None:
    seed = random.Random("R4 needs")
    played = [
        play(
            Questionnaire.about(rulebook, TODAY, some_needs(seed)),
            a_family(seed),
        )
        for _ in range(300)
    ]
    assert median(len(questions(one)) for one in played) <= 10
    assert median(len(one.screens) for one in played) <= 6


def test_R4_the_whole_catalogue_takes_about_twenty_questions_on_at_most_ten_screens(rulebook: Rulebook) -> None:
    seed = random.Random("R4 whole")
    whole = Questionnaire.about(rulebook, TODAY)
    played = [play(whole, a_family(seed)) for _ in range(150)]
    asked = sorted(len(questions(one)) for one in played)
    assert median(asked) <= 21
    assert asked[len(asked) * 9 // 10] <= 22
    assert max(len(one.screens) for one in played) <= 10


def test_R4_after_nine_questions_nine_tenths_of_what_a_family_is_entitled_to_is_certain(rulebook: Rulebook) -> None:
    seed = random.Random("R4 certain")
    shares = []
    for _ in range(150):
        truth = a_family(seed)
        entitled = set(assess(rulebook, truth, TODAY).ids(*GRANTED))
        told = after_questions(play(Questionnaire.about(rulebook, TODAY), truth), 9)
        shares.append(len(entitled & set(assess(rulebook, told, TODAY).ids(*GRANTED))) / len(entitled))
    assert mean(shares) >= 0.9


def after_questions(played: Played, most: int) -> Profile:
    told = Profile()
    for fact in questions(played)[:most]:
        told = told.record(fact, played.profile.known.get(fact, Evasion.UNKNOWN))
    return told


def test_only_deciding_questions_are_asked_and_none_twice(rulebook: Rulebook) -> None:
    seed = random.Random("deciding")
    whole = Questionnaire.about(rulebook, TODAY)
    for _ in range(20):
        truth = profile_from_json(random_family(seed), TODAY)
        told, asked = Profile(), set()
        while screen := whole.next_screen(told):
            assert not asked & set(screen.facts)
            asked |= set(screen.facts)
            assert all(whole.why(fact, told) for fact in screen.facts), "nobody can say why this is asked"
            for fact in screen.facts:
                told = told.record(fact, play_answer(fact, screen, truth))


def play_answer(fact: Fact, screen: Screen, truth: Profile) -> FactValue | Evasion:
    said = truth.known.get(fact)
    if said is None:
        return Evasion.UNKNOWN
    return FactValue(band_of(said.value.low, screen.bands), TODAY) if screen.bands else said


def test_a_known_fact_is_never_asked(rulebook: Rulebook) -> None:
    known = {"region": "LEN", "children": [{"age_months": 20, "disabled": False}], "citizenship_rf": True}
    profile = profile_from_json(known, TODAY)
    whole, asked = Questionnaire.about(rulebook, TODAY), set()
    while screen := whole.next_screen(profile):
        asked |= set(screen.facts)
        for fact in screen.facts:
            profile = profile.record(fact, Evasion.UNKNOWN)
    assert asked
    assert not asked & {Fact.REGION, Fact.CHILDREN, Fact.CITIZENSHIP_RF, Fact.CHILD_DISABLED}


def test_violence_at_home_is_asked_last_alone_and_only_if_it_decides(rulebook: Rulebook) -> None:
    seed = random.Random("violence")
    for _ in range(20):
        played = play(Questionnaire.about(rulebook, TODAY), a_family(seed))
        assert played.screens[-1] == Screen((Fact.DOMESTIC_VIOLENCE,))
    without = [one for one in measures() if Holds(Flag.DOMESTIC_VIOLENCE) not in tuple(atoms_of(one.eligibility))]
    truth = a_family(seed)
    assert Fact.DOMESTIC_VIOLENCE not in questions(play(Questionnaire.about(Rulebook(without), TODAY), truth))


def test_painful_questions_come_after_all_plain_ones(rulebook: Rulebook) -> None:
    seed = random.Random("painful")
    for _ in range(20):
        asked = questions(play(Questionnaire.about(rulebook, TODAY), profile_from_json(random_family(seed), TODAY)))
        stages = [max(REGISTRY[fact].sensitivity, Sensitivity.PERSONAL) for fact in asked]
        assert stages == sorted(stages)


def test_a_multi_select_holds_only_yes_no_questions_and_fits_a_phone(rulebook: Rulebook) -> None:
    seed = random.Random("screens")
    for _ in range(20):
        played = play(Questionnaire.about(rulebook, TODAY), a_family(seed))
        for screen in played.screens:
            assert len(screen.facts) <= MOST_OPTIONS
            assert not screen.multiple or {REGISTRY[fact].shape for fact in screen.facts} == {Shape.YES_NO}


def test_none_of_these_and_do_not_know_are_different_answers() -> None:
    screen = Screen((Fact.RURAL, Fact.MORTGAGE))
    assert {fact: said.value for fact, said in screen.ticked((), TODAY).items()} == {
        Fact.RURAL: False,
        Fact.MORTGAGE: False,
    }
    assert screen.evaded(Evasion.UNKNOWN) == {Fact.RURAL: Evasion.UNKNOWN, Fact.MORTGAGE: Evasion.UNKNOWN}


def test_a_family_that_knows_nothing_reaches_the_end(rulebook: Rulebook) -> None:
    played = play(Questionnaire.about(rulebook, TODAY), Profile())
    assert played.profile.known == {}
    assert Fact.REGION in questions(played)


def test_a_family_that_returns_a_week_later_goes_on_where_it_stopped(rulebook: Rulebook) -> None:
    whole = Questionnaire.about(rulebook, TODAY)
    told = Profile().record(Fact.REGION, FactValue("LEN", TODAY))
    first = whole.next_screen(told)
    assert first is not None
    later = Questionnaire.about(rulebook, TODAY.replace(day=29))
    assert later.next_screen(told) == first


def test_a_changed_answer_opens_only_what_it_decides(rulebook: Rulebook) -> None:
    truth = profile_from_json(plausible_facts(random.Random("changed"), REGIONS[:-1]) | {"pregnant": False}, TODAY)
    whole = Questionnaire.about(rulebook, TODAY)
    done = play(whole, truth).profile
    assert whole.next_screen(done) is None
    changed = done.record(Fact.PREGNANT, FactValue(True, TODAY))
    screen = whole.next_screen(changed)
    assert screen is not None
    assert Fact.PREGNANT not in screen.facts
    assert whole.next_screen(done.forget(Fact.PREGNANT)) == Screen((Fact.PREGNANT,))


def test_progress_only_grows_and_ends_with_nothing_left(rulebook: Rulebook) -> None:
    whole, told = Questionnaire.about(rulebook, TODAY), Profile()
    truth = profile_from_json(plausible_facts(random.Random("progress"), REGIONS[:-1]), TODAY)
    decided = -1
    while screen := whole.next_screen(told):
        progress = whole.progress(told)
        assert decided <= progress.decided
        assert progress.questions_left_at_most >= len(screen.facts)
        decided = progress.decided
        for fact in screen.facts:
            told = told.record(fact, play_answer(fact, screen, truth))
    assert whole.progress(told).questions_left_at_most == 0


def test_income_is_cut_only_where_it_still_matters_and_carries_the_side() -> None:
    below, up_to = IncomeRatio(Comparison.LT, 1.0), IncomeRatio(Comparison.LTE, 1.5)
    rules = Rulebook([a_measure(below, "a"), a_measure(up_to, "b"), a_measure(Holds(Flag.RURAL), "c")])
    screen = Questionnaire.about(rules, TODAY).next_screen(Profile().record(Fact.RURAL, Evasion.UNKNOWN))
    assert screen is not None
    assert screen.bands == (
        Band(0, 1.0, True, False),
        Band(1.0, 1.5, True, True),
        Band(1.5, high_closed=True, low_closed=False),
    )
    assert [band_of(value, screen.bands) for value in (0.99, 1.0, 1.5, 1.51)] == [
        screen.bands[0], screen.bands[1], screen.bands[1], screen.bands[2],
    ]  # fmt: skip


def test_a_wider_scope_cuts_only_the_band_already_known() -> None:
    rules = Rulebook([a_measure(IncomeRatio(Comparison.LT, bound), str(bound)) for bound in (0.5, 1.0, 2.0)])
    assert bands_that_matter(rules.rules, Band(0.7, 1.5)) == (Band(0.7, 1.0, True, False), Band(1.0, 1.5))


def test_income_that_no_longer_decides_is_not_asked() -> None:
    rules = Rulebook([a_measure(AllOf((Holds(Flag.RURAL), IncomeRatio(Comparison.LT, 1.0))))])
    profile = profile_from_json({"rural": False}, TODAY)
    assert Questionnaire.about(rules, TODAY).next_screen(profile) is None


def test_bands_are_shown_in_roubles_of_the_region() -> None:
    shown = in_roubles(Band(1.0, 1.5, True, True), Decimal(18000))
    assert (shown.at_least, shown.at_most) == (Decimal(18000), Decimal(27000))
    assert in_roubles(Band(), Decimal(18000)).at_most is None


def test_R3_a_term_is_cut_where_rules_tell_weeks_apart_so_a_tap_loses_nothing() -> None:
    expecting = Profile().record(Fact.PREGNANT, FactValue(True, TODAY))
    rules = [a_measure(PregnancyWeeks(28), "late"), a_measure(PregnancyWeeks(12, 20), "middle")]
    whole = Questionnaire.about(Rulebook(rules), TODAY)
    assert whole.terms(expecting) == ((1, 11), (12, 20), (21, 27), (28, 42))
    assert whole.terms(expecting.record(Fact.PREGNANCY_WEEKS, FactValue(Pregnancy.of_weeks(30, TODAY), TODAY)))[0] == (
        1,
        11,
    )
    one = Questionnaire(whole.rulebook, TODAY, (0,))
    assert one.terms(expecting) == ((1, 27), (28, 42))


@pytest.mark.parametrize("evasion", Evasion)
def test_who_does_not_tell_of_a_pregnancy_is_not_asked_for_its_weeks(evasion: Evasion) -> None:
    rules = Rulebook([a_measure(AnyOf((AllOf((Holds(Flag.PREGNANT), PregnancyWeeks(28))),)))])
    silent = Profile().record(Fact.PREGNANT, evasion)
    assert Questionnaire.about(rules, TODAY).next_screen(silent) is None


def test_every_measure_situation_and_category_answers_some_need() -> None:
    assert [one.id for one in measures() if not needs_of(one)] == []
    for name in [*Category, *(one for one in LifeSituation if one is not LifeSituation.ANY)]:
        assert named_needs([name.value]), name
    assert named_needs(["baby", "birth"]) == (Need.BABY,)
    with pytest.raises(KeyError):
        named_needs(["money", "gold"])
