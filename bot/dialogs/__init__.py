"""Every dialog of the bot, one package per flow."""

from aiogram_dialog import Dialog

from bot.dialogs import (
    appointments,
    booking,
    card,
    consent,
    gatherings,
    menu,
    mydata,
    notice,
    person,
    phone,
    place,
    plan,
    proposals,
    questionnaire,
    result,
    search,
    settings,
    urgent,
)

_PACKAGES = (
    menu,
    place,
    consent,
    questionnaire,
    result,
    search,
    card,
    booking,
    appointments,
    phone,
    gatherings,
    plan,
    notice,
    mydata,
    settings,
    proposals,
    urgent,
    person,
)


def build_dialogs() -> list[Dialog]:
    """Fresh dialogs: each belongs to one dispatcher."""
    return [package.build() for package in _PACKAGES]
