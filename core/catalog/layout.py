"""Where each kind of record lies in the content directory, and which files form one pack.

regions.yaml                         every region: code, name, time zone federal/measures/<category>.yaml
federal measures        federal/synonyms.yaml regions/<CODE>/region.yaml           a region's pack:
centres.yaml, synonyms.yaml, measures/<category>.yaml parameters/*.yaml                    dated
parameters crisis/lines.yaml                    helplines centres-information.yaml             centres
elsewhere, and what people confuse with a centre

A pack is accepted or refused whole: `federal`, each `regions/<CODE>`, and each of the remaining top-level
names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    REGIONS = "regions"
    MEASURES = "measures"
    SYNONYMS = "synonyms"
    REGION_PACK = "region_pack"
    CENTRES = "centres"
    INFORMATION = "information"
    HELPLINES = "helplines"
    SUBSISTENCE_MINIMUM = "subsistence_minimum"
    LEGAL_PARAMETERS = "legal_parameters"


@dataclass(frozen=True, slots=True)
class Place:
    """What a file holds; `region` is the pack's region, `None` outside a region pack."""

    kind: FileKind
    region: str | None = None


_KINDS: tuple[tuple[re.Pattern[str], FileKind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"regions\.yaml", FileKind.REGIONS),
        (r"federal/measures/[a-z_]+\.yaml", FileKind.MEASURES),
        (r"federal/synonyms\.yaml", FileKind.SYNONYMS),
        (r"regions/(?P<region>[A-Z]{2,3})/measures/[a-z_]+\.yaml", FileKind.MEASURES),
        (r"regions/(?P<region>[A-Z]{2,3})/synonyms\.yaml", FileKind.SYNONYMS),
        (r"regions/(?P<region>[A-Z]{2,3})/region\.yaml", FileKind.REGION_PACK),
        (r"regions/(?P<region>[A-Z]{2,3})/centres\.yaml", FileKind.CENTRES),
        (r"parameters/subsistence-minimum-\d{4}\.yaml", FileKind.SUBSISTENCE_MINIMUM),
        (r"parameters/legal-\d{4}\.yaml", FileKind.LEGAL_PARAMETERS),
        (r"crisis/lines\.yaml", FileKind.HELPLINES),
        (r"centres-information\.yaml", FileKind.INFORMATION),
    )
)
_OWNED = re.compile(r"(federal|regions|parameters)/.*|regions\.yaml|crisis/lines\.yaml|centres-information\.yaml")


def belongs_to_catalogue(path: str) -> bool:
    """Whether the catalogue answers for the file; texts, search data and crisis patterns have other readers."""
    return _OWNED.fullmatch(path) is not None


def place_of(path: str) -> Place | None:
    """What the file holds by its path, `None` for a file nobody would read."""
    for pattern, kind in _KINDS:
        if found := pattern.fullmatch(path):
            return Place(kind, found.groupdict().get("region"))
    return None


def pack_of(path: str) -> str:
    """The pack a file belongs to: `regions/LEN`, `federal`, `parameters`, `crisis`, ..."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "regions" and len(parts) > 2 else parts[0]
