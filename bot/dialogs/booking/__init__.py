"""A visit: what, when, confirm. What was booked is looked after in `bot.dialogs.appointments`."""

from bot.dialogs.booking.windows import build

__all__ = ["build"]
