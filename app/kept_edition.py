"""The checked edition of the last start, kept in `VAR_DIR`, so that an unchanged content is not read and checked again.

Reading, checking and indexing three hundred files costs a start a fifth of its time and leaves memory in pieces (P6).
The file belongs to exactly this content and this program: it carries their stamp, and a seal under the master key, so
nothing that was not written by this installation is ever unpacked. Without it, or with another one, the content is
prepared as ever. A disk that cannot take the file is no reason not to start.
"""

import contextlib
import hashlib
import hmac
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.catalog.search.index import SearchIndex
from core.catalog.snapshot import Catalogue
from core.texts import Texts

PROGRAM = Path(__file__).resolve().parents[1] / "core"
_SEAL = hashlib.sha256().digest_size
Stamp = tuple[tuple[str, int, int], ...]
"""Names, times of change (ns) and sizes (bytes) of files."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What of an edition is costly to make. (The detector keeps compiled files of its own beside its patterns.)"""

    catalogue: Catalogue
    search: SearchIndex
    texts: Texts


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps prepared content in `file` (mode 0600), sealed under `key`."""

    file: Path
    key: bytes

    def get(self, data_dir: Path, prepare: Callable[[Path], Prepared]) -> Prepared:
        """What was kept for `data_dir` as it is now, else what `prepare` makes of it, which is kept from now on."""
        stamp = _stamp(files_stamp(data_dir))
        kept = self._read(stamp)
        if kept is not None:
            return kept
        made = prepare(data_dir)
        self._write(stamp, made)
        return made

    def _read(self, stamp: bytes) -> Prepared | None:
        try:
            content = self.file.read_bytes()
        except OSError:
            return None
        seal, body = content[:_SEAL], memoryview(content)[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(stamp, body)):
            return None
        return pickle.loads(body)  # type: ignore[no-any-return]  # noqa: S301 - sealed by us, see above

    def _write(self, stamp: bytes, made: Prepared) -> None:
        body = memoryview(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
        aside = self.file.with_suffix(f".{os.getpid()}")
        try:
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(self._seal(stamp, body))
                out.write(body)
            aside.replace(self.file)
        except OSError:
            with contextlib.suppress(OSError):
                aside.unlink()

    def _seal(self, stamp: bytes, body: memoryview) -> bytes:
        return hmac.digest(self.key, stamp + hashlib.sha256(body).digest(), "sha256")


def files_stamp(folder: Path, suffixes: tuple[str, ...] = (".yaml", ".ftl", ".txt", ".bin")) -> Stamp:
    """What changes when any of these files does."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in suffixes)
    return tuple((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in files)


def _stamp(content: Stamp) -> bytes:
    """Tells apart any two states of content and program."""
    return hashlib.sha256(repr((sys.version, content, files_stamp(PROGRAM, (".py",)))).encode()).digest()
