"""Encryption at rest: master keys, family keys, keyed digests.

Free text is sealed under a key of its family, which is itself wrapped by a master key (`SECRET_KEY`, newest first), so
that erasing a family is dropping one key (design.md, identity and privacy). What lives only for moments (inbox
payloads, FSM screens, outbox letters) is sealed under the newest master key directly.

Format: one byte version, four bytes key id, twelve bytes nonce, then AES-256-GCM ciphertext. The context (which table
and row a value belongs to) is authenticated, so that a sealed value cannot be moved to another row.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE = 12
_HEADER = 1 + 4


class WrongKey(Exception):
    """No known key opens this value."""


class Cipher:
    """AES-256-GCM under one key."""

    __slots__ = ("_aead", "key_id")

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise ValueError("a key is 32 bytes")
        self._aead = AESGCM(key)
        self.key_id = hashlib.sha256(b"ryadom key id" + key).digest()[:4]

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypt and authenticate `plain` together with `context`."""
        nonce = secrets.token_bytes(_NONCE)
        return _VERSION + self.key_id + nonce + self._aead.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt; raises `WrongKey` when key, context or content do not fit."""
        nonce = sealed[_HEADER : _HEADER + _NONCE]
        try:
            return self._aead.decrypt(nonce, sealed[_HEADER + _NONCE :], context.encode())
        except InvalidTag as error:
            raise WrongKey(f"cannot open a value of {context}") from error


class Vault:
    """The master keys of this installation, newest first."""

    def __init__(self, keys: Sequence[bytes], digest_key: bytes | None = None) -> None:
        """`digest_key` outlives the rotation of master keys: it is stored, sealed, with the installation."""
        if not keys:
            raise ValueError("at least one master key is needed")
        ciphers = [Cipher(key) for key in keys]
        self._newest = ciphers[0]
        self._by_id = {cipher.key_id: cipher for cipher in ciphers}
        self._digest_key = digest_key or hashlib.sha256(b"ryadom digest" + keys[-1]).digest()

    def seal(self, plain: bytes, context: str) -> bytes:
        """Seal under the newest master key."""
        return self._newest.seal(plain, context)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Open with whichever master key sealed it. Raises `WrongKey`."""
        sealed = bytes(sealed)
        cipher = self._by_id.get(sealed[1:_HEADER])
        if cipher is None or sealed[:1] != _VERSION:
            raise WrongKey(f"no known key opens a value of {context}")
        return cipher.open(sealed, context)

    def new_family_key(self) -> tuple[Cipher, bytes]:
        """A fresh family key: ready to use, and wrapped for storage."""
        key = secrets.token_bytes(32)
        return Cipher(key), self.seal(key, "family key")

    def family_cipher(self, wrapped: bytes) -> Cipher:
        """Unwrap a stored family key."""
        return Cipher(self.open(wrapped, "family key"))

    def digest(self, purpose: str, value: str) -> str:
        """A keyed digest: equal values of one purpose match, nobody without the key can guess them back."""
        return hmac.new(self._digest_key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()[:32]
