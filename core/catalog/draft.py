"""Content on its way to a catalogue: every record with the file it came from, and what is already wrong.

The checks need to name the file of a record, so records travel as `Filed` until the catalogue is sealed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from core.catalog.centres import Centre, Confusion
from core.catalog.faults import Fault
from core.catalog.helplines import HelpLine
from core.catalog.layout import Place, place_of
from core.catalog.measures import Measure
from core.catalog.parameters import LegalParameter, RegionalParameters
from core.catalog.records.centres import RegionRecord
from core.catalog.records.measures import SharedSynonymsRecord, with_words
from core.catalog.regions import RegionPack
from core.catalog.snapshot import Catalogue

Held = TypeVar("Held", covariant=True)


@dataclass(frozen=True, slots=True)
class Filed(Generic[Held]):
    """A record, the file it lies in, and the region of its pack (`None`: no region's)."""

    file: str
    region: str | None
    record: Held


@dataclass(slots=True)
class Draft:
    """Filled file by file; order is content order."""

    regions: list[Filed[RegionRecord]] = field(default_factory=list)
    packs: list[Filed[RegionPack]] = field(default_factory=list)
    measures: list[Filed[Measure]] = field(default_factory=list)
    synonyms: list[Filed[SharedSynonymsRecord]] = field(default_factory=list)
    centres: list[Filed[Centre]] = field(default_factory=list)
    confusions: list[Filed[Confusion]] = field(default_factory=list)
    withdrawn_phones: list[str] = field(default_factory=list)
    helplines: list[Filed[HelpLine]] = field(default_factory=list)
    regional_parameters: list[Filed[RegionalParameters]] = field(default_factory=list)
    legal_parameters: list[Filed[LegalParameter]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def faulty(self) -> frozenset[Place]:
        """Places with faults of their own: nobody is blamed for pointing at what could not be read there."""
        places = (place_of(fault.file) for fault in self.faults)
        return frozenset(place for place in places if place is not None)

    def sealed(self, version: str) -> Catalogue:
        """The snapshot of these records; ask for it only when no check objects."""
        packs = {filed.region: filed.record for filed in self.packs}
        return Catalogue(
            version=version,
            regions=tuple(filed.record.build(packs.get(filed.record.code)) for filed in self.regions),
            measures=self._measures_with_shared_words(),
            all_centres=_records(self.centres),
            confusions=_records(self.confusions),
            all_helplines=_records(self.helplines),
            regional_parameters=_records(self.regional_parameters),
            legal_parameters=_records(self.legal_parameters),
        )

    def _measures_with_shared_words(self) -> tuple[Measure, ...]:
        shared: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for filed in self.synonyms:
            for measure_id in filed.record.measures:
                shared[measure_id] += filed.record.words
        return tuple(with_words(measure, shared[measure.id]) for measure in _records(self.measures))


def _records(filed: list[Filed[Held]]) -> tuple[Held, ...]:
    return tuple(each.record for each in filed)


def digest(files: Mapping[str, str]) -> str:
    """Equal for equal content, whatever the order of files."""
    state = hashlib.blake2b(digest_size=8)
    for path in sorted(files):
        state.update(f"{path}\0{files[path]}\0".encode())
    return state.hexdigest()
