"""Windows opened in one second never share an id: one in a hundred pairs did, and people fell back to the menu."""

import time_machine
from aiogram_dialog.api.entities import Stack

from bot.dispatcher import build_dispatcher
from bot.states import Menu


def test_a_hundred_windows_opened_in_one_second_have_a_hundred_ids():
    build_dispatcher()
    stack = Stack()
    with time_machine.travel(0, tick=False):
        ids = [stack.push(Menu.main, None).id for _ in range(100)]

    assert len(set(ids)) == 100
    assert all(len(id_) <= 6 and id_.isalnum() for id_ in ids), "callback data has 64 bytes for an id and a widget"
