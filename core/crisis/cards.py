"""The card somebody in danger gets: whom to call, one thing to do, one question. At most five short lines.

A card is keys of Fluent messages (`data/texts/ru/crisis.ftl`) with the data of help lines; who draws it adds buttons.
Promises: the number comes first and 112 is always there, even without any data; a line that is not cleared for
families is never on a card (`crisis.yaml`, usage); a hand-over is promised only while somebody is on duty; the last
line is the only question; the bot promises nothing for others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.catalog.helplines import CrisisType, HelpLine
from core.crisis.signals import Severity, Signal, Subject, Voice
from core.messaging.letters import Text

MOST_LINES = 5
"""Lines of a card (acceptance row E10)."""

QUIET = timedelta(minutes=30)
"""The same card is not shown again for so long (E.3, step 4)."""

EMERGENCY = "emergency-112"

FIRST_LINES: Mapping[CrisisType, tuple[str, ...]] = {
    CrisisType.SUICIDE: ("mchs-psy", "child-helpline"),
    CrisisType.SELF_HARM: ("child-helpline", "ambulance-103"),
    CrisisType.DOMESTIC_VIOLENCE: ("police-102", "gosuslugi-dv"),
    CrisisType.CHILD_ABUSE: ("child-in-danger-123", "child-helpline"),
    CrisisType.CHILD_MISSING: ("police-102", "lizaalert"),
    CrisisType.HUNGER_NO_FOOD: ("kcson-urgent", "social-contact-centre"),
    CrisisType.EVICTION_HOMELESS: ("kcson-urgent", "legal-aid"),
    CrisisType.ACUTE_MEDICAL: ("ambulance-103",),
}
"""Lines of a type in the order of their use (`crisis.yaml`, first_lines); others stand in for a missing one."""

CHILD_LINES = ("child-helpline", "child-in-danger-123")
"""Lines a child can ring without grown-ups; they come first when a child writes."""


class Audience(StrEnum):
    """To whom the words of a card are said."""

    SELF = "self"
    CHILD = "child"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Card:
    """Lines in the order they are shown; the last one asks."""

    lines: tuple[Text, ...]


STATIC = Card((Text("crisis-static"),))
"""The card for a broken bot: no database, no catalogue, nothing but 112 (`data/texts/ru/urgent.ftl`)."""


def card(signal: Signal, helplines: Iterable[HelpLine], region: str | None, on_duty: bool) -> Card:
    """The card for a signal; `region` is the code of the family's region, None if it is not known."""
    audience = audience_of(signal)
    advice = Text(f"crisis-{_slug(signal.type)}-do-{audience}")
    handover = (Text(f"crisis-handover-{_tone(audience)}"),) if on_duty else ()
    question = Text(f"crisis-{_slug(signal.type)}-ask-{audience}")
    room = MOST_LINES - len((_call_key(signal), advice, *handover, question))
    shown = [line for line in helplines if line.show_to_family and line.serves(region)]
    numbers = map(_number, _chosen(signal.type, audience, shown)[:room])
    return Card((Text(_call_key(signal)), *numbers, advice, *handover, question))


def audience_of(signal: Signal) -> Audience:
    """A child is spoken to as a child, whoever is in danger; a grown-up as the one in danger or the one beside."""
    if signal.voice is Voice.CHILD:
        return Audience.CHILD
    return Audience.SELF if signal.subject is Subject.SELF else Audience.NEAR


def may_show(last_shown: datetime | None, now: datetime) -> bool:
    """Whether the card may be shown (again). Both times are aware; `last_shown` is that of the same card."""
    return last_shown is None or now - last_shown >= QUIET


def _call_key(signal: Signal) -> str:
    if signal.severity is Severity.SOFT:
        return "crisis-call-soft"
    return f"crisis-call-{_tone(audience_of(signal))}"


def _number(line: HelpLine) -> Text:
    """A line that can be rung, or a place to ask at; «8-800-2000-122 или 124» if it has two numbers."""
    numbers = dict.fromkeys(number for number in (line.phone, line.short_number) if number)
    if not numbers:
        return Text("crisis-place", {"name": line.name})
    return Text("crisis-line", {"numbers": " или ".join(numbers), "name": line.name})


def _chosen(type_: CrisisType, audience: Audience, lines: list[HelpLine]) -> list[HelpLine]:
    order = (CHILD_LINES if audience is Audience.CHILD else ()) + FIRST_LINES[type_]
    place = {id_: number for number, id_ in reversed(list(enumerate(order)))}
    of_type = [line for line in lines if type_ in line.crisis_types and line.id != EMERGENCY]
    return sorted(of_type, key=lambda line: (place.get(line.id, len(order)), line.regions is None))


def _slug(type_: CrisisType) -> str:
    return type_.value.replace("_", "-")


def _tone(audience: Audience) -> str:
    return "child" if audience is Audience.CHILD else "adult"
