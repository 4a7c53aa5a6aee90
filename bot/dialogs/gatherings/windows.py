"""The windows of «Кружки и события». A family enrols a child in three taps: which, enrol, how old."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Cancel, Column, Group, ScrollingGroup, Start, SwitchTo

from bot.consent import become_family, consent_text
from bot.dialogs.gatherings.diary import send_club_diary
from bot.dialogs.gatherings.telling import card, line
from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Gatherings, Place
from bot.widgets.choosing import one_of
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.booking.enrolment import (
    EnoughPlaces,
    Enrol,
    EnrolmentInfo,
    GiveUp,
    ReadEnrolments,
    WrongAge,
    enrol,
    give_up,
    read_enrolments,
)
from core.booking.gatherings import (
    GatheringInfo,
    ReadGathering,
    ReadGatherings,
    UnknownGathering,
    read_gathering,
    read_gatherings,
)
from core.booking.states import Standing
from core.families.tables import ConsentPurpose

FROM_VISITS = "from_visits"
"""In the start data: the way back leads to «Мои записи», which is the parent."""


async def on_start(start_data: Any, manager: DialogManager) -> None:
    """One may be opened by its number: the button under a letter does, and «Мои записи» (`FROM_VISITS`)."""
    if isinstance(start_data, dict) and "gathering" in start_data:
        manager.dialog_data.update(start_data)


async def list_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What the chosen centre has, soonest first."""
    around = here(dialog_manager)
    centre = (await around.place()).centre
    if centre is None:
        return {"body": around.say("gatherings-no-centre"), "gatherings": [], "nowhere": True}
    found = (await around.desk.read(read_gatherings, ReadGatherings(centre.id))).entries
    mine = await _mine(around)
    return {
        "body": around.say("gatherings-list" if found else "gatherings-none", centre=centre.name),
        "gatherings": [(str(one.id), line(around, one, mine)) for one in found],
        "nowhere": False,
    }


async def one_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One club or event, and the family's places in it."""
    around, one = here(dialog_manager), await _chosen(dialog_manager)
    mine = tuple(each for each in await _mine(around) if each.gathering_id == one.id)
    open_to_more = one.offered and bool(one.meetings) and (one.ages is not None or not mine)
    words, left = [card(around, one, mine)], dialog_manager.dialog_data.get("left") == one.id
    if left:
        words.append(around.say("gathering-left"))
    if dialog_manager.dialog_data.pop("enough", False):
        words.append(around.say("gathering-enough"))
    return {
        "body": "\n\n".join(words),
        "enrol": open_to_more and not one.full and one.ages is None,
        "enrol_child": open_to_more and not one.full and one.ages is not None,
        "queue": open_to_more and one.full,
        "mine": [(each.ticket, _leave_label(around, each)) for each in mine],
        "comes": bool(one.meetings or one.off) and any(each.standing is Standing.ENROLLED for each in mine),
        "left": left and not any(each.standing is Standing.ENROLLED for each in mine),
        "from_visits": FROM_VISITS in dialog_manager.dialog_data,
        "from_list": FROM_VISITS not in dialog_manager.dialog_data,
    }


async def age_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The ages it is for."""
    around, one = here(dialog_manager), await _chosen(dialog_manager)
    first, last = one.ages or (0, 0)
    return {
        "body": around.say("gathering-age", title=one.title),
        "ages": [(str(age), str(age)) for age in range(first, last + 1)],
    }


async def consent_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The consent's own text, for somebody who has given none."""
    around = here(dialog_manager)
    document = consent_text(around, ConsentPurpose.PERSONAL_DATA)
    return {"body": f"{around.say('gathering-consent')}\n\n<blockquote>{document}</blockquote>"}


async def choose(query: CallbackQuery, widget: Any, manager: DialogManager, gathering: str) -> None:
    """One of them."""
    manager.dialog_data["gathering"] = int(gathering)
    await manager.switch_to(Gatherings.one)


async def want(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Enrol or queue: the age first where one counts, the consent first where there is none."""
    manager.dialog_data.pop("age", None)
    if (await _chosen(manager)).ages is not None:
        await manager.switch_to(Gatherings.age)
    else:
        await _agree_or_enrol(manager)


async def choose_age(query: CallbackQuery, widget: Any, manager: DialogManager, age: str) -> None:
    """How old the child is."""
    manager.dialog_data["age"] = int(age)
    await _agree_or_enrol(manager)


async def agree(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The consent, and the place."""
    around = here(manager)
    if around.desk.adult is None:
        await become_family(around)
    await _enrol(manager)


async def leave_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is about to be given up."""
    around, one = here(dialog_manager), await _chosen(dialog_manager)
    place = await _leaving(dialog_manager)
    key = "gathering-leave-ask" if place.standing is Standing.ENROLLED else "gathering-stop-ask"
    return {"body": "\n\n".join([around.say(key), card(around, one, (place,))])}


async def ask_to_leave(query: CallbackQuery, widget: Any, manager: DialogManager, ticket: str) -> None:
    """One place, which somebody else may have in the same moment: hence asked."""
    manager.dialog_data["leaving"] = ticket
    await manager.switch_to(Gatherings.leave)


async def leave(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Give one place up; whoever waits has it at once."""
    place = await _leaving(manager)
    await here(manager).desk.write(give_up, GiveUp(place.ticket))
    if place.standing is Standing.ENROLLED:
        manager.dialog_data["left"] = place.gathering_id
    await manager.switch_to(Gatherings.one)


async def send_diary(query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """The calendar file; once the place is given up it takes the meetings out of the calendar."""
    await send_club_diary(manager, (await _chosen(manager)).id)


async def _leaving(manager: DialogManager) -> EnrolmentInfo:
    ticket = manager.dialog_data.get("leaving")
    place = next((each for each in await _mine(here(manager)) if each.ticket == ticket), None)
    if place is None:
        raise DialogOutdated("gathering-outdated")
    return place


async def _agree_or_enrol(manager: DialogManager) -> None:
    if here(manager).desk.adult is None:
        await manager.switch_to(Gatherings.consent)
    else:
        await _enrol(manager)


async def _enrol(manager: DialogManager) -> None:
    around, one = here(manager), await _chosen(manager)
    manager.dialog_data.pop("left", None)
    try:
        await around.desk.write(enrol, Enrol(one.id, manager.dialog_data.get("age")))
    except EnoughPlaces:
        manager.dialog_data["enough"] = True
    except (UnknownGathering, WrongAge) as gone:
        raise DialogOutdated("gathering-outdated") from gone
    await manager.switch_to(Gatherings.one)


async def _chosen(manager: DialogManager) -> GatheringInfo:
    chosen = manager.dialog_data.get("gathering")
    try:
        return await here(manager).desk.read(read_gathering, ReadGathering(int(chosen or 0)))
    except UnknownGathering as gone:
        raise DialogOutdated("gathering-outdated") from gone


async def _mine(around: Here) -> tuple[EnrolmentInfo, ...]:
    if around.desk.adult is None:
        return ()
    return (await around.desk.read(read_enrolments, ReadEnrolments())).entries


def _leave_label(around: Here, mine: EnrolmentInfo) -> str:
    what = "give-up" if mine.standing is Standing.ENROLLED else "stop"
    if mine.age is None:
        return around.label(f"gathering-{what}")
    return around.label(f"gathering-{what}-one", age=mine.age)


def build() -> Dialog:
    """List, one, the child's age, the consent of a visitor, one confirmation before a place is given up."""
    return ListeningDialog(_list(), _one(), _age(), _consent(), _leave(), on_start=on_start)


def _list() -> Window:
    return Window(
        Ready(),
        ScrollingGroup(one_of("one", "gatherings", choose), id="all", width=1, height=8, hide_on_single_page=True),
        Start(Label("booking-choose-centre"), id="place", state=Place.region, data={"back": True}, when="nowhere"),
        Cancel(Label("button-back")),
        footer(),
        state=Gatherings.list,
        getter=list_data,
    )


def _one() -> Window:
    return Window(
        Ready(),
        Button(Label("gathering-enrol"), id="enrol", on_click=want, when="enrol"),
        Button(Label("gathering-enrol-child"), id="child", on_click=want, when="enrol_child"),
        Button(Label("gathering-queue"), id="queue", on_click=want, when="queue"),
        Button(Label("visit-to-calendar"), id="ics", on_click=send_diary, when="comes"),
        Button(Label("visit-out-of-calendar"), id="out", on_click=send_diary, when="left"),
        Column(one_of("leave", "mine", ask_to_leave)),
        SwitchTo(Label("gatherings-back"), id="back", state=Gatherings.list, when="from_list"),
        Cancel(Label("visits-back"), id="visits", when="from_visits"),
        footer(),
        state=Gatherings.one,
        getter=one_data,
    )


def _leave() -> Window:
    return Window(
        Ready(),
        Button(Label("gathering-leave-yes"), id="yes", on_click=leave),
        SwitchTo(Label("visit-cancel-no"), id="no", state=Gatherings.one),
        footer(),
        state=Gatherings.leave,
        getter=leave_data,
    )


def _age() -> Window:
    return Window(
        Ready(),
        Group(one_of("age", "ages", choose_age), width=5),
        SwitchTo(Label("button-back"), id="back", state=Gatherings.one),
        footer(),
        state=Gatherings.age,
        getter=age_data,
    )


def _consent() -> Window:
    return Window(
        Ready(),
        Button(Label("gathering-yes-consent"), id="agree", on_click=agree),
        SwitchTo(Label("booking-no"), id="no", state=Gatherings.one),
        footer(),
        state=Gatherings.consent,
        getter=consent_data,
    )
