"""What the questionnaire's windows show. Everything is derived from the family's answers at the moment of showing."""

from typing import Any

from aiogram_dialog import DialogManager

from bot.dialogs.questionnaire.course import Course, current_screen
from bot.dialogs.questionnaire.said import band_words, fact_key, said_words
from bot.here import Here, here
from core.triage.facts import REGISTRY, Evasion, Fact
from core.triage.needs import Need

TERMS = ("1-11", "12-22", "23-29", "30-40")


async def needs(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """About ten needs in the family's own words."""
    around = here(dialog_manager)
    marked = _ticked(dialog_manager, "needs")
    known = around.desk.adult is not None and "resumes" in dialog_manager.dialog_data
    return {
        "body": around.say("needs-again" if known else "needs-ask"),
        "needs": [(need.value, around.label(f"need-{need.value}")) for need in Need],
        "chosen": bool(marked),
    }


async def question(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One yes/no question."""
    now, screen = await current_screen(dialog_manager)
    if screen is None:
        return {"body": here(dialog_manager).say("questions-over"), "may_refuse": False}
    spec = REGISTRY[screen.facts[0]]
    around = here(dialog_manager)
    return {
        "body": _with_progress(around, now, around.say(spec.question)),
        "may_refuse": Evasion.REFUSED in spec.evasions,
    }


async def several(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Several yes/no facts as one list to tick."""
    around = here(dialog_manager)
    now, screen = await current_screen(dialog_manager)
    marked = _ticked(dialog_manager, "marks")
    facts = screen.facts if screen else ()
    return {
        "body": _with_progress(around, now, around.say("question-several")),
        "options": [(fact.value, around.label(REGISTRY[fact].option)) for fact in facts],
        "any_marked": bool(marked),
        "none_marked": not marked,
        "may_refuse": True,
    }


async def income(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Bands cut where this family's measures differ; nobody is asked for a sum."""
    around = here(dialog_manager)
    now, screen = await current_screen(dialog_manager)
    bands = screen.bands if screen else ()
    base = minimum_of(around, now)
    return {
        "body": _with_progress(around, now, around.say(fact_key(Fact.INCOME_PER_HEAD_RATIO, "question"))),
        "bands": [(str(place), band_words(around, band, base)) for place, band in enumerate(bands)],
        "may_refuse": True,
    }


async def regions(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Regions with a pack."""
    found = here(dialog_manager).edition.catalogue.regions_with_pack()
    return {"regions": [(one.code, one.name) for one in found], "may_refuse": False}


async def weeks(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How far the pregnancy is: a term to tap or words to type."""
    around = here(dialog_manager)
    retry = dialog_manager.dialog_data.pop("retry", None)
    body = around.say("fact-pregnancy-weeks-question")
    if retry:
        body = f"{around.say(f'retry-{retry}')}\n\n{body}"
    return {
        "body": body,
        "terms": [(term, around.label("weeks-term", term=term.replace("-", "–"))) for term in TERMS],
        "may_refuse": True,
    }


async def why(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What the open question decides, by the names of the measures."""
    around = here(dialog_manager)
    now, screen = await current_screen(dialog_manager)
    if screen is None:
        return {"body": around.say("questions-over")}
    lines = [around.say(REGISTRY[fact].help) for fact in screen.facts[:1] if not screen.multiple]
    lines = lines or [around.say("why-several")]
    measures = {m for fact in screen.facts for m in now.questions.why(fact, now.family.profile)}
    named = [around.edition.catalogue.measure(one) for one in sorted(measures)][:4]
    lines += [around.say("why-measure", title=measure.title) for measure in named if measure]
    return {"body": "\n".join(lines)}


async def answers(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Everything said so far; each answer may be changed."""
    around = here(dialog_manager)
    now, _screen = await current_screen(dialog_manager)
    profile = now.family.profile
    base = minimum_of(around, now)
    lines = [
        (fact.value, f"{around.label(fact_key(fact, 'name'))}: {said_words(around, fact, profile, base)}")
        for fact in REGISTRY
        if profile.answered(fact)
    ]
    body = around.say("answers-list") if lines else around.say("answers-empty")
    return {"body": body, "answers": [(fact, words[:64]) for fact, words in lines]}


def _ticked(manager: DialogManager, widget: str) -> list[str]:
    found = manager.find(widget)
    return list(found.get_checked()) if found else []


def _with_progress(around: Here, now: Course, question: str) -> str:
    progress = now.questions.progress(now.family.profile)
    line = around.say(
        "questions-progress", decided=progress.decided, measures=progress.measures, left=progress.questions_left_at_most
    )
    return f"{question}\n\n{line}"


def minimum_of(around: Here, now: Course) -> int | None:
    """The region's subsistence minimum in roubles a month; None where no single figure holds for the family."""
    region = now.family.profile.get(Fact.REGION)
    row = around.edition.catalogue.last_known_parameters(str(region.value), now.family.today) if region else None
    return int(row.minimum.per_capita) if row and not row.differs_by_territory else None
