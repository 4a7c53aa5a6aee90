"""What the questionnaire's windows show. Everything is derived from the family's answers at the moment of showing."""

from typing import Any

from aiogram_dialog import DialogManager

from bot.dialogs.questionnaire.course import current_screen
from bot.dialogs.questionnaire.said import band_words, fact_key
from bot.dialogs.questionnaire.saying import minimum_of, with_head, with_progress
from bot.here import Here, here
from core.moments import spoken_date
from core.triage.facts import REGISTRY, Evasion, Fact
from core.triage.needs import Need

MOST_REASONS = 4


async def resume(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """A family that comes back: since when, for what, how much is left."""
    around = here(dialog_manager)
    now, screen = await current_screen(dialog_manager)
    chosen, family = now.family.chosen, now.family
    named = ", ".join(around.label(f"need-{need.value}") for need in family.needs)
    day = spoken_date(around.texts, (chosen.chosen_at if chosen else around.now).date())
    lines = [around.say("resume-head", day=day), around.say("resume-needs", needs=named or around.label("need-all"))]
    if old := [fact for fact in (screen.facts if screen else ()) if fact in family.outdated]:
        names = ", ".join(around.label(fact_key(fact, "name")).lower() for fact in old)
        lines.append(around.say("resume-outdated", facts=names))
    lines.append(around.say("resume-left", left=now.left()) if screen else around.say("resume-nothing-left"))
    return {"body": "\n\n".join(lines), "open": screen is not None}


async def needs(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """About ten needs in the family's own words."""
    around = here(dialog_manager)
    now, _screen = await current_screen(dialog_manager)
    return {
        "body": around.say("needs-again" if now.family.chosen else "needs-ask"),
        "needs": [(need.value, around.label(f"need-{need.value}")) for need in Need],
        "chosen": bool(_ticked(dialog_manager, "needs")),
    }


async def question(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One yes/no question."""
    now, screen = await current_screen(dialog_manager)
    around = here(dialog_manager)
    if screen is None:
        return {"body": around.say("questions-over"), "may_refuse": False}
    spec = REGISTRY[screen.facts[0]]
    return {
        "body": with_progress(dialog_manager, now, screen.facts, around.say(spec.question)),
        "may_refuse": Evasion.REFUSED in spec.evasions,
    }


async def several(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Several yes/no facts as one list to tick."""
    around = here(dialog_manager)
    now, screen = await current_screen(dialog_manager)
    marked = _ticked(dialog_manager, "marks")
    facts = screen.facts if screen else ()
    return {
        "body": with_progress(dialog_manager, now, facts, around.say("question-several")),
        "options": [(fact.value, around.label(REGISTRY[fact].option)) for fact in facts],
        "any_marked": bool(marked),
        "none_marked": not marked,
        "may_refuse": True,
    }


async def income(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Bands cut where this family's measures differ; nobody is asked for a sum, and a typed one is not kept."""
    around = here(dialog_manager)
    now, screen = await current_screen(dialog_manager)
    bands = screen.bands if screen else ()
    base = minimum_of(around, now)
    words = around.say(fact_key(Fact.INCOME_PER_HEAD_RATIO, "question"))
    if base is not None:
        words = f"{words}\n\n{around.say('income-typed')}"
    return {
        "body": with_progress(dialog_manager, now, (Fact.INCOME_PER_HEAD_RATIO,), words),
        "bands": [(str(place), band_words(around, band, base)) for place, band in enumerate(bands)],
        "may_refuse": True,
    }


async def regions(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Regions with a pack on buttons; any other is typed."""
    around = here(dialog_manager)
    now, _screen = await current_screen(dialog_manager)
    return {
        "body": with_head(dialog_manager, now, (Fact.REGION,), around.say("fact-region-question")),
        "regions": [(one.code, one.name) for one in around.edition.catalogue.regions_with_pack()],
    }


async def weeks(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How far the pregnancy is: a term to tap or words to type."""
    around = here(dialog_manager)
    now, _screen = await current_screen(dialog_manager)
    words, terms = around.say("fact-pregnancy-weeks-question"), now.questions.terms(now.family.fresh)
    return {
        "body": with_head(dialog_manager, now, (Fact.PREGNANCY_WEEKS,), words),
        "terms": [("-".join(map(str, term)), _term_words(around, *term)) for term in terms],
        "may_refuse": True,
    }


def _term_words(around: Here, first: int, last: int) -> str:
    return around.label("weeks-term", term=str(first) if first == last else f"{first}–{last}", last=last)


async def why(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What the open question decides, by the names of the measures."""
    around = here(dialog_manager)
    now, screen = await current_screen(dialog_manager)
    if screen is None:
        return {"body": around.say("questions-over")}
    lines = [around.say(REGISTRY[fact].help) for fact in screen.facts[:1] if not screen.multiple]
    lines = lines or [around.say("why-several")]
    asked = (m for fact in screen.facts for m in now.questions.why(fact, now.family.fresh))
    named = [around.edition.catalogue.measure(one) for one in dict.fromkeys(asked)]
    lines += [around.say("why-measure", title=measure.title) for measure in named[:MOST_REASONS] if measure]
    return {"body": "\n".join(lines)}


def _ticked(manager: DialogManager, widget: str) -> list[str]:
    found: Any = manager.find(widget)
    return list(found.get_checked()) if found else []
