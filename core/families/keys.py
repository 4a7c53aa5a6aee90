"""Keys of families: everything people say in their own words is sealed under one, and erased by dropping it.

`context` names the table, column and row of a value ("adult.name 7"); it is authenticated, so that a sealed value
moved to another place does not open there.
"""

from sqlmodel import col, delete

from core.families.tables import DataKey
from core.storage.vault import Cipher
from core.use_case import Tx


class KeyDropped(LookupError):
    """The key is gone: what it sealed has been erased."""


def new_key(tx: Tx) -> int:
    """Make and store a fresh key; returns the id that `family.data_key_id` and `conversation.data_key_id` hold."""
    _, wrapped = tx.vault.new_family_key()
    record = DataKey(wrapped=wrapped)
    tx.session.add(record)
    tx.session.flush()
    assert record.id is not None
    return record.id


def cipher(tx: Tx, key_id: int) -> Cipher:
    """The cipher of a key, for sealing or opening several values in a row. Raises `KeyDropped`."""
    record = tx.session.get(DataKey, key_id)
    if record is None:
        raise KeyDropped(f"data key {key_id}")
    return tx.vault.family_cipher(record.wrapped)


def seal(tx: Tx, key_id: int, text: str, context: str) -> bytes:
    """Seal `text` for the place named by `context`. Raises `KeyDropped`."""
    return cipher(tx, key_id).seal(text.encode(), context)


def open_text(tx: Tx, key_id: int, sealed: bytes, context: str) -> str:
    """Open a sealed text. Raises `KeyDropped`, or `WrongKey` when it was moved or changed."""
    return cipher(tx, key_id).open(bytes(sealed), context).decode()


def drop_key(tx: Tx, key_id: int) -> None:
    """Erase: afterwards nothing sealed under this key can be read by anybody."""
    tx.session.exec(delete(DataKey).where(col(DataKey.id) == key_id))
