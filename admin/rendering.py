"""Pages: Jinja templates that hold structure and Fluent keys, never words and never markup from data.

Every page gets the same frame: `t(key, ...)`, the signed-in member and their rights, the forgery token, the nonce.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp_jinja2
import jinja2
from aiohttp import hdrs, web
from markupsafe import Markup

from admin import moments
from admin.cookies import forgery_token
from admin.headers import nonce_of
from admin.keys import AFTER, ASSETS, SETTINGS, SIGNED_IN, STORE, TEXTS, TROUBLE
from admin.sections import head_of
from core.messaging.letters import Text
from core.permissions import Permission
from core.texts import Texts
from core.use_case import StaffMember

_TEMPLATES = Path(__file__).parent / "templates"
Translate = Callable[..., str]
Remembered = Callable[[str, tuple[tuple[str, int | float], ...]], str]
REMEMBERED: web.AppKey[Remembered] = web.AppKey("remembered")


def install(app: web.Application) -> None:
    """Give the application its templates."""
    app[REMEMBERED] = _remembering(app[TEXTS])
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        autoescape=True,
    )


def page(request: web.Request, template: str, status: int = 200, **context: Any) -> web.Response:
    """A whole page or a fragment of one."""
    response = aiohttp_jinja2.render_template(template, request, {**_frame(request), **context}, status=status)
    response.enable_compression()
    return response


def go_to(path: str) -> web.Response:
    """After a form: look at that page (303, so that a reload repeats nothing)."""
    return web.Response(status=303, headers={hdrs.LOCATION: path})


def translator(request: web.Request) -> Translate:
    """`t("panel-inbox-mine", count=3)`: the words of a Fluent key."""
    texts, remembered = request.app[TEXTS], request.app[REMEMBERED]

    def t(key: str, **args: str | int | float) -> str:
        numbers = tuple((name, value) for name, value in args.items() if not isinstance(value, str))
        return remembered(key, numbers) if len(numbers) == len(args) else texts.plain(Text(key, args))

    return t


def _remembering(texts: Texts) -> Remembered:
    """Fifty rows of a list say the same few things. Only texts without anybody's words or names are remembered."""

    @lru_cache(maxsize=2_048)
    def say(key: str, args: tuple[tuple[str, int | float], ...]) -> str:
        return texts.plain(Text(key, dict(args)))

    return say


def zone_of(request: web.Request) -> ZoneInfo:
    """Whose clock times are shown by: the member's own centre, or the installation's."""
    signed_in = request.get(SIGNED_IN)
    own = signed_in.time_zone if signed_in is not None else None
    return ZoneInfo(own or request.app[SETTINGS].time_zone)


@lru_cache(maxsize=64)
def _icon(name: str) -> Markup:
    """One of the drawings of `_icons.html`; what it means is always also said in words beside it."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>').format(name)


def _may(member: StaffMember | None, name: str, centre_id: int | None = None) -> bool:
    """Whether what is shown only with a right is shown: in this centre, or (None) on a page of no centre."""
    if member is None:
        return False
    right = Permission(name)
    return right in member.permissions if centre_id is None else member.may(right, centre_id)


def _frame(request: web.Request) -> dict[str, Any]:
    signed_in = request.get(SIGNED_IN)
    assets, now, zone = request.app[ASSETS], request.app[STORE].clock(), zone_of(request)
    t = translator(request)
    held = signed_in.member.permissions if signed_in is not None else frozenset[Permission]()
    return {
        "t": t,
        "me": signed_in.member if signed_in is not None else None,
        "session_id": signed_in.session_id if signed_in is not None else None,
        "may": partial(_may, signed_in.member if signed_in is not None else None),
        "csrf": forgery_token(request),
        "nonce": nonce_of(request),
        "icon": _icon,
        "asset": lambda name: assets[name].url,
        "trouble": request.get(TROUBLE),
        "after": request.get(AFTER, 0),
        "path": request.path,
        "sections": head_of(request.path, held),
        "now": now,
        "clock": lambda moment: moments.clock(moment, zone),
        "day": lambda moment: moments.day(t, moment, now, zone),
        "day_of": lambda moment: moment.astimezone(zone).date(),
        "ago": lambda moment: moments.ago(t, moment, now),
        "due_at": lambda moment: moments.by_when(t, moment, now, zone),
        "whose_clock": lambda name: moments.whose_clock(t, now, ZoneInfo(name)),
        "on_day": lambda local, today: moments.named_day(t, local, today),
        "short_date": moments.short_date,
        "iso": datetime.isoformat,
        "one_second": timedelta(seconds=1),
    }
