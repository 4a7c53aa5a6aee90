"""The thin edge between the content directory and the pure loader: it reads files and decides nothing."""

from __future__ import annotations

from pathlib import Path

from core.catalog.layout import belongs_to_catalogue
from core.catalog.loading import load
from core.catalog.snapshot import Catalogue

CONTENT = Path(__file__).resolve().parents[2] / "data"


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
