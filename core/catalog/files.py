"""The thin edge between the content directory and the pure loader: it reads and swaps files, and decides nothing."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from core.catalog.layout import belongs_to_catalogue, place_of
from core.catalog.loading import load
from core.catalog.reading import read_yaml
from core.catalog.snapshot import Catalogue

CONTENT = Path(__file__).resolve().parents[2] / "data"
PACK_FILE = "region.yaml"


def read_content(directory: Path = CONTENT) -> dict[str, str]:
    """The catalogue's files as text, by path relative to the directory.

    Raises:
        OSError, UnicodeDecodeError: a file cannot be read as UTF-8.
    """
    found = ((path.relative_to(directory).as_posix(), path) for path in sorted(directory.rglob("*.yaml")))
    return {name: path.read_text(encoding="utf-8") for name, path in found if belongs_to_catalogue(name)}


def load_catalogue(directory: Path = CONTENT) -> Catalogue:
    """The catalogue of a content directory.

    Raises:
        CatalogueBroken: with every fault of the content.
    """
    return load(read_content(directory))


def read_pack(folder: Path) -> tuple[str, dict[str, str]]:
    """A region's pack lying anywhere: its place in the content (`regions/LEN`) and its files by name inside it.

    Raises:
        ValueError: the folder has no `region.yaml` that names a region code, or a file is not UTF-8.
        OSError: a file cannot be read.
    """
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml"))}
    named = read_yaml(PACK_FILE, files.get(PACK_FILE, ""))
    code = named.get("code") if isinstance(named, dict) else None
    if not isinstance(code, str) or place_of(f"regions/{code}/{PACK_FILE}") is None:
        raise ValueError(f"{folder}: нет {PACK_FILE} с кодом региона")
    return f"regions/{code}", files


def swap_pack(directory: Path, pack: str, files: Mapping[str, str]) -> None:
    """Puts the files of one checked pack in place of the old ones, or leaves the old ones whole.

    A reader sees the old folder or the new one, and for a moment neither, never a mixture: the new folder
    is written aside (where no reader looks) and renamed.

    Raises:
        OSError: the content directory cannot be written.
    """
    incoming, outgoing, place = directory / ".incoming", directory / ".outgoing", directory / pack
    for leftover in (incoming, outgoing):
        shutil.rmtree(leftover, ignore_errors=True)
    for name, text in files.items():
        path = incoming / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(outgoing)
    incoming.rename(place)
    shutil.rmtree(outgoing, ignore_errors=True)
