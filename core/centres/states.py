"""The closed sets of a centre."""

from enum import StrEnum


class Assigning(StrEnum):
    """How new conversations find a curator; a centre that has neither gives them out by hand."""

    ADVISED = "advised"
    """Beside a free conversation stands whom the program would choose, and why; a person decides."""
    AUTOMATIC = "automatic"
    """The program gives it to that curator by itself."""
