"""Passwords: argon2id outside every transaction, in threads, a few at a time.

One verification costs some 200 ms and 64 MiB on purpose; `Passwords` caps how many run together, so that a wave of
sign-ins slows down sign-ins and nothing else.
"""

import asyncio
import secrets
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 128
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_COMMON = ("password", "qwerty", "йцукен", "пароль", "123456", "111111", "семья", "ryadom", "рядом")


class Weakness(StrEnum):
    """Why a password is not accepted (ASVS 6.2: length, no composition rules, no well-known or own names)."""

    SHORT = "short"
    LONG = "long"
    HAS_LOGIN = "has_login"
    COMMON = "common"
    SAME = "same"


def weakness(password: str, login: str) -> Weakness | None:
    """The first reason to refuse `password`, or None."""
    lowered = password.lower()
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    if login.lower() in lowered:
        return Weakness.HAS_LOGIN
    if len(set(lowered)) < 5 or _mostly_common(lowered):
        return Weakness.COMMON
    return None


def one_time_password() -> str:
    """A password to read out once: four groups of four, no look-alike characters, 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


class Passwords:
    """Hashes and verifies; at most `at_once` together. Tests pass a cheaper hasher of the same kind."""

    def __init__(self, hasher: PasswordHasher | None = None, at_once: int = 2) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = asyncio.Semaphore(at_once)

    async def hash(self, password: str) -> str:
        """The argon2id hash to store."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether `password` fits. Without a stored hash the same work is done, so that time tells nothing."""
        async with self._turn:
            return await asyncio.to_thread(self._fits, stored, password)

    def _fits(self, stored: str | None, password: str) -> bool:
        if stored is None:
            self._hasher.hash(password)
            return False
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def _mostly_common(lowered: str) -> bool:
    rest = lowered
    for word in _COMMON:
        rest = rest.replace(word, "")
    return len(rest) < len(lowered) and len(rest) < SHORTEST // 2
