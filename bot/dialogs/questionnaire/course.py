"""Where the questionnaire stands: a function of what the family has said, so it can stop, go back and resume.

Answers, needs and the way through the questions live with the family. The dialog remembers only which answered screen
is open again and how far back that is; losing it costs one tap.
"""

from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from bot.dialogs.questionnaire.said_children import write_children
from bot.family import KnownFamily, known_family
from bot.here import here
from bot.over_menu import open_over_menu
from bot.states import Questionnaire, Result
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.retracing import ReadScreens, read_screens
from core.triage.facts import REGISTRY, Evasion, Fact, Shape
from core.triage.interview import Questionnaire as Questions
from core.triage.interview import Screen
from core.triage.profile import Child, Value

_WINDOWS: dict[Shape, State] = {
    Shape.YES_NO: Questionnaire.choice,
    Shape.REGION: Questionnaire.region,
    Shape.CHILDREN: Questionnaire.children,
    Shape.WEEKS: Questionnaire.weeks,
    Shape.INCOME_BAND: Questionnaire.income,
}


@dataclass(frozen=True, slots=True)
class Course:
    """One look at the questionnaire: the family, and the questions that still decide. `measure_id`: for it alone."""

    family: KnownFamily
    questions: Questions
    measure_id: str | None

    def screen(self) -> Screen | None:
        """The next questions, outdated answers among them; None when everything is decided.

        The region comes before the income: only then can bands be told in roubles.
        """
        fresh = self.family.fresh
        screen = self.questions.next_screen(fresh)
        asks_income = screen is not None and screen.facts == (Fact.INCOME_PER_HEAD_RATIO,)
        return Screen((Fact.REGION,)) if asks_income and not fresh.answered(Fact.REGION) else screen

    def left(self) -> int:
        """Questions left at most."""
        return self.questions.progress(self.family.fresh).questions_left_at_most

    def again(self, facts: tuple[Fact, ...]) -> Screen:
        """The same question once more; income bands are cut as if it had never been answered."""
        if facts != (Fact.INCOME_PER_HEAD_RATIO,):
            return Screen(facts)
        silent = self.family.fresh.forget(Fact.INCOME_PER_HEAD_RATIO)
        screen = self.questions.income_screen(silent)
        return screen if len(screen.bands) > 1 else self._every_measure().income_screen(silent)

    def _every_measure(self) -> Questions:
        return Questions.about(self.questions.rulebook, self.questions.on)


async def course(manager: DialogManager) -> Course:
    """Read the family's answers and derive the questions."""
    family = await known_family(here(manager))
    assert family is not None, "the questionnaire starts behind the consent"
    measure_id = _start(manager).get("measure")
    return Course(family, family.questions(measure_id), measure_id)


async def current_screen(manager: DialogManager) -> tuple[Course, Screen | None]:
    """The screen to show: one the family went back to, or the next that decides."""
    now = await course(manager)
    again = manager.dialog_data.get("again")
    return now, now.again(tuple(Fact(name) for name in again)) if again else now.screen()


async def answer(manager: DialogManager, said: dict[Fact, Value | Evasion]) -> None:
    """Store the answers of one screen and go on; verdicts follow at once."""
    statements = tuple(Statement(fact, value) for fact, value in said.items())
    await here(manager).desk.write(record_answers, RecordAnswers(statements))
    manager.dialog_data.update(again=None, back=0, shown=None, children=None)
    await advance(manager)


async def advance(manager: DialogManager) -> None:
    """Show the question that is open; when nothing more can change the result, show that."""
    now, screen = await current_screen(manager)
    if screen is not None:
        await _show(manager, now, screen)
    elif now.measure_id is not None:
        await manager.done()
    else:
        await open_over_menu(manager, Result.overview)


async def ask_again(manager: DialogManager, facts: tuple[Fact, ...]) -> None:
    """Open an answered screen once more."""
    manager.dialog_data.update(again=[fact.value for fact in facts], shown=None, children=None)
    await advance(manager)


async def go_back(manager: DialogManager) -> None:
    """The screen answered before this one, as often as there are any; before the first one, the needs."""
    now = await course(manager)
    if now.measure_id is not None:
        await manager.done()
        return
    screens = (await here(manager).desk.read(read_screens, ReadScreens(now.family.told.family_id))).screens
    back = int(manager.dialog_data.get("back") or 0) + 1
    if back > len(screens):
        await open_needs(manager)
        return
    manager.dialog_data["back"] = back
    await ask_again(manager, screens[-back])


async def open_needs(manager: DialogManager) -> None:
    """The needs once more, those in force ticked."""
    ticks: Any = manager.find("needs")
    await ticks.reset_checked()
    for need in (await course(manager)).family.needs:
        await ticks.set_checked(need.value, True)
    manager.dialog_data.update(again=None, back=0, shown=None)
    await manager.switch_to(Questionnaire.needs)


def window_of(screen: Screen) -> State:
    """Which window asks these facts."""
    return Questionnaire.several if screen.multiple else _WINDOWS[REGISTRY[screen.facts[0]].shape]


async def _show(manager: DialogManager, now: Course, screen: Screen) -> None:
    """Open the window; what the family said last stands in it already, ready to be changed."""
    facts = [fact.value for fact in screen.facts]
    if manager.dialog_data.get("shown") != facts:
        manager.dialog_data["shown"] = facts
        await _put_ticks(manager, now, screen)
        _put_children(manager, now, screen)
    await manager.switch_to(window_of(screen))


async def _put_ticks(manager: DialogManager, now: Course, screen: Screen) -> None:
    ticks: Any = manager.find("marks")
    await ticks.reset_checked()
    for fact in screen.facts if screen.multiple else ():
        said = now.family.profile.get(fact)
        if said is not None and said.value is True:
            await ticks.set_checked(fact.value, True)


def _put_children(manager: DialogManager, now: Course, screen: Screen) -> None:
    said = now.family.profile.get(Fact.CHILDREN)
    if screen.facts == (Fact.CHILDREN,) and said is not None and isinstance(said.value, tuple):
        children: tuple[Child, ...] = said.value
        manager.dialog_data["children"] = write_children(children)


def _start(manager: DialogManager) -> dict[str, str]:
    return manager.start_data if isinstance(manager.start_data, dict) else {}
