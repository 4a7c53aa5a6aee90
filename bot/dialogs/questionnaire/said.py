"""Answers as the family would say them, for «мои ответы» and for the options of the income question."""

from math import inf

from bot.dialogs.questionnaire.said_children import child_words
from bot.here import Here
from core.triage.facts import Evasion, Fact
from core.triage.profile import Band, Child, Pregnancy, Profile, Value

_EVASIONS = {Evasion.UNKNOWN: "said-unknown", Evasion.REFUSED: "said-refused"}


def fact_key(fact: Fact, part: str) -> str:
    """The Fluent key of a fact's `name`, `question`, `option` or `help`."""
    return f"fact-{fact.value.replace('_', '-')}-{part}"


def said_words(around: Here, fact: Fact, profile: Profile, base: int | None) -> str:
    """What the family answered, in a few words."""
    evaded = profile.evaded.get(fact)
    if evaded is not None:
        return around.label(_EVASIONS[evaded])
    return value_words(around, fact, profile[fact].value, base)


def value_words(around: Here, fact: Fact, value: Value, base: int | None) -> str:
    """One value in a few words. `base`: the region's minimum in roubles, None where no single figure holds."""
    match value:
        case bool():
            return around.label("answer-yes" if value else "answer-no")
        case Band() as band:
            return band_words(around, band, base)
        case Pregnancy():
            return around.label("said-pregnancy")
        case tuple() as children:
            return children_words(around, children)
    region = around.edition.catalogue.region(value) if fact is Fact.REGION else None
    return region.name if region else str(value)


def children_words(around: Here, children: tuple[Child, ...]) -> str:
    """«2 ребёнка: 2019, май 2023»."""
    if not children:
        return around.label("said-no-children")
    births = ", ".join(child_words(around, child) for child in children)
    return around.label("said-children", count=len(children), births=births)


def band_words(around: Here, band: Band, base: int | None) -> str:
    """An income band in roubles a month per person, or in shares of the minimum where no single sum is known.

    The side of each end is kept: «до … включительно» and «меньше …» are different answers to a rule.
    """
    if band.exact:
        return around.label("band-exactly", sum=_sum(around, band.low, base))
    if band.high == inf:
        key = "band-from" if band.low_closed else "band-over"
        return around.label(key, low=_sum(around, band.low, base))
    if band.low == 0:
        key = "band-up-to" if band.high_closed else "band-under"
        return around.label(key, high=_sum(around, band.high, base))
    return around.label("band-between", low=_sum(around, band.low, base), high=_sum(around, band.high, base))


def _sum(around: Here, ratio: float, base: int | None) -> str:
    if base is None:
        return around.label("share-of-minimum", share=ratio)
    return around.label("roubles", sum=f"{round(ratio * base):,}".replace(",", "\u00a0"))
