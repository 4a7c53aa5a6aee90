"""One-time codes of an authenticator app (RFC 6238: HMAC-SHA-1, 30 seconds, six digits). Pure: no clock, no database.

A code is good for its own step and its neighbours, so that a clock half a minute off still works, and never again once
a code of its step or a later one was used (D4).
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
SKEW = 1
_DIGITS = 6


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 recommends."""
    return secrets.token_bytes(20)


def written(secret: bytes) -> str:
    """The secret as apps take it by hand."""
    return base64.b32encode(secret).decode()


def from_written(text: str) -> bytes | None:
    """Read it back; None for anything that is not such a secret."""
    try:
        secret = base64.b32decode(text)
    except ValueError:
        return None
    return secret if len(secret) == 20 else None


def address(secret: bytes, login: str, issuer: str) -> str:
    """What a QR code says to the app."""
    label = quote(f"{issuer}:{login}")
    return f"otpauth://totp/{label}?" + urlencode({"secret": written(secret), "issuer": issuer})


def step_at(moment: datetime) -> int:
    """The number of the 30 seconds `moment` lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int) -> str:
    """The code of a step (RFC 4226, section 5.3)."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def accepted_step(secret: bytes, code: str, now: datetime, last_step: int | None) -> int | None:
    """The step whose code this is, later than the last one used; None for a wrong, old or used code."""
    plain = "".join(code.split())
    for step in range(step_at(now) - SKEW, step_at(now) + SKEW + 1):
        fresh = last_step is None or step > last_step
        if hmac.compare_digest(code_of(secret, step).encode(), plain.encode()) and fresh:
            return step
    return None
