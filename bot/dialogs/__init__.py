"""Every dialog of the bot, one package per flow."""

from aiogram_dialog import Dialog

from bot.dialogs import card, consent, menu, person, place, questionnaire, result, search


def build_dialogs() -> list[Dialog]:
    """Fresh dialogs: each belongs to one dispatcher."""
    packages = (menu, place, consent, questionnaire, result, search, card, person)
    return [package.build() for package in packages]
