"""Urgent help: numbers at once, a person told at once, no false comfort, and the talk is never ended by the bot.

The card answers the very message that spoke of danger; the same card is not repeated within thirty minutes. Somebody
with a centre is put before its people as a crisis, also before any consent (that call is its own basis).
"""

from datetime import datetime

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.here import Here
from core.cases.call_person import Called, CallPerson, call_person
from core.cases.owner import OwnerAt, owner_at
from core.cases.refusals import CentreNotOpened
from core.cases.states import OwnerKind
from core.cases.urgent import SoundAlarm, Sounded, sound_alarm
from core.catalog.helplines import CrisisType
from core.crisis.cards import STATIC, Card, card, may_show
from core.crisis.signals import Severity, Signal, Subject, Voice
from core.duty.alarms import Danger
from core.use_case import Forbidden

GENERAL_LINES = ("ambulance-103", "police-102", "child-helpline")
CALL_ACTION = "urgent:call"
MISTAKE_ACTION = "urgent:mistake"
HIDE_ACTION = "urgent:hide"
_UNREAD = "unread"
"""Under this name the static card is remembered when nobody could tell what the message means."""


async def answer_danger(message: Message, around: Here, signal: Signal) -> None:
    """Show the card and tell the centre's people; a card shown lately gives way to one short line."""
    centre_id = await _reading_centre(around)
    alarm = SoundAlarm(around.desk.address, signal.type, signal.severity, signal.signs, centre_id)
    sounded = await around.desk.write(sound_alarm, alarm)
    if signal.severity >= Severity.SERIOUS:
        now = around.now.isoformat()
        await around.state.update_data({"heard": now, "passed_on": now, "card_open": True})
    if await _may_show(around, signal.type):
        words = await signal_words(around, signal, on_duty=sounded.called is not None and sounded.called.on_duty)
        await message.answer(words, reply_markup=_buttons(around, sounded))
    elif await around.desk.read_as_bot(owner_at, OwnerAt(around.desk.address)) is not OwnerKind.CURATOR:
        await message.answer(around.say("urgent-still-here"))


async def answer_unread(message: Message, around: Here) -> None:
    """Nobody could tell what this message means: the static card, not more often than any other (E3)."""
    if await _may_show(around, _UNREAD):
        await message.answer(_html(around, STATIC))


async def _reading_centre(around: Here) -> int | None:
    """The chosen centre, if somebody there reads messages."""
    centre = (await around.place()).centre
    return centre.id if centre is not None and centre.opened else None


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


async def tell_the_centre(around: Here, danger: Danger) -> Called | None:
    """Put the conversation before the centre's people as a crisis; None when nobody there reads messages."""
    centre_id = await _reading_centre(around)
    if centre_id is None:
        return None
    try:
        return await around.desk.write(call_person, CallPerson(around.desk.address, centre_id, danger))
    except (CentreNotOpened, Forbidden):
        return None


async def recent_danger(around: Here) -> Danger | None:
    """What this person wrote of lately and has not called an error: a call for a person is then a crisis too."""
    visit = await around.state.get_data()
    shown = {kind: at for kind, at in visit.get("cards", {}).items() if kind != _UNREAD}
    kind = max(shown, key=shown.__getitem__, default=None)
    if kind is None or may_show(datetime.fromisoformat(shown[kind]), around.now):
        return None
    return Danger(CrisisType(kind))


async def all_is_calm(around: Here) -> None:
    """Cards shown up to now were about nothing. Their numbers are gone with them: the next danger gets a card anew."""
    await around.state.update_data({"calm": around.now.isoformat(), "cards": {}})


async def is_calm_again(around: Here) -> bool:
    """The last danger was called a mistake, and nobody was called since: the bot goes on answering."""
    visit = await around.state.get_data()
    return bool(visit.get("calm", "") > max(visit.get("heard", ""), visit.get("called", "")))


async def answers_the_card(around: Here) -> bool:
    """The card was the last thing between us: what is written now answers it, whatever window is open behind."""
    return bool((await around.state.get_data()).get("card_open"))


async def leave_the_card(around: Here) -> None:
    """A tap: from now on the open window may ask for words again."""
    if await answers_the_card(around):
        await around.state.update_data({"card_open": False})


async def note_call(around: Here) -> None:
    """A person was asked for by button: from now on words are meant for that person."""
    await around.state.update_data({"called": around.now.isoformat()})


async def forget_cards(around: Here) -> None:
    """Somebody emptied the chat: whoever writes again needs the numbers again."""
    await around.state.update_data({"cards": {}})


def _html(around: Here, shown: Card) -> str:
    return "\n".join(around.texts.html(line) for line in shown.lines)


def _buttons(around: Here, sounded: Sounded) -> InlineKeyboardMarkup:
    mistake = f"{MISTAKE_ACTION}:{sounded.heard.heard_id}:{sounded.heard.proof}"
    rows = [
        [InlineKeyboardButton(text=around.label("urgent-hide"), callback_data=HIDE_ACTION)],
        [InlineKeyboardButton(text=around.label("urgent-mistake"), callback_data=mistake)],
    ]
    if sounded.called is None:
        rows.insert(0, [InlineKeyboardButton(text=around.label("button-person"), callback_data=CALL_ACTION)])
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def _may_show(around: Here, kind: str) -> bool:
    """Whether this card was not shown lately; remembers that it is shown now."""
    shown: dict[str, str] = (await around.state.get_data()).get("cards", {})
    before = shown.get(kind)
    if not may_show(datetime.fromisoformat(before) if before else None, around.now):
        return False
    await around.state.update_data({"cards": {**shown, kind: around.now.isoformat()}})
    return True
