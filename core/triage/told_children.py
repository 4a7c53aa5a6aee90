"""The children a text has named so far, while it is read from left to right.

An age and a birthday side by side («6 лет 2020 г.р.», «5 лет (скоро 6)») are one child when nothing parts them, and
a question when a comma does; two ages, or two birthdays, are two children.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.triage.age_marks import Figure, Sign, Unit
from core.triage.births import ADULT_MONTHS, Birth, completed_months
from core.triage.said_ages import RetryReason, Unreadable, aged

MOST_CHILDREN = 20
_ANOTHER = frozenset({Sign.AND, Sign.CHILD, Sign.OF_CHILDREN})
"""What between two statements says that the second is about another child."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One child as far as it is read: a birth, or a bare figure that waits for a unit further on."""

    birth: Birth | None = None
    bare: Figure | None = None
    unit: Unit | None = None
    apart: bool = False


class ToldChildren:
    """`twins`: how many share the next age. `said_count` and `at_least`: how many the text says there are.

    `doubtful`: somebody's figure may belong to the age before it («год и восемь»).
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self._items: list[_Item] = []
        self._between: set[Sign] = set()
        self.twins = 0
        self.said_count: int | None = None
        self.at_least = 0
        self.doubtful = False

    @property
    def counted(self) -> bool:
        return bool(self.said_count or self.at_least)

    def between(self, sign: Sign) -> None:
        """What stands between the last child and the next one."""
        self._between.add(sign)

    def bare(self, figure: Figure, *, apart: bool = False) -> None:
        """A figure whose unit may follow; `apart`: the next age's unit is not its own («сын 5, дочь 3 месяца»)."""
        self._items += [_Item(bare=figure, apart=apart)] * (self.twins or 1)
        self.twins = 0
        self._between.clear()

    def add(self, birth: Birth, unit: Unit | None = None, *, soon: bool = False) -> None:
        """A birth; `unit` when it was said as an age, `soon` when as the age that comes next.

        Raises:
            Unreadable: it may be the last child or another.
        """
        same = self._last_again(birth, unit, soon)
        if same is not None:
            self._items[-1] = _Item(same, unit=unit)
        else:
            self._items += [_Item(birth, unit=unit)] * (self.twins or 1)
            self.twins = 0
        self._between.clear()

    def births(self) -> tuple[Birth, ...] | None:
        """Every child, checked; None when the text names none and counts none.

        Raises:
            Unreadable: ages are missing, may be read in two ways, or are not those of children.
        """
        if not self._items:
            if self.counted:
                raise Unreadable(RetryReason.AGES_MISSING)
            return None
        if self.twins:
            self._items.extend(self._items[-1:] * (self.twins - 1))
        if len(self._items) > MOST_CHILDREN:
            raise Unreadable(RetryReason.TOO_MANY)
        if self.doubtful and not self.counted:
            raise Unreadable(RetryReason.TWO_READINGS)
        return tuple(self._checked(birth) for birth in self._resolved())

    def _last_again(self, birth: Birth, unit: Unit | None, soon: bool) -> Birth | None:
        """What is left possible of the last child when this is said of it again."""
        last = self._items[-1] if self._items and not self.twins else None
        if last is None or self._between & _ANOTHER or self.counted:
            return None
        known = last.birth or aged(last.bare.value if last.bare else 0, Unit.YEAR, None, self._today)
        dated = (last.birth is not None and last.unit is None) is not (unit is None)
        if not (dated or soon) or not known.meets(birth):
            return None
        if Sign.COMMA in self._between and not soon:
            raise Unreadable(RetryReason.TWO_READINGS)
        return known.narrowed(birth)

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
