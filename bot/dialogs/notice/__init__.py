"""«Подробнее» under a notice: every change of that day by name, each with the card of its measure."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Cancel, Column, Select
from aiogram_dialog.widgets.text import Format

from bot.errors import DialogOutdated
from bot.here import Here, here
from bot.states import Card, Notice
from bot.widgets.footer import footer
from bot.widgets.listening import ListeningDialog
from bot.widgets.words import Label, Ready
from core.moments import spoken_day
from core.outreach.notices import NoSuchNotice, NoticeChange, OpenedNotice, ReadNotice, read_notice

MOST_BUTTONS = 12
_LABEL = 60


async def main_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The day, and what changes on it. A button carries a line's place, because an id may be longer than a button."""
    around = here(dialog_manager)
    opened = await _opened(dialog_manager)
    if not opened.changes:
        return {"body": around.say("notice-window-empty"), "measures": []}
    head = around.say("notice-window-head", day=spoken_day(around.texts, opened.on))
    lines = [_line(around, one) for one in opened.changes[:MOST_BUTTONS]]
    if more := len(opened.changes) - len(lines):
        lines.append(around.say("notice-window-more", count=more))
    titles = [one.title for one in opened.changes[:MOST_BUTTONS]]
    return {
        "body": "\n\n".join((head, *lines, around.say("notice-window-tail"))),
        "measures": [(str(place), title[:_LABEL]) for place, title in enumerate(titles)],
    }


def _line(around: Here, one: NoticeChange) -> str:
    return around.say(f"notice-line-{one.turn.value}", title=one.title)


async def _opened(manager: DialogManager) -> OpenedNotice:
    data = manager.start_data
    around = here(manager)
    if not isinstance(data, dict) or around.desk.adult is None:
        raise DialogOutdated
    try:
        return await around.desk.read(read_notice, ReadNotice(int(data["notice"])))
    except NoSuchNotice:
        raise DialogOutdated from None


async def open_measure(query: CallbackQuery, widget: Any, manager: DialogManager, place: str) -> None:
    """The card of a line; a line that is gone by now leads nowhere."""
    changes = (await _opened(manager)).changes
    if int(place) >= len(changes):
        raise DialogOutdated
    await manager.start(Card.main, data={"measure": changes[int(place)].measure_id})


def build() -> Dialog:
    """One window."""
    return ListeningDialog(
        Window(
            Ready(),
            Column(
                Select(
                    Format("{item[1]}"),
                    id="measure",
                    item_id_getter=lambda item: item[0],
                    items="measures",
                    on_click=open_measure,
                )
            ),
            Cancel(Label("button-back")),
            footer(),
            state=Notice.main,
            getter=main_data,
        )
    )
