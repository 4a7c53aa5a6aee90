"""Only this computer may talk to the sandbox, and only through pages the sandbox served itself.

A web page anywhere can make a browser post to 127.0.0.1 or rebind its own name to it; checking the peer, the Host
and the Origin closes both ways in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; base-uri 'none';"
    " frame-ancestors 'none'; form-action 'none'"
)


def host_name(authority: str) -> str:
    """The name part of `host:port`, brackets of IPv6 removed."""
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return ""


def is_local(request: web.BaseRequest) -> bool:
    """Loopback peer, loopback Host, and no foreign Origin."""
    if request.remote not in LOOPBACK_NAMES or host_name(request.host) not in LOOPBACK_NAMES:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


@web.middleware
async def loopback_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse everything that is not local; add headers that keep the page to itself."""
    if not is_local(request):
        raise web.HTTPForbidden(text="The sandbox answers only this computer.")
    response = await handler(request)
    if not response.prepared:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    return response
