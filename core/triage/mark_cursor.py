"""Going through the marks of a text: what comes next, taken only when it fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.triage.age_marks import Ago, Figure, Mark, MonthName, Ordinal, Sign, Span, Unit

YEARS_WRITTEN = range(1900, 2101)
_SHORT_YEARS_FROM = 8
"""«12 марта 24» names a year, «12 марта 5» does not."""


class Cursor:
    """A place among the marks; `today` dates what is said relative to it."""

    def __init__(self, marks: Sequence[Mark], today: date) -> None:
        self.marks, self.today, self.at = marks, today, 0

    def done(self) -> bool:
        return self.at >= len(self.marks)

    def peek(self, ahead: int = 0) -> Mark | None:
        place = self.at + ahead
        return self.marks[place] if 0 <= place < len(self.marks) else None

    def take(self) -> Mark:
        self.at += 1
        return self.marks[self.at - 1]

    def skip(self, *signs: Sign) -> None:
        while self.peek() in signs:
            self.at += 1

    def take_span(self) -> Span | None:
        found = self.peek()
        if isinstance(found, Span):
            self.at += 1
            return found
        return None

    def take_month(self) -> int:
        found = self.take()
        assert isinstance(found, MonthName)
        return found.month

    def take_year(self, *, short: bool = False) -> int | None:
        """«2020 года», «прошлого года», «двадцатого года»; `short`: also «24», as after a day and a month."""
        year, length = self._year(short)
        if year is not None:
            self.at += length
            self.take_span()
        return year

    def year_follows(self, ahead: int) -> bool:
        found = self.peek(ahead)
        return isinstance(found, Figure) and int(found.value) in YEARS_WRITTEN

    def _year(self, short: bool) -> tuple[int | None, int]:
        match self.peek(), self.peek(1), self.peek(2):
            case Figure(value), _, _ if int(value) in YEARS_WRITTEN:
                return int(value), 1
            case Ago(count), Span(Unit.YEAR), _:
                return self.today.year - count, 1
            case Ordinal(value, True), Span(Unit.YEAR), _:
                return 2000 + value, 1
            case Figure(20.0), Ordinal(value, True), Span(Unit.YEAR):
                return 2020 + value, 2
            case Figure(value), Span(Unit.YEAR, many=True), _ if short:
                return None, 0
            case Figure(value), _, _ if short and _SHORT_YEARS_FROM <= value <= self.today.year % 100:
                return 2000 + int(value), 1
            case _:
                return None, 0
