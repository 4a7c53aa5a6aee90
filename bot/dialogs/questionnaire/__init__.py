"""Needs first, then only the questions that still decide."""

from bot.dialogs.questionnaire.windows import build

__all__ = ["build"]
