"""Families of Fluent keys: what the program puts into the hole of each. A new family must be added here to pass."""

import ast
import re
from collections.abc import Iterable
from itertools import product

from admin.moments import NAPS
from admin.skips import WORDED
from admin.views.account import DONE
from admin.views.assigning import BY_HAND
from admin.views.campaigns import REASONS
from admin.views.cases import PROBLEMS
from admin.views.centre import SPECIALITIES
from admin.views.deeds import _REASONS
from admin.views.duty import _REASONS as _DUTY_REASONS
from app.settings import ROOT
from bot.consent import TEXT_KEYS
from bot.dialogs.mydata import _COUNTED
from bot.dialogs.mydata.readable import CLOSED_SETS
from bot.dispatcher import COMMANDS
from core.accompaniment.tables import AgencyState, GoalState
from core.booking.check_in import Outcome
from core.booking.hits import Why
from core.booking.refusals import Reason
from core.booking.setup import Missing
from core.booking.states import DayKind, GatheringKind, Mode, PartOfDay, Status
from core.cases.inbox import Queue
from core.cases.states import (
    CaseLevel,
    CaseState,
    Content,
    Delivery,
    Direction,
    FileState,
    Happening,
    OwnerKind,
    WaitsFor,
)
from core.catalog.conditions import Comparison, Flag
from core.catalog.helplines import CrisisType
from core.catalog.measures import FormulaBase, WhereToApply
from core.centres.states import Assigning
from core.crisis.cards import Audience
from core.duty.helplines import Freshness
from core.duty.states import Line, Step
from core.duty.states import StepState as RungState
from core.families.reaching import Closed
from core.families.spoken import Spoken
from core.families.tables import AuthorKind, ConsentPurpose, StepDoer, StepState
from core.families.topics import Topic
from core.feedback.tables import ProposalState
from core.messaging.channel_health import Trouble
from core.outreach.campaigns.counting import OTHERS
from core.outreach.campaigns.previewing import ELSEWHERE
from core.outreach.campaigns.states import CampaignState, RecipientState, Repeat
from core.outreach.changes.directions import WRITTEN_ABOUT, Move
from core.outreach.check_ins.tables import HowItGoes
from core.outreach.coming import Turn
from core.staff.passwords import Weakness
from core.triage.facts import REGISTRY, Evasion, Fact, Shape
from core.triage.needs import Need
from core.triage.profile import Provenance
from core.triage.said_ages import RetryReason
from core.triage.verdicts import Verdict

NO_KEYS = {"file-{}", "type-{}"}
"""Made like a key, but the name of a file or of a row of weights."""

NO_KEY_WORDS = {"ground-children", "ground-weeks"} | {
    "check-ins",
    "child-helpline",
    "child-in-danger-123",
    "file-gone",
    "no-address",
    "no-store",
    "no-such-date",
    "settlement-change",
}
"""Strings of the code that begin like a key: beginnings of families, and names of other things."""

_MONTHS, _WEEKDAYS = range(1, 13), range(1, 8)
_TONES = ("adult", "child")
_SIDES = ("yes", "no")
_COUNTS = list(product(("ground-children", "ground-weeks"), _SIDES))
_PROMISING = (Verdict.YES, Verdict.CHECK, Verdict.ASK)
_EXPORTED: dict[str, Iterable[str]] = {
    "purpose": ConsentPurpose,
    "author": AuthorKind,
    "doer": StepDoer,
    "state": StepState,
    "mode": Mode,
    "status": Status,
    "case_state": CaseState,
    "from": ("family", "centre"),
    "goal": GoalState,
    "proposal_state": ProposalState,
    "agency_state": AgencyState,
    "kind": Content,
    "how": HowItGoes,
    "language": Spoken,
}


def _asked_facts(part: str) -> list[str]:
    """An option stands on a button of a list of yes/no facts; the other parts belong to every fact."""
    return [fact for fact, spec in REGISTRY.items() if part != "option" or spec.shape is Shape.YES_NO]


def _fault_pages() -> set[str]:
    """Reasons of the page that explains a fault: the last words of `explained(...)` and the table of statuses."""
    found: set[str] = set()
    for path in sorted((ROOT / "admin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "explained":
                found |= {part.value for arg in node.args[2:3] for part in ast.walk(arg) if _word(part)}
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "known":
                found |= {part.value for part in ast.walk(node.value) if _word(part)}
    return found


def _word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _retries() -> set[str]:
    """Second tries that a handler asks for by itself, besides those of the reading of ages."""
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("handlers.py"))
    lines = [line for line in source.splitlines() if 'dialog_data["retry"] =' in line]
    return {word for line in lines for word in re.findall(r'"(\w+)"', line) if word != "retry"}


def _exports(kind: str) -> set[str]:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("family_part.py"))
    return set(re.findall(rf'{kind}\(\s*"(\w+)"', source))


_LEAVING = ("give-up", "stop")
FAMILIES: dict[str, Iterable[object]] = {
    "booking-mode-{}": Mode,
    "booking-refused-{}": Reason,
    "gathering-{}": (*GatheringKind, *_LEAVING),
    "gathering-{}-one": _LEAVING,
    "waiting-part-{}": PartOfDay,
    "waiting-when-{}": PartOfDay,
    "calendar-month-{}": _MONTHS,
    "check-in-{}": HowItGoes,
    "check-in-said-{}": (HowItGoes.MANAGING, HowItGoes.NOT_BEGUN),
    "calendar-weekday-{}": _WEEKDAYS,
    "command-{}": COMMANDS,
    "consent-name-{}": ConsentPurpose,
    "crisis-call-{}": _TONES,
    "crisis-handover-{}": _TONES,
    "crisis-{}-ask-{}": product(CrisisType, Audience),
    "crisis-{}-do-{}": product(CrisisType, Audience),
    "export-field-{}": {*_exports("Field"), "value", "not_answered"},
    "export-section-{}": _exports("Section"),
    "export-{}-{}": [(name, member) for name in sorted(CLOSED_SETS) for member in _EXPORTED[name]],
    "fact-{}-help": _asked_facts("help"),
    "fact-{}-option": _asked_facts("option"),
    "fact-{}-question": _asked_facts("question"),
    "fact-{}-{}": product(Fact, ("name", "question")),
    "ground-aged-{}": _SIDES,
    "ground-born-since-{}": _SIDES,
    "ground-born-{}": _SIDES,
    "ground-income-{}": Comparison,
    "ground-region-{}": _SIDES,
    "ground-regions-{}": _SIDES,
    "ground-several-younger-{}": _SIDES,
    "ground-younger-{}": _SIDES,
    "ground-{}-{}": product(Flag, _SIDES),
    "minimum-{}": [base.rpartition(".")[2] for base in FormulaBase if base.startswith("subsistence_minimum.")],
    "month-of-{}": _MONTHS,
    "month-{}": _MONTHS,
    "mydata-kept-{}": _COUNTED,
    "need-{}": Need,
    "news-head-{}": WRITTEN_ABOUT,
    "news-tail-{}": WRITTEN_ABOUT,
    "notice-do-{}": ("act", "wait"),
    "notice-line-{}": Turn,
    "notice-{}": Turn,
    "on-weekday-{}": _WEEKDAYS,
    "plan-button-{}": StepState,
    "plan-doer-{}": StepDoer,
    "plan-head-{}": StepDoer,
    "plan-line-{}": StepState,
    "plan-state-{}": StepState,
    "retry-{}": {*RetryReason, *_retries()},
    "search-{}": ("talk-hello", "talk-thanks", "talk-who"),
    "spoken-{}": Spoken,
    "topic-{}": Topic,
    "urgent-kind-{}": CrisisType,
    "visit-bring-{}": Mode,
    "visit-status-{}": [status for status in Status if status is not Status.CONFIRMED],
    "here-{}": Outcome,
    "visit-then-{}": (Mode.PLACE, Mode.VIDEO),
    "visit-weekday-{}": _WEEKDAYS,
    "visit-where-{}": Mode,
    "where-{}": WhereToApply,
    "{}-between-{}": _COUNTS,
    "{}-exactly-{}": _COUNTS,
    "{}-from-{}": _COUNTS,
    "{}-up-to-{}": _COUNTS,
    "{}-count": [f"verdict-{verdict.value}" for verdict in _PROMISING],
    "panel-assigning-problem-{}": ("gone",),
    "panel-assigning-{}": (BY_HAND, *Assigning),
    "panel-danger-{}": CrisisType,
    "panel-duty-line-{}": Line,
    "panel-duty-notice-{}": _DUTY_REASONS.values(),
    "panel-duty-share-{}": ("good", "bad"),
    "panel-helpline-{}": (Freshness.FRESH, Freshness.OLD),
    "panel-roster-problem-{}": ("unclear", "cannot"),
    "panel-rung-{}": Step,
    "panel-rung-state-{}": RungState,
    "panel-weekday-{}": _WEEKDAYS,
    "panel-answer-{}": Evasion,
    "panel-channel-{}": Trouble,
    "panel-campaign-no-{}": set(REASONS.values()),
    "panel-campaign-repeat-{}": Repeat,
    "panel-campaign-state-{}": CampaignState,
    "panel-campaign-{}": ("return", "cancel", "pause", "resume"),
    "panel-case-{}": CaseState,
    "panel-case-problem-{}": PROBLEMS.values(),
    "panel-goal-make-{}": GoalState,
    "panel-goal-{}": (GoalState.REACHED, GoalState.DROPPED),
    "panel-level-{}": CaseLevel,
    "panel-step-make-{}": StepState,
    "panel-steps-of-{}": StepDoer,
    "panel-consent-{}": ConsentPurpose,
    "panel-content-{}": Content,
    "panel-delivery-{}": Delivery,
    "panel-doer-{}": StepDoer,
    "panel-done-{}": DONE,
    "panel-empty-{}": Queue,
    "panel-excluded-{}": (*Closed, OTHERS, ELSEWHERE),
    "panel-move-{}": Move,
    "panel-skip-{}": {*(reason.replace(" ", "-") for reason in WORDED), "other"},
    "change-title-{}": WRITTEN_ABOUT,
    "change-words-{}": WRITTEN_ABOUT,
    "panel-fact-{}": [fact.replace("_", "-") for fact in Fact],
    "panel-fault-{}": _fault_pages(),
    "panel-fault-{}-text": _fault_pages(),
    "panel-file-{}": [state for state in FileState if state is not FileState.AVAILABLE],
    "panel-happening-{}": Happening,
    "panel-keys-{}": [
        "next",
        "previous",
        "open",
        "take",
        "reply",
        "note",
        "assign",
        "snooze",
        "tag",
        "close",
        "family",
        "plan",
        "queues",
        "search",
        "template",
        "send",
        "leave",
        "help",
    ],
    "panel-book-problem-{}": {*Reason, "family", "not-now", "address", "phone"},
    "panel-centre-missing-{}": Missing,
    "panel-centre-problem-{}": (
        "hours",
        "words",
        "minutes",
        "ages",
        "window",
        "modes",
        "ways",
        "day",
        "past",
        "only-people-open",
        "not-ready",
        "gone",
    ),
    "panel-day-kind-{}": DayKind,
    "panel-hit-{}": Why,
    "panel-gathering-{}": GatheringKind,
    "panel-gathering-problem-{}": ("words", "ages", "times", "family", "age", "enough", "room", "meets", "gone"),
    "panel-outings-problem-{}": ("words", "way", "hours", "day", "whom", "elsewhere", "gone"),
    "panel-mode-{}": Mode,
    "panel-nap-{}": NAPS,
    "panel-offer-{}": ("accept", "refuse"),
    "panel-proposal-{}": ProposalState,
    "proposal-{}": ProposalState,
    "panel-correction-{}": (Delivery.QUEUED, Delivery.FAILED),
    "panel-recall-{}": ("failed", "seen", "unseen"),
    "panel-part-{}": PartOfDay,
    "panel-speciality-{}": SPECIALITIES,
    "panel-visit-cancel-{}": ("silent", "call", "tells"),
    "panel-visit-move-{}": ("silent", "call", "tells"),
    "panel-visit-status-{}": Status,
    "panel-visit-told-{}": (*_SIDES, *(f"booked-{side}" for side in _SIDES)),
    "panel-notice-{}": {*_REASONS.values(), "taken-by", "newer", "files-too-big", "too-long", "another-length"},
    "panel-owner-{}": (OwnerKind.QUEUE, OwnerKind.BOT),
    "panel-password-problem-{}": {*Weakness, "old"},
    "panel-queue-{}": Queue,
    "panel-recipient-{}": RecipientState,
    "panel-retry-{}": ("failed", "unknown"),
    "panel-said-{}": [direction for direction in Direction if direction is not Direction.SYSTEM],
    "panel-search-said-{}": [direction for direction in Direction if direction is not Direction.SYSTEM],
    "panel-sign-in-{}": ("wrong", "ended"),
    "panel-source-{}": [who.name.lower() for who in Provenance],
    "panel-verdict-{}": [verdict.value for verdict in _PROMISING],
    "panel-visit-{}": [status for status in Status if status not in (Status.CANCELLED, Status.EXPIRED)],
    "panel-visit-record-{}": (Status.ARRIVED, Status.DONE, Status.NO_SHOW),
    "panel-waits-{}": WaitsFor,
    "panel-waits-since-{}": WaitsFor,
    "panel-why-no-reply-{}": ("address", "colleague", "owner"),
}
"""Family -> what stands in its holes. The bot writes dashes where a code has underscores; the panel keeps the code."""

STORED_BY_KEY = set(TEXT_KEYS.values())
"""Keys kept in a table of the code."""


def keys_of(family: str, members: Iterable[object]) -> set[str]:
    """Every key of a family."""
    keys = {family.format(*(member if isinstance(member, tuple) else (member,))) for member in members}
    underscored = family.startswith(("panel-", "export-field-", "export-section-"))
    return keys if underscored else {key.replace("_", "-") for key in keys}
