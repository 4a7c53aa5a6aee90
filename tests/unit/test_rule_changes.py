"""An edit of the rules is told before it is published: a concrete family, and how many it concerns (R8, R9)."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from triage_oracle import REGIONS, TODAY

from app.cli import main
from core.catalog.conditions import AllOf, AnyOf, ChildYoungerThan, Comparison, Flag, Holds, IncomeRatio
from core.catalog.files import CONTENT
from core.catalog.measures import Measure
from core.triage.evaluation import Matcher
from core.triage.facts_json import profile_from_json
from core.triage.population import synthetic_families
from core.triage.rule_changes import RuleChange, rule_changes
from core.triage.situation import situation_on
from core.triage.verdicts import Verdict
from tests.measures import a_measure

PAYMENTS = "federal/measures/payments.yaml"
FAMILIES = list(synthetic_families(400, REGIONS[:-1], TODAY, seed=3))
POOR_WITH_A_BABY = AllOf((ChildYoungerThan(18), IncomeRatio(Comparison.LTE, 1.0)))


def changes(old: Measure | None, new: Measure | None) -> list[RuleChange]:
    versions = ([one] if one else [] for one in (old, new))
    return list(rule_changes(*versions, [situation_on(one, TODAY) for one in FAMILIES], TODAY))


def verdict_of(measure: Measure, change: RuleChange) -> Verdict:
    family = profile_from_json(dict(change.family), TODAY)
    return Matcher([measure]).assess(family, TODAY)[measure.id]


def test_R9_a_moved_threshold_is_shown_by_a_family_that_stands_on_it_and_by_how_many_lose() -> None:
    stricter = AllOf((ChildYoungerThan(18), IncomeRatio(Comparison.LT, 0.9)))
    old, new = a_measure(POOR_WITH_A_BABY), a_measure(stricter)
    [change] = changes(old, new)
    assert (change.before, change.after) == (Verdict.YES, Verdict.NO)
    assert (verdict_of(old, change), verdict_of(new, change)) == (change.before, change.after)
    assert 0.9 <= change.family["income_per_head_ratio"] <= 1.0
    assert change.gaining == 0
    judged = [(Matcher([old]).assess(one, TODAY), Matcher([new]).assess(one, TODAY)) for one in FAMILIES]
    assert change.losing == sum(dict(before) != dict(after) for before, after in judged) > 0


def test_R9_the_same_rule_in_other_words_is_no_change() -> None:
    rural, mortgage = Holds(Flag.RURAL), Holds(Flag.MORTGAGE)
    assert changes(a_measure(AnyOf((rural, AllOf((rural, mortgage))))), a_measure(rural)) == []


def test_R9_a_new_measure_and_a_withdrawn_one_are_told_with_whom_they_concern() -> None:
    measure = a_measure(Holds(Flag.RURAL))
    [born], [gone] = changes(None, measure), changes(measure, None)
    assert (born.before, born.after, gone.before, gone.after) == (None, Verdict.YES, Verdict.YES, None)
    assert born.gaining == gone.losing > 0
    assert born.losing == gone.gaining == 0


def test_R9_a_condition_for_a_person_to_check_turns_yes_into_check_and_takes_nothing_away() -> None:
    measure = a_measure(Holds(Flag.RURAL))
    [change] = changes(measure, replace(measure, eligibility_extra=("Живёте здесь пять лет",)))
    assert (change.before, change.after) == (Verdict.YES, Verdict.CHECK)
    assert (change.gaining, change.losing) == (0, 0)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The shipped content with one threshold moved from 1.0 to 1.5 of the minimum."""
    folder = tmp_path / "data"
    shutil.copytree(CONTENT, folder, ignore=shutil.ignore_patterns("search", "crisis", "texts"))
    (folder / "crisis").mkdir()
    shutil.copy(CONTENT / "crisis" / "lines.yaml", folder / "crisis")
    text = (folder / PAYMENTS).read_text("utf-8")
    (folder / PAYMENTS).write_text(text.replace("lte: 1.0", "lte: 1.5", 1), "utf-8")
    return folder


def test_R9_the_command_shows_an_editor_what_the_edit_does(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["catalog", "diff", str(CONTENT), str(edited), "--today", TODAY.isoformat(), "--families", "300"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "Единое пособие" in said and "не положено → положено с оговоркой" in said
    assert main([*words, "--json"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["measure"], found["before"], found["after"]) == ("edinoe-posobie", "no", "check")
    assert found["gaining"] > 0 == found["losing"]
    assert main(["catalog", "diff", str(CONTENT), "--families", "10"]) == 0
    assert "всё как прежде" in capsys.readouterr().out


def test_R8_the_command_names_the_scenarios_an_edit_breaks(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "scenarios", str(edited)]) == 1
    said = capsys.readouterr().out
    assert "edinoe-posobie" in said and "ждали no, вышло check" in said


def test_R8_the_command_reports_the_share_of_slips_that_scenarios_notice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "scenarios", "--slips"]) == 0
    share = float(capsys.readouterr().out.rpartition("заметят ")[2].partition("%")[0])
    assert share >= 99.5


@pytest.mark.parametrize("words", [["diff", "nowhere"], ["scenarios", "nowhere"]])
def test_a_folder_that_is_not_there_is_bad_input(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", *words]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("many", ["0", "-1", "сто", "1000000"])
def test_the_number_of_invented_families_has_bounds(many: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["catalog", "diff", str(CONTENT), "--families", many])
    assert stopped.value.code == 2
