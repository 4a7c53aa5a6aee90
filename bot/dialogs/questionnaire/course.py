"""Where the questionnaire stands: a function of what the family has said, so it can stop, go back and resume.

Answers live with the family, not in the dialog. The dialog remembers the chosen needs and which questions this sitting
has met, for «назад»; losing it costs one tap.
"""

from dataclasses import dataclass

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from bot.here import Here, here
from bot.states import Questionnaire, Result
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.profile import FamilyProfile, ReadProfile, read_profile
from core.triage.facts import REGISTRY, Evasion, Fact, Shape
from core.triage.interview import Questionnaire as Questions
from core.triage.interview import Screen
from core.triage.needs import Need
from core.triage.profile import Value

_WINDOWS: dict[Shape, State] = {
    Shape.YES_NO: Questionnaire.choice,
    Shape.REGION: Questionnaire.region,
    Shape.CHILDREN: Questionnaire.children,
    Shape.WEEKS: Questionnaire.weeks,
    Shape.INCOME_BAND: Questionnaire.income,
}


@dataclass(frozen=True, slots=True)
class Course:
    """One look at the questionnaire: the family, its needs, the questions that still decide."""

    family: FamilyProfile
    needs: tuple[Need, ...]
    questions: Questions

    def screen(self) -> Screen | None:
        """The next questions, or None when everything is decided."""
        return self.questions.next_screen(self.family.profile)


async def course(manager: DialogManager) -> Course:
    """Read the family's answers and derive the questions."""
    around = here(manager)
    adult = around.desk.adult
    assert adult is not None, "the questionnaire starts behind the consent"
    family = await around.desk.read(read_profile, ReadProfile(adult.family_id))
    needs = await chosen_needs(around)
    return Course(family, needs, Questions.about(around.edition.matcher.rulebook(family.today), family.today, needs))


async def chosen_needs(around: Here) -> tuple[Need, ...]:
    """The needs named at the beginning; none means everything."""
    named = str((await around.state.get_data()).get("needs") or "")
    return tuple(Need(name) for name in named.split(",") if name)


async def current_screen(manager: DialogManager) -> tuple[Course, Screen | None]:
    """The screen to show: one the family went back to, or the next that decides."""
    now = await course(manager)
    again = manager.dialog_data.get("again")
    if again:
        facts = tuple(Fact(name) for name in again)
        return now, _screen_again(now, facts)
    return now, now.screen()


def _screen_again(now: Course, facts: tuple[Fact, ...]) -> Screen:
    """The same question once more; income bands are cut as if it had never been answered."""
    if facts == (Fact.INCOME_PER_HEAD_RATIO,):
        return now.questions.income_screen(now.family.profile.forget(Fact.INCOME_PER_HEAD_RATIO))
    return Screen(facts)


async def answer(manager: DialogManager, said: dict[Fact, Value | Evasion]) -> None:
    """Store the answers of one screen and go on."""
    statements = tuple(Statement(fact, value) for fact, value in said.items())
    await here(manager).desk.write(record_answers, RecordAnswers(statements))
    met = list(manager.dialog_data.get("met", []))
    screen = [fact.value for fact in said]
    if screen in met:
        met.remove(screen)
    manager.dialog_data.update(met=[*met, screen], again=None, children=None)
    await advance(manager)


async def advance(manager: DialogManager) -> None:
    """Show the next question, or the result when nothing more can change it."""
    _, screen = await current_screen(manager)
    if screen is None:
        await manager.start(Result.overview)
        return
    await manager.switch_to(window_of(screen))


def window_of(screen: Screen) -> State:
    """Which window asks these facts."""
    return Questionnaire.several if screen.multiple else _WINDOWS[REGISTRY[screen.facts[0]].shape]


async def go_back(manager: DialogManager) -> None:
    """The question before this one, to answer it anew; before the first one, the needs."""
    met = list(manager.dialog_data.get("met", []))
    if not met:
        await manager.switch_to(Questionnaire.needs)
        return
    manager.dialog_data.update(again=met.pop(), met=met, children=None)
    _, screen = await current_screen(manager)
    assert screen is not None
    await manager.switch_to(window_of(screen))
