"""The family's card beside the conversation (C3), as one read.

The answers of a family are shown to specialists only while the adult in the conversation agrees to it: that is what the
consent to hand over is for (D11). Without it the card says so and shows consents alone.
"""

from dataclasses import dataclass
from datetime import date

from core.booking.appointments import Visit
from core.booking.listing import ReadMyVisits, read_my_visits
from core.families.consenting import Consents, ReadConsents, read_consents
from core.families.phone import KnownPhone, PhoneOf, read_family_phone
from core.families.plan import ReadPlan, Step, read_plan
from core.families.profile import FamilyProfile, ReadProfile, read_profile
from core.families.received import ReadReceived, ReceivedMeasures, read_received
from core.families.tables import ConsentPurpose
from core.permissions import Permission
from core.triage.facts import REGISTRY, Evasion, Fact
from core.triage.profile import Answer, FactValue, expired
from core.use_case import Tx, use_case


@dataclass(frozen=True, slots=True)
class CardOf:
    """A family, and the adult whose conversation is open."""

    family_id: int
    adult_id: int


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer with what a specialist needs to trust it."""

    fact: Fact
    answer: Answer
    stale: bool
    """Old enough to be asked again; it still counts."""
    disputed: bool
    """A weaker source last said something else: ask."""

    @property
    def said_on(self) -> date | None:
        """The family's calendar day of the answer; None for a question it did not answer."""
        return self.answer.at if isinstance(self.answer, FactValue) else None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the consent to hand over opens."""

    profile: FamilyProfile
    answers: tuple[AnswerLine, ...]
    steps: tuple[Step, ...]
    visits: tuple[Visit, ...]
    """Booked and still ahead."""
    received: ReceivedMeasures


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """The card. `shown` None: the adult has not agreed that specialists read the answers."""

    family_id: int
    ticket: str
    consents: Consents
    phone: KnownPhone
    """The last figures of the number at which this adult is rung."""
    shown: Shown | None


@use_case(Permission.READ_FAMILY)
def family_card(tx: Tx, query: CardOf) -> FamilyCard:
    """The card of a family of the own centre. Raises `Forbidden`, `UnknownFamily`."""
    found = read_profile(tx, ReadProfile(query.family_id))
    consents = read_consents(tx, ReadConsents(query.adult_id))
    shown = None
    if consents.in_force(ConsentPurpose.HAND_OVER):
        steps = read_plan(tx, ReadPlan(query.family_id)).steps
        visits = read_my_visits(tx, ReadMyVisits(query.family_id)).entries
        received = read_received(tx, ReadReceived(query.family_id))
        shown = Shown(found, _answers(found), steps, visits, received)
    phone = read_family_phone(tx, PhoneOf(query.family_id, query.adult_id))
    return FamilyCard(query.family_id, found.ticket, consents, phone, shown)


def _answers(found: FamilyProfile) -> tuple[AnswerLine, ...]:
    """Answered questions in the order facts are named to people."""
    lines = [_line(found, fact) for fact in REGISTRY if found.profile.answered(fact)]
    return tuple(lines)


def _line(found: FamilyProfile, fact: Fact) -> AnswerLine:
    answer: Answer = found.profile.known[fact] if fact in found.profile.known else found.profile.evaded[fact]
    stale = not isinstance(answer, Evasion) and expired(fact, answer, found.today)
    return AnswerLine(fact, answer, stale, fact in found.disputed)
