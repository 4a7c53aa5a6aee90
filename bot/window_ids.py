"""Every open window has an id of its own.

aiogram-dialog 2.6 makes ids from the second and a random number below a hundred: of two windows opened within one
second every hundredth pair shares an id. A flow begins over the menu, so that happened to people: the second window's
closing erased the first, and the next tap threw them back to the menu.
"""

import secrets
import string

from aiogram_dialog.api.entities import stack

LENGTH = 6
"""Characters, as many as the library's own ids have at most: callback data holds 64 bytes."""

_SIGNS = string.digits + string.ascii_letters


def new_window_id() -> str:
    """One of 57 thousand million."""
    return "".join(secrets.choice(_SIGNS) for _ in range(LENGTH))


def install() -> None:
    """Let stacks take their ids from here; the library offers no other way in."""
    stack.new_id = new_window_id
