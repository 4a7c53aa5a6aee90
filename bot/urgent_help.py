"""Urgent help: numbers at once, a person told at once, no false comfort, and the talk is never ended by the bot.

The card answers the very message that spoke of danger; the same card is not repeated within thirty minutes. Somebody
with a centre is put before its people as a crisis, also before any consent (that call is its own basis).
"""

from datetime import datetime

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.here import Here
from core.cases.call_person import Called, CallPerson, call_person
from core.cases.refusals import CentreNotOpened
from core.catalog.helplines import CrisisType
from core.crisis.cards import Card, card, may_show
from core.crisis.signals import Severity, Signal, Subject, Voice
from core.use_case import Forbidden

GENERAL_LINES = ("ambulance-103", "police-102", "child-helpline")
CALL_ACTION = "urgent:call"
MISTAKE_ACTION = "urgent:mistake"


async def answer_danger(message: Message, around: Here, signal: Signal) -> None:
    """Show the card and tell the centre's people."""
    called = await tell_the_centre(around) if signal.severity >= Severity.SERIOUS else None
    if await _may_show(around, signal.type):
        words = await signal_words(around, signal, on_duty=called is not None and called.answering_now)
        await message.answer(words, reply_markup=_buttons(around, called))


async def signal_words(around: Here, signal: Signal, *, on_duty: bool) -> str:
    """The card for a recognised danger; a hand-over is promised only while somebody is there."""
    region = (await around.place()).region
    return _html(around, card(signal, around.edition.catalogue.helplines(region), region, on_duty))


async def general_words(around: Here) -> str:
    """Numbers for somebody who has not said what happened: 112 always, then the lines everybody should know."""
    lines = {line.id: line for line in around.edition.catalogue.helplines((await around.place()).region)}
    known = [lines[one] for one in GENERAL_LINES if one in lines]
    numbers = [
        around.say("urgent-number", number=line.phone or line.short_number or "", name=line.name) for line in known
    ]
    return "\n".join([around.say("urgent-head"), "", *numbers, "", around.say("urgent-what")])


async def kind_words(around: Here, kind: CrisisType) -> str:
    """The card for a danger somebody named by a button, for the one it happens to."""
    return await signal_words(around, Signal(kind, Severity.SERIOUS, Subject.SELF, Voice.ADULT, ()), on_duty=False)


async def tell_the_centre(around: Here) -> Called | None:
    """Put the conversation before the centre's people as a crisis; None when nobody there reads messages."""
    centre = (await around.place()).centre
    if centre is None or not centre.opened:
        return None
    try:
        return await around.desk.write(call_person, CallPerson(around.desk.address, centre.id, crisis=True))
    except (CentreNotOpened, Forbidden):
        return None


def _html(around: Here, shown: Card) -> str:
    return "\n".join(around.texts.html(line) for line in shown.lines)


def _buttons(around: Here, called: Called | None) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=around.label("urgent-mistake"), callback_data=MISTAKE_ACTION)]]
    if called is None:
        rows.insert(0, [InlineKeyboardButton(text=around.label("button-person"), callback_data=CALL_ACTION)])
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def _may_show(around: Here, kind: CrisisType) -> bool:
    """Whether this card was not shown lately; remembers that it is shown now."""
    shown: dict[str, str] = (await around.state.get_data()).get("cards", {})
    before = shown.get(kind.value)
    if not may_show(datetime.fromisoformat(before) if before else None, around.now):
        return False
    await around.state.update_data({"cards": {**shown, kind.value: around.now.isoformat()}})
    return True
