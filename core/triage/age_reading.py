"""Putting the marks of a text together into births, left to right.

An age in whole years or months is exactly that; «полтора», «около», «почти» widen the interval. Two ages are told
apart by their units: «3 года и 7 месяцев» is one child, unless the text itself says there are two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.triage.age_words import Day, Figure, Mark, MonthName, Numeric, Sign, Span, Together, Unit
from core.triage.births import ADULT_MONTHS, Birth, completed_months, latest_birth
from core.triage.said_ages import RetryReason, Unreadable, aged, days_of, written_date, young_months

MOST_CHILDREN = 20
_A_DAY = timedelta(days=1)
_NEWBORN_DAYS = timedelta(days=30)
_YEARS_WRITTEN = range(1900, 2101)
_SLACK_DAYS = {Unit.DAY: 0, Unit.WEEK: 3, Unit.MONTH: 15, Unit.YEAR: 60}


@dataclass(frozen=True, slots=True)
class _Item:
    """One child as far as it is read: a birth, or a bare figure that waits for a unit further on."""

    birth: Birth | None = None
    bare: Figure | None = None
    unit: Unit | None = None
    apart: bool = False
    """Another child is named before the next figure, so its unit does not reach back: «сын 5, дочь 3 месяца»."""


class Reader:
    """Reads one text. `apart` reads «3 года и 7 месяцев» as two children."""

    def __init__(self, marks: Sequence[Mark], today: date, *, apart: bool = False) -> None:
        self._marks, self._at, self._today, self._apart = marks, 0, today, apart
        self._items: list[_Item] = []
        self._manner: Sign | None = None
        self._twins = 0
        self.said_count: int | None = None
        self.at_least = 0
        self.joined = False

    def births(self) -> tuple[Birth, ...]:
        """Every child the text names.

        Raises:
            Unreadable: it names none, or names one that cannot be placed.
        """
        while self._at < len(self._marks):
            self._step(self._take())
        if not self._items and not self.said_count and not self.at_least:
            if Sign.NOBODY in self._marks:
                return ()
            raise Unreadable(RetryReason.NOT_UNDERSTOOD)
        if not self._items:
            raise Unreadable(RetryReason.AGES_MISSING)
        if self._twins:
            self._items.extend(self._items[-1:] * (self._twins - 1))
        if len(self._items) > MOST_CHILDREN:
            raise Unreadable(RetryReason.TOO_MANY)
        return tuple(self._checked(birth) for birth in self._resolved())

    def _step(self, mark: Mark) -> None:
        match mark:
            case Numeric():
                self._add(written_date(mark, self._today))
            case Figure():
                self._figure(mark)
            case Span(unit, alone=True):
                self._age(Figure(1.0), unit)
            case MonthName():
                self._month(mark)
            case Day(offset):
                self._turning(self._today + timedelta(days=offset), 0)
            case Together(count, twins):
                self._together(count, twins)
            case Sign():
                self._sign(mark)
            case _:
                pass

    def _sign(self, sign: Sign) -> None:
        match sign:
            case Sign.NEWBORN:
                self._add(Birth(self._today - _NEWBORN_DAYS, self._today))
            case Sign.ALMOST | Sign.ABOUT:
                self._manner = sign
            case Sign.AND_A_HALF:
                span = self._take_span()
                self._age(Figure(0.5), span.unit if span else Unit.YEAR)
            case Sign.IN_TIME:
                self._in_time()
            case _:
                pass

    def _together(self, count: int, twins: bool) -> None:
        if twins:
            self._twins = count
        else:
            self.said_count = count

    def _figure(self, figure: Figure) -> None:
        whole = int(figure.value)
        if self._peek() is Sign.OF_CHILDREN and figure.value == whole:
            self._take()
            self.at_least += whole
        elif figure.value == whole and whole in _YEARS_WRITTEN:
            self._take_span()
            self._add(Birth(date(whole, 1, 1), date(whole, 12, 31)))
        elif isinstance(self._peek(), MonthName):
            self._day_and_month(whole)
        else:
            self._age_of(figure)

    def _age_of(self, figure: Figure) -> None:
        """An age with its unit now, or a bare figure whose unit may still come."""
        figure = self._with_half(figure)
        span = self._take_span()
        if figure.list_of and not _is_fraction(figure, span):
            if span and figure.list_of[1] == 5 and span.unit is Unit.YEAR:
                raise Unreadable(RetryReason.TWO_READINGS)
            self._items += [_Item(bare=Figure(float(one))) for one in figure.list_of]
            figure = self._items.pop().bare or figure
        if span is None and figure.list_of and self._peek() is Sign.COMMA:
            raise Unreadable(RetryReason.TWO_READINGS)
        if span is None:
            self._items.append(_Item(bare=figure, apart=self._child_follows()))
        else:
            self._age(self._with_half(figure), span.unit)

    def _child_follows(self) -> bool:
        named = (Sign.CHILD, Sign.OF_CHILDREN)
        return self._peek() in named or (self._peek() in (Sign.COMMA, Sign.AND) and self._peek(1) in named)

    def _with_half(self, figure: Figure) -> Figure:
        """«два с половиной», «два года с половиной»."""
        ahead = self._marks[self._at : self._at + 2]
        if tuple(ahead) == (Sign.AND, Sign.AND_A_HALF):
            self._at += 2
            return Figure(figure.value + 0.5)
        return figure

    def _age(self, figure: Figure, unit: Unit) -> None:
        months = self._months_after() if unit is Unit.YEAR and figure.value.is_integer() else None
        if months is not None:
            self.joined = True
            self._add(Birth.aged_months(young_months(12 * figure.value + months), self._today), Unit.YEAR)
            return
        if self._peek() is Sign.IN and isinstance(self._peek(1), MonthName) and not self._year_at(2):
            self._at += 1
            self._birthday_in(self._take_month(), int(figure.value))
            return
        self._add(aged(figure.value, unit, self._manner, self._today), unit)

    def _months_after(self) -> int | None:
        """The months of «год и 3 месяца», when they are part of the same age."""
        skip = 1 if self._peek() is Sign.AND else 0
        figure, span = self._peek(skip), self._peek(skip + 1)
        if self._apart or not (isinstance(figure, Figure) and isinstance(span, Span)):
            return None
        if span.unit is not Unit.MONTH or figure.list_of or figure.value >= 12 or not figure.value.is_integer():
            return None
        self._at += skip + 2
        return int(figure.value)

    def _day_and_month(self, day: int) -> None:
        month = self._take_month()
        year = self._take_year()
        if year is None:
            raise Unreadable(RetryReason.YEAR_MISSING)
        self._add(written_date(Numeric(day, month, year), self._today))

    def _month(self, name: MonthName) -> None:
        year = self._take_year()
        if year is not None:
            self._add(Birth.in_month(year, name.month))
            return
        figure = self._peek()
        if not isinstance(figure, Figure):
            raise Unreadable(RetryReason.YEAR_MISSING)
        self._take()
        self._take_span()
        self._birthday_in(name.month, int(figure.value))

    def _birthday_in(self, month: int, years: int) -> None:
        """«В марте будет 5», «в марте исполнилось 5»."""
        young_months(12 * years)
        past = Sign.WAS in self._marks
        year = self._today.year + (month < self._today.month) * (not past) - (month > self._today.month) * past
        self._add(Birth.in_month(year - years, month))

    def _turning(self, day: date, slack_days: int) -> None:
        """«Завтра 3», «через месяц год»: the age is reached on that day, give or take the slack."""
        while self._peek() in (Sign.WAS, Sign.CHILD):
            self._take()
        figure, slack = self._peek(), timedelta(days=slack_days)
        if isinstance(figure, Span) and figure.alone:
            figure = Figure(1.0)
        elif isinstance(figure, Figure):
            self._take()
        else:
            self._newborn_of(day)
            return
        span = self._take_span()
        months = young_months(figure.value * (1 if span and span.unit is Unit.MONTH else 12))
        before = latest_birth(months, day - slack - _A_DAY)
        self._add(Birth(before + _A_DAY, latest_birth(months, day + slack)), Unit.YEAR)

    def _newborn_of(self, day: date) -> None:
        """«Родился вчера»; a child who comes tomorrow is not here yet."""
        if day > self._today:
            raise Unreadable(RetryReason.NOT_BORN_YET)
        self._add(Birth.on(day))

    def _in_time(self) -> None:
        figure = self._take() if isinstance(self._peek(), Figure) else Figure(1.0)
        span = self._take_span()
        if span is None or not isinstance(figure, Figure):
            raise Unreadable(RetryReason.NOT_UNDERSTOOD)
        days = days_of(figure.value, span.unit)
        self._turning(self._today + timedelta(days=days), _SLACK_DAYS[span.unit])

    def _resolved(self) -> Iterator[Birth]:
        """Bare figures take the unit of the next age; a list without any unit is in years."""
        unit: Unit | None = None
        births: list[Birth] = []
        for item in reversed(self._items):
            if item.birth is not None:
                unit = item.unit
                births.append(item.birth)
            elif item.bare is not None:
                if unit not in (None, Unit.YEAR) and not item.apart:
                    raise Unreadable(RetryReason.TWO_READINGS)
                births.append(aged(item.bare.value, Unit.YEAR, None, self._today))
        return reversed(births)

    def _checked(self, birth: Birth) -> Birth:
        if birth.earliest > self._today:
            raise Unreadable(RetryReason.NOT_BORN_YET)
        if completed_months(birth.latest, self._today) >= ADULT_MONTHS:
            raise Unreadable(RetryReason.GROWN_UP)
        return birth.until(self._today)

    def _add(self, birth: Birth, unit: Unit | None = None) -> None:
        self._manner = None
        self._items += [_Item(birth, unit=unit)] * (self._twins or 1)
        self._twins = 0

    def _peek(self, ahead: int = 0) -> Mark | None:
        place = self._at + ahead
        return self._marks[place] if place < len(self._marks) else None

    def _take(self) -> Mark:
        self._at += 1
        return self._marks[self._at - 1]

    def _take_span(self) -> Span | None:
        found = self._peek()
        if isinstance(found, Span):
            self._at += 1
            return found
        return None

    def _take_month(self) -> int:
        found = self._take()
        assert isinstance(found, MonthName)
        return found.month

    def _year_at(self, ahead: int) -> bool:
        found = self._peek(ahead)
        return isinstance(found, Figure) and int(found.value) in _YEARS_WRITTEN

    def _take_year(self) -> int | None:
        found = self._peek()
        if not (isinstance(found, Figure) and int(found.value) in _YEARS_WRITTEN):
            return None
        self._at += 1
        self._take_span()
        return int(found.value)


def _is_fraction(figure: Figure, span: Span | None) -> bool:
    """«1,5» and «3,5 года» are fractions; «5,7 лет» is a list, «3,5 лет» may be either."""
    if figure.list_of == (1, 5):
        return True
    return bool(figure.list_of and figure.list_of[1] == 5 and span and not span.many)
