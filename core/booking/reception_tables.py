"""When visits began, as a row of its own: most visits of the past have none, and the visit itself does not change."""

from datetime import datetime

from sqlmodel import Field

from core.storage.schema import BigId, Record, instant


class Reception(Record, table=True):
    """The specialist received the family at this moment."""

    __tablename__ = "reception"

    appointment_id: int = Field(foreign_key="appointment.id", sa_type=BigId, primary_key=True)
    started_at: datetime = instant()
