"""A new edition of the content meets the one being served: good packs go live, a broken pack is refused
whole.

A pack (a region's folder, the federal layer, the parameters, ...) is the unit, because half a pack is a
region with half its measures. The served edition is kept as its files, so what is refused today can be
compared tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.catalog.faults import CatalogueBroken, Fault
from core.catalog.layout import belongs_to_catalogue, pack_of
from core.catalog.loading import load
from core.catalog.snapshot import Catalogue


@dataclass(frozen=True, slots=True)
class Served:
    """Content files and the catalogue they load to."""

    files: Mapping[str, str]
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Offer:
    """What came of a new edition: what to serve now, the packs refused, and every fault that refused them."""

    serve: Served
    refused: tuple[str, ...]
    faults: tuple[Fault, ...]


def serve(files: Mapping[str, str]) -> Served:
    """What a process starts with.

    Raises:
        CatalogueBroken: there is nothing older to keep serving.
    """
    owned = _owned(files)
    return Served(owned, load(owned))


def offer(served: Served, files: Mapping[str, str]) -> Offer:
    """Never raises for bad content: packs with faults keep their served files, and if the rest cannot stand
    beside those, everything stays as it was.
    """
    owned = _owned(files)
    refused: set[str] = set()
    faults: list[Fault] = []
    while True:
        mixed = _with_packs_kept(owned, served.files, refused)
        try:
            return Offer(Served(mixed, load(mixed)), tuple(sorted(refused)), tuple(faults))
        except CatalogueBroken as broken:
            faults += [fault for fault in broken.faults if fault not in faults]
            blamed = {pack_of(fault.file) for fault in broken.faults} - refused
            if not blamed:
                return Offer(served, tuple(sorted(_changed_packs(owned, served.files))), tuple(faults))
            refused |= blamed


def with_pack(files: Mapping[str, str], pack: str, pack_files: Mapping[str, str]) -> dict[str, str]:
    """The content with one pack replaced whole: files the new pack no longer has are gone."""
    others = {path: text for path, text in files.items() if pack_of(path) != pack}
    return others | {f"{pack}/{name}": text for name, text in pack_files.items()}


def _owned(files: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if belongs_to_catalogue(path)}


def _with_packs_kept(new: Mapping[str, str], old: Mapping[str, str], kept: Iterable[str]) -> dict[str, str]:
    fresh = {path: text for path, text in new.items() if pack_of(path) not in kept}
    return fresh | {path: text for path, text in old.items() if pack_of(path) in kept}


def _changed_packs(new: Mapping[str, str], old: Mapping[str, str]) -> set[str]:
    return {pack_of(path) for path in new.keys() | old.keys() if new.get(path) != old.get(path)}
