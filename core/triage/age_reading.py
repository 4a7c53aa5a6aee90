"""Putting the marks of a text together into births, left to right.

An age in whole years or months is exactly that; «полтора», «около», «почти» widen the interval. Two ages are told
apart by their units: «3 года и 7 месяцев» is one child, unless the text itself says there are two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from core.triage.age_marks import Ago, Day, Figure, Mark, MonthName, Numeric, Ordinal, Sign, Span, Together, Unit
from core.triage.birthday_reading import birthday_after, in_a_month, on_a_day, turning_in, turning_on
from core.triage.births import Birth
from core.triage.mark_cursor import Cursor
from core.triage.said_ages import RetryReason, Unreadable, aged, months_ago, written_date, young_months
from core.triage.told_children import MOST_CHILDREN, ToldChildren

_NEWBORN_DAYS = timedelta(days=30)
_SMALLER = {Unit.MONTH: (Unit.WEEK, Unit.DAY), Unit.WEEK: (Unit.DAY,)}


class Reader:
    """Reads one text. `apart` reads «3 года и 7 месяцев» as two children."""

    def __init__(self, marks: Sequence[Mark], today: date, *, apart: bool = False) -> None:
        self._cursor, self._today, self._apart = Cursor(marks, today), today, apart
        self.told = ToldChildren(today)
        self._manner: Sign | None = None
        self.joined = False

    def births(self) -> tuple[Birth, ...]:
        """Every child the text names.

        Raises:
            Unreadable: it names none, or names one that cannot be placed.
        """
        while not self._cursor.done():
            self._step(self._cursor.take())
        births = self.told.births()
        if births is None:
            if Sign.NOBODY in self._cursor.marks:
                return ()
            raise Unreadable(RetryReason.NOT_UNDERSTOOD)
        return births

    def _step(self, mark: Mark) -> None:
        match mark:
            case Numeric():
                self._add(written_date(mark, self._today))
            case Figure() | Ordinal() | Ago():
                self._number(mark)
            case Span():
                self._span(mark)
            case MonthName():
                self._add(in_a_month(self._cursor, mark))
            case Day(offset):
                self._add(turning_on(self._cursor, self._today + timedelta(days=offset)))
            case Together(count, twins):
                self._together(count, twins)
            case Sign():
                self._sign(mark)
            case _:
                pass

    def _number(self, mark: Figure | Ordinal | Ago) -> None:
        """A figure in whatever form; a year is recognised first."""
        if not (isinstance(mark, Figure) and self._cursor.peek() is Sign.OF_CHILDREN):
            self._cursor.at -= 1
            year = self._cursor.take_year()
            if year is not None:
                self._add(Birth(date(year, 1, 1), date(year, 12, 31)))
                return
            self._cursor.at += 1
        match mark:
            case Figure():
                self._figure(mark)
            case Ordinal(value):
                self._ordinal(value)
            case Ago(count):
                if (span := self._cursor.take_span()) and span.unit is Unit.MONTH:
                    self._add(months_ago(count, self._today))

    def _span(self, span: Span) -> None:
        """«Год» is one year; «лет пять», «месяца полтора» is about so many."""
        figure = self._cursor.peek()
        if span.alone:
            self._age(Figure(1.0), span.unit)
        elif isinstance(figure, Figure) and not isinstance(self._cursor.peek(1), Span):
            self._cursor.take()
            self._manner = Sign.ABOUT
            self._age(figure, span.unit)

    def _sign(self, sign: Sign) -> None:
        match sign:
            case Sign.NEWBORN:
                if not isinstance(self._cursor.peek(), Figure | Span):
                    self._add(Birth(self._today - _NEWBORN_DAYS, self._today))
            case Sign.ALMOST | Sign.ABOUT | Sign.WILL | Sign.MORE:
                self._roughly(sign)
            case Sign.AND_A_HALF:
                span = self._cursor.take_span()
                self._age(Figure(0.5), span.unit if span else Unit.YEAR)
            case Sign.IN_TIME:
                self._add(turning_in(self._cursor))
            case Sign.ONE:
                self._one()
            case Sign.EACH:
                self._each(self.told.said_count or self.told.at_least)
            case Sign.RANGE:
                raise Unreadable(RetryReason.TWO_READINGS)
            case Sign.SEASON:
                raise Unreadable(RetryReason.NOT_UNDERSTOOD)
            case _:
                self.told.between(sign)

    def _roughly(self, sign: Sign) -> None:
        """«Около двух лет»; «больше года» needs no figure; «будет 3» is not three yet."""
        if sign is not Sign.MORE:
            self._manner = Sign.ALMOST if sign is Sign.WILL else sign
        span = self._cursor.peek()
        if isinstance(span, Span) and not span.alone:
            self._cursor.take()
            self._age(Figure(1.0), span.unit)

    def _one(self) -> None:
        """«Один год» is an age, «одна дочь» and «один» how many there are; «сыну один» is an age again."""
        follows = self._cursor.peek()
        if follows is Sign.COMMA and isinstance(self._cursor.peek(1), Figure):
            raise Unreadable(RetryReason.TWO_READINGS)
        if self._cursor.peek(-2) is Sign.CHILD or follows is Sign.AND or isinstance(follows, Span):
            self._age_of(Figure(1.0))
        else:
            self._cursor.skip(Sign.CHILD, Sign.OF_CHILDREN)
            self.told.at_least += 1

    def _shared_by(self) -> bool:
        """«Двум по 5», «двум старшим по 10»: goes on to the age if one follows."""
        ahead = 1 if self._cursor.peek() is Sign.CHILD else 0
        if self._cursor.peek(ahead) is not Sign.EACH or not isinstance(self._cursor.peek(ahead + 1), Figure):
            return False
        self._cursor.at += ahead + 1
        return True

    def _each(self, count: int) -> None:
        """«Двое по 5» share the age; in «по 5, 7 и 9» each has its own; «старшие по 10» does not say how many."""
        listed = self._cursor.peek(1) in (Sign.COMMA, Sign.AND) and isinstance(self._cursor.peek(2), Figure)
        if isinstance(self._cursor.peek(), Figure) and not listed:
            self.told.twins = self.told.twins or count
            if not self.told.twins:
                raise Unreadable(RetryReason.TWO_READINGS)

    def _together(self, count: int, twins: bool) -> None:
        if twins:
            self.told.twins = count
        else:
            self.told.said_count = count

    def _figure(self, figure: Figure) -> None:
        whole, follows = int(figure.value), self._cursor.peek()
        if figure.value != whole:
            self._age_of(figure)
        elif follows is Sign.OF_CHILDREN:
            self._cursor.take()
            self.told.at_least += whole
        elif follows is Sign.GRADE:
            self._cursor.take()
        elif self._shared_by():
            self._each(min(whole, MOST_CHILDREN + 1))
        elif isinstance(follows, MonthName):
            self._add(on_a_day(self._cursor, whole))
        else:
            self._age_of(figure)

    def _ordinal(self, value: int) -> None:
        """«Третий год пошёл» is two years old; «третьего мая» a day; «третий» alone another child."""
        match self._cursor.peek():
            case Span(unit, many=False):
                self._cursor.take()
                self._add(aged(float(value - 1), unit, None, self._today), unit)
            case MonthName():
                self._add(on_a_day(self._cursor, value))
            case Sign.GRADE:
                self._cursor.take()
            case _:
                self.told.between(Sign.CHILD)

    def _age_of(self, figure: Figure) -> None:
        """An age with its unit now, or a bare figure whose unit may still come."""
        after_years = self._after_years()
        figure = self._with_half(figure)
        span = self._cursor.take_span()
        if figure.list_of and not _is_fraction(figure, span):
            half = figure.list_of[1] == 5 and self._cursor.peek() is not Sign.COMMA
            if half and (span is None or span.unit is Unit.YEAR) and not self.told.counted:
                raise Unreadable(RetryReason.TWO_READINGS)
            self.told.bare(Figure(float(figure.list_of[0])))
            figure = Figure(float(figure.list_of[1]))
        if span is None and figure.list_of and self._cursor.peek() is Sign.COMMA:
            raise Unreadable(RetryReason.TWO_READINGS)
        if span is not None:
            self._age(self._with_half(figure), span.unit)
        elif self._manner is not None:
            self._age(figure, Unit.YEAR)
        elif birthday := birthday_after(self._cursor, figure):
            self._add(birthday)
        else:
            self.told.doubtful |= after_years and figure.value < 12
            self.told.bare(figure, apart=self._child_follows())

    def _after_years(self) -> bool:
        """«Год и восемь», «год пять»: months without their word, or another child."""
        before = self._cursor.peek(-2)
        if before is Sign.AND:
            return isinstance(self._cursor.peek(-3), Span)
        return isinstance(before, Span) and before.alone

    def _child_follows(self) -> bool:
        named, follows = (Sign.CHILD, Sign.OF_CHILDREN), self._cursor.peek()
        return follows in named or (follows in (Sign.COMMA, Sign.AND) and self._cursor.peek(1) in named)

    def _with_half(self, figure: Figure) -> Figure:
        """«два с половиной», «два года с половиной»."""
        if (self._cursor.peek(), self._cursor.peek(1)) == (Sign.AND, Sign.AND_A_HALF):
            self._cursor.at += 2
            return Figure(figure.value + 0.5)
        return figure

    def _age(self, figure: Figure, unit: Unit) -> None:
        months = self._months_after() if unit is Unit.YEAR and figure.value.is_integer() else None
        if months is not None:
            self.joined = True
            self._add(Birth.aged_months(young_months(12 * figure.value + months), self._today), Unit.YEAR)
        elif birthday := birthday_after(self._cursor, figure):
            self._add(birthday)
        else:
            self._skip_smaller(unit)
            self._add(aged(figure.value, unit, self._manner, self._today), unit)

    def _skip_smaller(self, unit: Unit) -> None:
        """«1 месяц 5 дней» is told exactly enough by its months."""
        figure, span = self._cursor.peek(), self._cursor.peek(1)
        smaller = _SMALLER.get(unit, ())
        if isinstance(figure, Figure) and isinstance(span, Span) and span.unit in smaller:
            self._cursor.at += 2

    def _months_after(self) -> int | None:
        """The months of «год и 3 месяца», when they are part of the same age."""
        skip = 1 if self._cursor.peek() is Sign.AND else 0
        figure, span = self._cursor.peek(skip), self._cursor.peek(skip + 1)
        if self._apart or not (isinstance(figure, Figure) and isinstance(span, Span)):
            return None
        if span.unit is not Unit.MONTH or figure.list_of or figure.value >= 12 or not figure.value.is_integer():
            return None
        self._cursor.at += skip + 2
        return int(figure.value)

    def _add(self, birth: Birth, unit: Unit | None = None) -> None:
        self.told.add(birth, unit, soon=self._manner is Sign.ALMOST)
        self._manner = None


def _is_fraction(figure: Figure, span: Span | None) -> bool:
    """«0,5», «1,5» and «3,5 года» are fractions; «5,7 лет» is a list, «3,5 лет» may be either."""
    if figure.list_of in ((0, 5), (1, 5)):
        return True
    return bool(figure.list_of and figure.list_of[1] == 5 and span and not span.many)
