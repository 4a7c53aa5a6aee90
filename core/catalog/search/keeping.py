"""The built index, kept on disk between starts: reading it takes a tenth of the time and memory of building it.

It lies in the program's own directory beside its key and database, is as trusted as they are, and is only a copy: the
stamp at its head names the content and the code it was made of, and whatever does not fit or cannot be read is made
anew.
"""

import gc
import hashlib
import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from core.catalog.search.index import SearchIndex

_ROOT = Path(__file__).resolve().parents[3]
_CODE = ("core/catalog/search", "core/language")
_TRUSTED = ("core.", "array")
_UNREADABLE = (
    *(OSError, EOFError, pickle.UnpicklingError, MemoryError),
    *(ArithmeticError, AttributeError, ImportError, LookupError, TypeError, ValueError),
)
"""What a torn or foreign file may raise while it is read."""


def stamp_of(content: Iterable[bytes]) -> bytes:
    """Tells apart any two contents, and any two versions of the code that reads them."""
    digest = hashlib.sha256()
    sources = (path.read_bytes() for folder in _CODE for path in sorted((_ROOT / folder).glob("*.py")))
    for part in (*content, *sources):
        digest.update(hashlib.sha256(part).digest())
    return digest.digest()


def kept_index(path: Path, stamp: bytes) -> SearchIndex | None:
    """The index kept under this stamp; None when there is none, it is of another stamp, or it cannot be read."""
    with suppress(*_UNREADABLE):
        with path.open("rb") as file, _unhurried_collector():
            index = _Ours(file).load() if file.read(len(stamp)) == stamp else None
        return index if isinstance(index, SearchIndex) else None
    return None


def keep_index(path: Path, stamp: bytes, index: SearchIndex) -> None:
    """Puts the index in place of the kept one, whole or not at all; a directory that cannot be written keeps none."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        aside.write_bytes(stamp + pickle.dumps(index, protocol=5))
        aside.replace(path)


class _Ours(pickle.Unpickler):
    """Makes values of our own types and arrays only."""

    def find_class(self, module: str, name: str) -> Any:
        if not module.startswith(_TRUSTED):
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an index")
        return super().find_class(module, name)


@contextmanager
def _unhurried_collector() -> Iterator[None]:
    """Thousands of new objects that all stay are no reason to look for garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
