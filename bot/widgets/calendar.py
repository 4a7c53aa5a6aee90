"""A month to choose a day from: Russian, Monday first, and only days that can be had react to a tap.

aiogram-dialog's own calendar speaks English and lets every day be tapped (reference/telegram-stack.md §2e). This one
shows a `MonthPage` the getter prepared and keeps nothing itself, so it never disagrees with what is free.
"""

from calendar import Calendar
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, KeyboardButton
from aiogram_dialog import DialogManager
from aiogram_dialog.api.internal import RawKeyboard
from aiogram_dialog.api.protocols import DialogProtocol
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.kbd import Keyboard

from bot.here import here

_NOTHING = "-"
_CLOSED = "·"
"""Telegram takes no empty button, and a day that cannot be had looks the same whether it is over or full."""
_MONDAY_FIRST = Calendar(firstweekday=0)

Row = list[InlineKeyboardButton | KeyboardButton]
OnDate = Callable[[CallbackQuery, DialogManager, date], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class MonthPage:
    """What to show: the month of `first` (its first day), the days that can be chosen, and the first days of the
    months before and after in which there is something to choose (None: no arrow)."""

    first: date
    days: frozenset[date]
    earlier: date | None
    later: date | None


class DayCalendar(Keyboard):
    """Arrows and the month's name, the days of the week, the weeks in which something is free.

    The page is found under `page` in the data.
    """

    def __init__(
        self, id: str, *, on_day: OnDate, on_month: OnDate, page: str = "page", when: WhenCondition = None
    ) -> None:
        super().__init__(id=id, when=when)
        self._on_day = on_day
        self._on_month = on_month
        self._page = page

    async def _render_keyboard(self, data: dict[str, Any], manager: DialogManager) -> RawKeyboard:
        page: MonthPage = data[self._page]
        month = _MONDAY_FIRST.monthdatescalendar(page.first.year, page.first.month)
        weeks = [week for week in month if not page.days.isdisjoint(week)]
        rows: RawKeyboard = [self._head(page, manager), self._weekdays(manager)]
        for week in weeks:
            rows.append([self._day(day, page) for day in week])
        return rows

    async def _process_item_callback(
        self, callback: CallbackQuery, data: str, dialog: DialogProtocol, manager: DialogManager
    ) -> bool:
        kind, _, day = data.partition(":")
        if kind == "d":
            await self._on_day(callback, manager, date.fromisoformat(day))
        elif kind == "m":
            await self._on_month(callback, manager, date.fromisoformat(day))
        return True

    def _head(self, page: MonthPage, manager: DialogManager) -> Row:
        month = here(manager).label(f"calendar-month-{page.first.month}", year=str(page.first.year))
        return [self._arrow("←", page.earlier), self._button(month), self._arrow("→", page.later)]

    def _weekdays(self, manager: DialogManager) -> Row:
        label = here(manager).label
        return [self._button(label(f"calendar-weekday-{number}")) for number in range(1, 8)]

    def _day(self, day: date, page: MonthPage) -> InlineKeyboardButton:
        return self._button(str(day.day), f"d:{day}") if day in page.days else self._button(_CLOSED)

    def _arrow(self, sign: str, month: date | None) -> InlineKeyboardButton:
        return self._button(sign, f"m:{month}") if month is not None else self._button(_CLOSED)

    def _button(self, text: str, action: str = _NOTHING) -> InlineKeyboardButton:
        return InlineKeyboardButton(text=text, callback_data=self._item_callback_data(action))
