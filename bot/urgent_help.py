"""Urgent help: numbers at once, a person told at once, no false comfort, and the talk is never ended by the bot.

The card answers the very message that spoke of danger; the same card is not repeated within thirty minutes. Somebody
with a centre is put before its people as a crisis, also before any consent (that call is its own basis).
"""

from datetime import datetime, timedelta

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.here import Here
from core.cases.call_person import Called, CallPerson, call_person
from core.cases.refusals import CentreNotOpened
from core.catalog.helplines import CrisisType, HelpLine
from core.crisis.signals import Severity, Signal, Voice
from core.use_case import Forbidden

AGAIN_AFTER = timedelta(minutes=30)
MOST_LINES = 3
CALL_ACTION = "urgent:call"
MISTAKE_ACTION = "urgent:mistake"


async def answer_danger(message: Message, around: Here, signal: Signal) -> None:
    """Show the card and tell the centre's people."""
    called = await tell_the_centre(around) if signal.severity >= Severity.SERIOUS else None
    if not await _shown_lately(around, signal.type):
        card = await card_words(around, signal.type, child=signal.voice is Voice.CHILD, called=called)
        await message.answer(card, reply_markup=_buttons(around, called))


async def card_words(around: Here, kind: CrisisType | None, *, child: bool, called: Called | None) -> str:
    """At most five short lines: numbers first, one question at the end; a hand-over is promised only when it is so."""
    region = (await around.place()).region
    lines = [_line(around, one) for one in _lines(around, region, kind, child=child)]
    lines.insert(0, around.say("urgent-head-child" if child else "urgent-head"))
    if called is not None and called.answering_now:
        lines.append(around.say("urgent-told"))
    lines.append(around.say("urgent-question-child" if child else "urgent-question"))
    return "\n".join(lines)


async def tell_the_centre(around: Here) -> Called | None:
    """Put the conversation before the centre's people as a crisis; None when nobody there reads messages."""
    centre = (await around.place()).centre
    if centre is None or not centre.opened:
        return None
    try:
        return await around.desk.write(call_person, CallPerson(around.desk.address, centre.id, crisis=True))
    except (CentreNotOpened, Forbidden):
        return None


def _lines(around: Here, region: str | None, kind: CrisisType | None, *, child: bool) -> list[HelpLine]:
    """Lines that can be rung: 112 first, then those for this danger, a child's own line first for a child."""
    found = around.edition.catalogue.helplines(region, kind)
    with_number = [line for line in found if line.phone or line.short_number]
    first = [line for line in with_number if line.short_number == "112"]
    rest = [line for line in with_number if line not in first]
    if child:
        rest.sort(key=lambda line: "124" not in (line.short_number or ""))
    return (first + rest)[:MOST_LINES]


def _line(around: Here, line: HelpLine) -> str:
    phone = line.phone or ""
    short = f"{line.short_number}, " if line.short_number and line.short_number != phone else ""
    return around.say("urgent-line", phone=f"{short}{phone}".strip(", "), name=line.name)


def _buttons(around: Here, called: Called | None) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=around.label("urgent-mistake"), callback_data=MISTAKE_ACTION)]]
    if called is None:
        rows.insert(0, [InlineKeyboardButton(text=around.label("button-person"), callback_data=CALL_ACTION)])
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def _shown_lately(around: Here, kind: CrisisType) -> bool:
    """Whether this very card was shown within thirty minutes; remembers that it is shown now."""
    shown: dict[str, str] = (await around.state.get_data()).get("cards", {})
    before = shown.get(kind.value)
    if before is not None and around.now - datetime.fromisoformat(before) < AGAIN_AFTER:
        return True
    await around.state.update_data({"cards": {**shown, kind.value: around.now.isoformat()}})
    return False
