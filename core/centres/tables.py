"""Centres as rows, because staff, hours, appointments and cases refer to them."""

from sqlmodel import Field

from core.centres.states import Assigning
from core.storage.schema import Record, closed_set, identifier


class Centre(Record, table=True):
    """A family centre. `slug` is its id in the content and in deep links (`?start=tikhvin`)."""

    __tablename__ = "centre"

    id: int | None = identifier()
    slug: str = Field(unique=True, max_length=48)
    region: str = Field(max_length=8, index=True)
    name: str = Field(max_length=200)
    time_zone: str = Field(max_length=48)
    address: str | None = Field(default=None, max_length=300)
    phone: str | None = Field(default=None, max_length=40)
    opened: bool = Field(default=False)
    """Bookable and answering: an operator has entered hours and staff. Never true by itself for a real centre."""
    demo: bool = Field(default=False)
    assigning: Assigning | None = closed_set(Assigning, default=None, nullable=True)
    """None: by hand."""
