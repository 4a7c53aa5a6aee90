"""Every reason a rule can give has words, and the words are those a parent would use."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.content import load_texts
from core.catalog.conditions import (
    AnyOf,
    ChildAgedBetween,
    ChildrenCount,
    ChildYoungerThan,
    Comparison,
    Flag,
    Holds,
    IncomeRatio,
    LivesIn,
    Not,
    PregnancyWeeks,
    atoms_of,
)
from core.catalog.files import load_catalogue
from core.triage.flips import Flip
from core.triage.reasons import Ground
from core.triage.telling import GroundWords, flip_words
from core.triage.verdicts import Verdict

DATA = Path(__file__).parents[2] / "data"
CATALOGUE = load_catalogue(DATA)
TEXTS = load_texts(DATA)
WORDS = GroundWords(TEXTS, {region.code: region.name for region in CATALOGUE.regions}, Decimal(20_265))


@pytest.mark.parametrize(
    ("condition", "holds", "words"),
    [
        (ChildrenCount(2), True, "детей двое или больше"),
        (ChildrenCount(3), False, "детей меньше трёх"),
        (ChildrenCount(1, 1), True, "ребёнок один"),
        (ChildYoungerThan(36), True, "есть ребёнок младше 3 лет"),
        (ChildYoungerThan(12), False, "нет детей младше года"),
        (ChildYoungerThan(18), True, "есть ребёнок младше полутора лет"),
        (ChildAgedBetween(0, 16), True, "есть ребёнок младше 17 лет"),
        (ChildAgedBetween(6, 17), False, "нет детей от 6 до 17 лет"),
        (PregnancyWeeks(12), True, "срок — 12 недель или больше"),
        (LivesIn(frozenset({"LEN"})), True, "семья живёт здесь: Ленинградская область"),
        (Holds(Flag.MORTGAGE), False, "ипотеки нет"),
        (Not(Holds(Flag.MORTGAGE)), True, "ипотеки нет"),
        (
            AnyOf((Holds(Flag.LARGE_FAMILY), Holds(Flag.CHILD_DISABLED))),
            True,
            "семья многодетная или у ребёнка установлена инвалидность",
        ),
        (
            AnyOf((Holds(Flag.RURAL), Holds(Flag.MORTGAGE))),
            False,
            "семья живёт не в селе и ипотеки нет",
        ),
    ],
)
def test_R2_a_reason_is_a_statement_a_parent_understands(condition: object, holds: bool, words: str) -> None:
    assert WORDS.lines([Ground(condition, holds)]) == (words,)  # type: ignore[arg-type]


def test_R2_income_names_the_regions_own_figure_and_the_side_of_the_threshold() -> None:
    [said] = WORDS.lines([Ground(IncomeRatio(Comparison.LTE, 1.0), True)])
    [denied] = WORDS.lines([Ground(IncomeRatio(Comparison.LTE, 1.5), False)])
    assert said == "доход на человека не больше прожиточного минимума (20\xa0265 ₽)"
    assert denied == "доход на человека больше 1,5 прожиточного минимума (30\xa0398 ₽)"


def test_R2_every_condition_of_the_catalogue_has_words_both_when_it_holds_and_when_not() -> None:
    atoms = {atom for measure in CATALOGUE.measures for atom in atoms_of(measure.eligibility)}
    said = [WORDS.lines([Ground(atom, holds)])[0] for atom in atoms for holds in (True, False)]
    assert len(atoms) > 60
    assert all(line and "{" not in line and line[0].islower() and not line.endswith(".") for line in said)


def test_R2_one_statement_stands_once() -> None:
    twice = [Ground(ChildYoungerThan(36), True), Ground(ChildAgedBetween(0, 2), True)]
    assert WORDS.lines(twice) == ("есть ребёнок младше 3 лет",)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Verdict.YES, Verdict.NO, "Это — до 11 марта 2027 года включительно. Потом уже не положено."),
        (Verdict.CHECK, None, "Это — до 11 марта 2027 года включительно. Потом уже не положено."),
        (Verdict.YES, Verdict.ASK, "Это точно до 11 марта 2027 года включительно. Потом надо будет уточнить."),
        (Verdict.NO, Verdict.YES, "Станет положено: 12 марта 2027 года."),
        (Verdict.NO, Verdict.ASK, "Может стать положено: 12 марта 2027 года. Тогда уточним."),
        (Verdict.ASK, Verdict.NO, "Уточнять стоит до 11 марта 2027 года включительно. Потом уже не положено."),
    ],
)
def test_R10_the_calendar_is_told_with_the_last_day_included(
    before: Verdict, after: Verdict | None, words: str
) -> None:
    assert flip_words(TEXTS, Flip("m", date(2027, 3, 12), before, after)) == words
