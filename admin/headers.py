"""Headers of every answer (ASVS 3.4): nothing is cached, framed, sniffed, or run unless this page named it."""

import secrets

from aiohttp import hdrs, web

from admin.keys import NONCE, SETTINGS

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: that would make browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HSTS = "max-age=31536000; includeSubDomains"


def nonce_of(request: web.Request) -> str:
    """The nonce of this answer; script and style elements must carry it."""
    if NONCE not in request:
        request[NONCE] = secrets.token_urlsafe(16)
    return request[NONCE]


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Complete an answer just before it leaves; also error pages and streams."""
    response.headers.update(_FIXED)
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
    response.headers.setdefault("Content-Security-Policy", _policy(nonce_of(request)))
    if request.app[SETTINGS].secure:
        response.headers["Strict-Transport-Security"] = _HSTS


def _policy(nonce: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}'",
            f"style-src 'nonce-{nonce}'",
            "img-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
