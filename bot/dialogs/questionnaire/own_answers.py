"""«Мои ответы»: everything said so far, who said otherwise and when, and a way to change each answer.

A specialist's word stands above the family's, and both are shown: nothing about a family changes behind its back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from bot.dialogs.questionnaire.course import Course, ask_again, course
from bot.dialogs.questionnaire.said import fact_key, said_words, value_words
from bot.dialogs.questionnaire.saying import minimum_of
from bot.here import Here, here
from core.families.profile import HistoryEntry, ReadHistory, read_history
from core.families.tables import AuthorKind
from core.moments import spoken_date
from core.triage.facts import REGISTRY, Evasion, Fact
from core.triage.profile import FactValue, Provenance

_LONGEST_LABEL = 60
_ESTABLISHED = {
    Provenance.DOCUMENT: "answer-by-document",
    Provenance.AGENCY: "answer-by-agency",
    Provenance.SPECIALIST: "answer-by-specialist",
}


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """Renders the answers of one family."""

    around: Here
    now: Course
    entries: tuple[HistoryEntry, ...]
    base: int | None

    def buttons(self) -> list[tuple[str, str]]:
        """One button per answered question."""
        return [(fact.value, self._label(fact)[:_LONGEST_LABEL]) for fact in self._answered()]

    def body(self) -> str:
        """The heading, and a line for every answer that needs one."""
        answered = self._answered()
        if not answered:
            return self.around.say("answers-empty")
        notes = [line for fact in answered for line in self._notes(fact)]
        head = self.around.say("answers-list")
        return "\n\n".join([head, "\n".join(notes)]) if notes else head

    def _answered(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in REGISTRY if self.now.family.profile.answered(fact))

    def _label(self, fact: Fact) -> str:
        return f"{self._name(fact)}: {said_words(self.around, fact, self.now.family.profile, self.base)}"

    def _notes(self, fact: Fact) -> Iterator[str]:
        said = self.now.family.profile.get(fact)
        if said is None:
            return
        day = spoken_date(self.around.texts, said.at)
        if key := _ESTABLISHED.get(said.provenance):
            value = value_words(self.around, fact, said.value, self.base)
            yield self.around.say(key, name=self._name(fact), words=value, day=day)
            yield from self._own_word(fact, said)
        if fact in self.now.family.outdated:
            yield self.around.say("answer-outdated", name=self._name(fact), day=day)

    def _own_word(self, fact: Fact, standing: FactValue) -> Iterator[str]:
        """What the family itself said last, where that differs."""
        own = [one.answer for one in self.entries if one.fact is fact and one.author_kind is AuthorKind.ADULT]
        if not own or isinstance(own[-1], Evasion) or own[-1].value == standing.value:
            return
        key = "answer-disputed" if fact in self.now.family.told.disputed else "answer-was"
        yield self.around.say(key, words=value_words(self.around, fact, own[-1].value, self.base))

    def _name(self, fact: Fact) -> str:
        return self.around.label(fact_key(fact, "name"))


async def answers_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The list; several children of whom one has a disability may be told apart."""
    around, now = here(dialog_manager), await course(dialog_manager)
    history = await around.desk.read(read_history, ReadHistory(now.family.told.family_id))
    shown = OwnAnswers(around, now, history.entries, minimum_of(around, now))
    disabled, children = (now.family.profile.get(fact) for fact in (Fact.CHILD_DISABLED, Fact.CHILDREN))
    several = children is not None and isinstance(children.value, tuple) and len(children.value) > 1
    return {
        "body": shown.body(),
        "answers": shown.buttons(),
        "which": bool(disabled and disabled.value is True and several),
    }


async def change_answer(query: CallbackQuery, widget: Any, manager: DialogManager, fact: str) -> None:
    """Ask one answered question again."""
    await ask_again(manager, (Fact(fact),))
