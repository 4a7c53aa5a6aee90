"""Which reminders were given by telephone, as rows of their own: most visits are reminded of by a letter."""

from datetime import datetime

from sqlmodel import Field

from core.storage.schema import BigId, Record, instant


class ReminderCall(Record, table=True):
    """Somebody called the family about a visit in this version; moving the visit asks for another call."""

    __tablename__ = "reminder_call"

    appointment_id: int = Field(foreign_key="appointment.id", sa_type=BigId, primary_key=True)
    version: int = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", sa_type=BigId)
    called_at: datetime = instant()
