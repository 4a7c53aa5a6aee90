"""The running program puts the making of aiogram's models off, and has the same ones as anybody else (P6)."""

import subprocess
import sys

import pytest

LATE = """
from bot.late_models import import_aiogram, make_ready
import_aiogram()
"""
EVERY_MODEL = """
import re
import aiogram.methods, aiogram.types
from pydantic import BaseModel

for module in (aiogram.types, aiogram.methods):
    for name in module.__all__:
        model = getattr(module, name)
        if isinstance(model, type) and issubclass(model, BaseModel) and model.__name__ != "MutableTelegramObject":
            model.model_rebuild()
            print(name, model.__pydantic_complete__, re.sub("0x[0-9a-f]+", "", repr(model.model_fields)))
"""
A_PHOTO_MADE_AMONG_OUR_NAMES = """
from aiogram.types import Contact, Message

def ours():
    class PhotoSize: "of ours"
    photo = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}
    said = Message(message_id=1, date=1, chat={"id": 7, "type": "private"}, photo=[photo])
    assert type(said.photo[0]).__module__ == "aiogram.types.photo_size"

assert not Message.__pydantic_complete__
ours()
assert Message.__pydantic_complete__ and not Contact.__pydantic_complete__
"""
WHAT_FAMILIES_MEET = """
import aiogram.methods as m, aiogram.types as t

make_ready()
for model in (
    t.Update, t.Message, t.InlineKeyboardButton, t.InlineKeyboardMarkup, m.SendMessage, m.EditMessageText,
    m.EditMessageReplyMarkup, m.DeleteMessage, m.AnswerCallbackQuery, m.AnswerInlineQuery, m.SendDocument,
    m.Response[t.Message], m.Response[t.Message | bool], m.Response[bool],
):
    assert model.__pydantic_complete__, model
assert not t.ChatFullInfo.__pydantic_complete__
"""
HELD = """
print(open("/proc/self/statm").read().split()[1])
"""


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_P6_models_made_late_are_the_same_as_models_made_at_once() -> None:
    at_once, late = _run(EVERY_MODEL).splitlines(), _run(LATE + EVERY_MODEL).splitlines()
    assert len(at_once) > 500
    assert not [line for line in late if " True " not in line]
    assert late == at_once


def test_P6_whoever_uses_a_model_first_lends_it_no_names() -> None:
    _run(LATE + A_PHOTO_MADE_AMONG_OUR_NAMES)


def test_P6_what_families_meet_is_made_before_they_come() -> None:
    _run(LATE + WHAT_FAMILIES_MEET)


@pytest.mark.parametrize("before", ["app.cli", "app.commands.run", "app.settings", "app.logs", "bot.late_models"])
def test_P6_nothing_imports_aiogram_before_its_models_are_put_off(before: str) -> None:
    _run(f"import sys, {before}\nassert 'aiogram' not in sys.modules")


def test_P6_the_models_of_the_running_program_take_half_of_what_aiograms_own_take() -> None:
    theirs, ours = (int(_run(code + HELD)) for code in ("import aiogram", LATE + "make_ready()"))
    assert ours < 0.65 * theirs, "resident pages"
