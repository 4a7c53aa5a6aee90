"""A state-changing request must come from a page of ours (D3).

Three independent checks: the browser says the request comes from our own origin, the body has a form's media type
(a foreign page cannot send another one unasked), and it carries the token of this session.
"""

import hmac

from aiohttp import web
from aiohttp.typedefs import Handler

from admin.cookies import forgery_token
from admin.keys import SETTINGS

FIELD = "csrf"
HEADER = "X-CSRF-Token"
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class Forged(web.HTTPForbidden):
    """The request does not come from a page of ours."""


@web.middleware
async def refuse_forgery(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Raise `Forged` unless all three checks pass."""
    if request.method in _HARMLESS:
        return await handler(request)
    if not _from_here(request) or request.content_type not in _FORMS:
        raise Forged
    if not hmac.compare_digest((await _sent_token(request)).encode(), forgery_token(request).encode()):
        raise Forged
    return await handler(request)


def _from_here(request: web.Request) -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and origin in (None, own_origin(request))


def own_origin(request: web.Request) -> str:
    """Scheme, host and port of the panel as browsers name it."""
    return request.app[SETTINGS].origin or f"http://{request.host}"


async def _sent_token(request: web.Request) -> str:
    header = request.headers.get(HEADER)
    if header is not None:
        return header
    field = (await request.post()).get(FIELD, "")
    return field if isinstance(field, str) else ""
