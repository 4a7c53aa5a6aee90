"""Field types every record shares: days, money, trust, sources. Strict, with Russian words for what is wrong."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from core.catalog.measures import Confidence, Source, Validity

FROM_GENERAL_KNOWLEDGE = "from general knowledge"

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Record(BaseModel):
    """A mapping with exactly the named keys: a misspelt key is a fault, not a silently lost fact."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "«{given}» — не дата вида ГГГГ-ММ-ДД", {"given": str(value)})


def _wall_clock(value: Any) -> time:
    try:
        if isinstance(value, str):
            return time.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("clock", "«{given}» — не время вида '09:00' в кавычках", {"given": str(value)})


def _roubles(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise PydanticCustomError("roubles", "«{given}» — не сумма в рублях", {"given": str(value)})
    return Decimal(str(value))


def _confidence(value: Any) -> Confidence:
    names = {level.name.lower(): level for level in Confidence}
    if not isinstance(value, str) or value not in names:
        raise PydanticCustomError("confidence", "«{given}» не из списка: low, medium, high", {"given": str(value)})
    return names[value]


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
RegionCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]
Day = Annotated[date, PlainValidator(_day)]
WallClock = Annotated[time, PlainValidator(_wall_clock)]
Roubles = Annotated[Decimal, PlainValidator(_roubles)]
Trust = Annotated[Confidence, PlainValidator(_confidence)]


def _seen(value: Any) -> Any:
    return value if value == FROM_GENERAL_KNOWLEDGE else _day(value)


class SourceRecord(Record):
    """`seen` is the day somebody read the source, or the words saying that nobody has."""

    publisher: Text
    title: Text | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    page_date: Day | None = None
    seen: Annotated[date | Literal["from general knowledge"], BeforeValidator(_seen)]

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.title is None and self.url is None:
            raise PydanticCustomError("source", "у источника нет ни title, ни url")
        return self

    def build(self) -> Source:
        seen = self.seen if isinstance(self.seen, date) else None
        return Source(self.publisher, self.title, self.url, self.page_date, seen)


Sources = Annotated[tuple[SourceRecord, ...], Field(min_length=1)]


def built(sources: tuple[SourceRecord, ...]) -> tuple[Source, ...]:
    return tuple(source.build() for source in sources)


class DatedRecord(Record):
    """Days on which the record is the law, both included; an absent one is open."""

    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from is not None and self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("interval", "valid_to раньше valid_from")
        return self

    def validity(self) -> Validity:
        return Validity(self.valid_from, self.valid_to)
