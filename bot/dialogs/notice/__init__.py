"""«Подробнее» under a letter: every change by name, each with the card of its measure."""

from typing import Any

from aiogram.fsm.state import State
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
from core.outreach.changes.telling import News, NoSuchNews, ReadNews, read_news
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
    await _open_card(manager, [one.measure_id for one in (await _opened(manager)).changes], place)


async def news_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What new rules mean for this family now, by name; for whoever only tried the letter out, nothing."""
    around, news = here(dialog_manager), await _news(dialog_manager)
    if not news.lines:
        return {"body": around.say("news-empty"), "measures": []}
    shown = news.lines[:MOST_BUTTONS]
    lines = [around.say("news-line", title=one.title) for one in shown]
    if more := len(news.lines) - len(shown):
        lines.append(around.say("news-more", count=more))
    head, tail = around.say(f"news-head-{news.move}"), around.say(f"news-tail-{news.move}")
    return {
        "body": "\n\n".join((head, "\n".join(lines), tail)),
        "measures": [(str(place), one.title[:_LABEL]) for place, one in enumerate(shown)],
    }


async def _news(manager: DialogManager) -> News:
    data, around = manager.start_data, here(manager)
    if not isinstance(data, dict):
        raise DialogOutdated
    if around.desk.adult is None:
        return News("", ())
    try:
        return await around.desk.read(read_news, ReadNews(int(data["news"])))
    except NoSuchNews:
        raise DialogOutdated from None


async def open_news_measure(query: CallbackQuery, widget: Any, manager: DialogManager, place: str) -> None:
    """The card of a line of the news."""
    await _open_card(manager, [one.measure_id for one in (await _news(manager)).lines], place)


async def _open_card(manager: DialogManager, measures: list[str], place: str) -> None:
    if int(place) >= len(measures):
        raise DialogOutdated
    await manager.start(Card.main, data={"measure": measures[int(place)]})


def build() -> Dialog:
    """One window for the calendar, one for the rules."""
    return ListeningDialog(
        _window(Notice.main, main_data, "measure", open_measure),
        _window(Notice.news, news_data, "news", open_news_measure),
    )


def _window(state: State, getter: Any, name: str, on_click: Any) -> Window:
    return Window(
        Ready(),
        Column(
            Select(
                Format("{item[1]}"),
                id=name,
                item_id_getter=lambda item: item[0],
                items="measures",
                on_click=on_click,
            )
        ),
        Cancel(Label("button-back")),
        footer(),
        state=state,
        getter=getter,
    )
