"""SECRET_KEY: read, made at the first run, and proved right before anything is opened with it.

Several keys may be given, newest first. The first run without one writes `var/secret.key`, readable by its owner only.
The database keeps a canary sealed by the key and the digest key of this installation: a wrong key stops the start with
one line instead of turning every family's words into noise.
"""

import hashlib
import os
import secrets
from pathlib import Path

import sqlalchemy as sa

from app.settings import Settings
from core.messaging.tables import installation
from core.storage.database import Database, Unit
from core.storage.vault import Vault, WrongKey
from core.storage.wire import Statement

_CANARY = b"the families of this installation"
_DIGEST = "digest key"

_GET = Statement(lambda _: sa.select(installation.c.value).where(installation.c.name == sa.bindparam("which")))
_ADD = Statement(
    lambda insert: (
        insert(installation).values(name=sa.bindparam("name"), value=sa.bindparam("value")).on_conflict_do_nothing()
    )
)


class KeyWrong(Exception):
    """The key does not fit this database."""


def master_keys(settings: Settings) -> list[bytes]:
    """The configured keys, or the one in `var/secret.key`, which the first run makes (mode 0600). Raises `KeyWrong`."""
    texts = [key.get_secret_value() for key in settings.secret_key]
    if not texts:
        texts = [_key_file(settings.var_dir / ("sandbox.key" if settings.sandbox else "secret.key"))]
    return [hashlib.sha256(text.encode()).digest() for text in texts]


def _key_file(path: Path) -> str:
    try:
        return _first_key(path)
    except OSError as error:
        raise KeyWrong(f"SECRET_KEY is not set and {path} cannot be used ({error.strerror}); set it") from None


def _first_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


async def open_vault(database: Database, keys: list[bytes]) -> Vault:
    """A vault that fits `database`. Raises `KeyWrong`."""
    try:
        return await database.write(lambda unit: _vault(unit, keys))
    except WrongKey:
        raise KeyWrong(
            "SECRET_KEY does not open this database: give the key it was made with (several are allowed, newest first)"
        ) from None


def _vault(unit: Unit, keys: list[bytes]) -> Vault:
    first = Vault(keys, digest_key=secrets.token_bytes(32))
    _keep(unit, first, "canary", _CANARY)
    return Vault(keys, digest_key=_keep(unit, first, _DIGEST, secrets.token_bytes(32)))


def _keep(unit: Unit, vault: Vault, name: str, value: bytes) -> bytes:
    """What is stored under `name`, or `value` when nothing was."""
    unit.wire.run(_ADD, name=name, value=vault.seal(value, f"installation {name}"))
    row = unit.wire.row(_GET, which=name)
    assert row is not None
    return vault.open(row[0], f"installation {name}")
