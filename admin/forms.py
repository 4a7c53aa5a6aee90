"""Fields of a posted form as plain text; a file or a missing field where text belongs is a bad request."""

from aiohttp import web

OLDEST_CHILD = 23
"""Years: who studies full time is a child of the family until then."""


class NotUnderstood(Exception):
    """Something in the form cannot be used; `problem` is the sentence's key."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


async def field(request: web.Request, name: str, default: str | None = None) -> str:
    """One text field. Raises 400 when it is missing and no default is given."""
    value = (await request.post()).get(name, default)
    if not isinstance(value, str) or "\x00" in value:  # PostgreSQL stores no NUL, nobody types one
        raise web.HTTPBadRequest
    return value


async def words_typed(request: web.Request) -> dict[str, str]:
    """Every text field as it was sent, to give a refused form back filled in."""
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


async def words(request: web.Request, name: str, most: int, *, may_be_empty: bool = False) -> str:
    """One line of at most `most` characters, spaces tidied. Raises `NotUnderstood`."""
    sent = await (field(request, name, "") if may_be_empty else field(request, name))
    text = " ".join(sent.split())
    if len(text) > most or not (text or may_be_empty):
        raise NotUnderstood("words")
    return text


async def ages(request: web.Request) -> tuple[int, int] | None:
    """From and to in whole years, `first` and `last`; both empty: any age. Raises `NotUnderstood`."""
    sent = [(await field(request, name, "")).strip() for name in ("first", "last")]
    if not any(sent):
        return None
    if not all(each.isascii() and each.isdigit() and len(each) <= 2 and int(each) <= OLDEST_CHILD for each in sent):
        raise NotUnderstood("ages")
    first, last = map(int, sent)
    if first > last:
        raise NotUnderstood("ages")
    return first, last


async def choice(request: web.Request, name: str) -> int | None:
    """A choice by number that may be none. Raises 400 for anything else."""
    value = await field(request, name, "")
    return whole(value) if value else None


async def number(request: web.Request, name: str) -> int:
    """One whole number. Raises 400 otherwise."""
    return whole(await field(request, name))


def whole(text: str) -> int:
    """A non-negative whole number of at most 18 digits. Raises 400 otherwise."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise web.HTTPBadRequest
    return int(text)


def path_number(request: web.Request, name: str = "id") -> int:
    """A number in the address. Raises 404 otherwise."""
    text = request.match_info[name]
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise web.HTTPNotFound
    return int(text)
