"""What stands around a question: a kind second try, why an old answer is asked anew, and how much is left."""

from aiogram_dialog import DialogManager

from bot.dialogs.questionnaire.course import Course
from bot.dialogs.questionnaire.said import said_words
from bot.here import Here, here
from core.moments import spoken_date
from core.triage.facts import Fact


def with_head(manager: DialogManager, now: Course, facts: tuple[Fact, ...], question: str) -> str:
    """The question below what has to be said before it."""
    around = here(manager)
    parts = []
    if retry := manager.dialog_data.pop("retry", None):
        parts.append(around.say(f"retry-{retry}"))
    if again := _said_before(around, now, facts):
        parts.append(again)
    return "\n\n".join([*parts, question])


def with_progress(manager: DialogManager, now: Course, facts: tuple[Fact, ...], question: str) -> str:
    """The same with how many questions are left at most."""
    line = here(manager).say("questions-progress", left=now.left())
    return f"{with_head(manager, now, facts, question)}\n\n{line}"


def minimum_of(around: Here, now: Course) -> int | None:
    """The region's subsistence minimum in roubles a month; None where no single figure holds for the family."""
    region = now.family.profile.get(Fact.REGION)
    row = around.edition.catalogue.last_known_parameters(str(region.value), now.family.today) if region else None
    return int(row.minimum.per_capita) if row and not row.differs_by_territory else None


def _said_before(around: Here, now: Course, facts: tuple[Fact, ...]) -> str | None:
    """An outdated answer is named with its day, so that the question does not look forgetful."""
    old = [fact for fact in facts if fact in now.family.outdated]
    if not old:
        return None
    day = spoken_date(around.texts, min(now.family.profile[fact].at for fact in old))
    if len(facts) > 1:
        return around.say("question-outdated-several", day=day)
    words = said_words(around, old[0], now.family.profile, minimum_of(around, now))
    return around.say("question-outdated", day=day, words=words)
