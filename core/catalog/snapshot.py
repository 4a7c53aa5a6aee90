"""The whole catalogue at one moment, immutable: what every use case reads and no one can change.

A snapshot is built by `core.catalog.loading` from checked content, so its references hold. `version` is a
digest of the content: equal versions mean equal content, whichever process loaded it. A new edition is a new
snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.catalog.centres import Centre, Confusion
from core.catalog.helplines import CrisisType, HelpLine
from core.catalog.measures import Measure
from core.catalog.parameters import LegalFigure, LegalParameter, RegionalParameters, in_force, latest_started
from core.catalog.regions import Region


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`measures` holds every version of every measure, in content order."""

    version: str
    regions: tuple[Region, ...]
    measures: tuple[Measure, ...]
    all_centres: tuple[Centre, ...]
    confusions: tuple[Confusion, ...]
    all_helplines: tuple[HelpLine, ...]
    regional_parameters: tuple[RegionalParameters, ...]
    legal_parameters: tuple[LegalParameter, ...]
    _versions: Mapping[str, tuple[Measure, ...]] = field(init=False, repr=False, compare=False)
    _regions: Mapping[str, Region] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_versions", _by_id(self.measures))
        object.__setattr__(self, "_regions", {r.code: r for r in self.regions})

    def measure(self, measure_id: str, on: date | None = None) -> Measure | None:
        """The version valid on the day; without a day the newest one. `None` for an unknown id."""
        return _version(self._versions.get(measure_id, ()), on)

    def measures_for(self, region: str | None, on: date | None = None) -> tuple[Measure, ...]:
        """Federal measures and the region's own, never another region's; one version of each id."""
        chosen = (_version(versions, on) for versions in self._versions.values())
        return tuple(m for m in chosen if m is not None and m.region in (None, region))

    def region(self, code: str) -> Region | None:
        return self._regions.get(code)

    def regions_with_pack(self) -> tuple[Region, ...]:
        return tuple(region for region in self.regions if region.pack is not None)

    def centres(self, region: str) -> tuple[Centre, ...]:
        """Centres of a supported region; examples from elsewhere are never offered."""
        return tuple(c for c in self.all_centres if c.region == region and not c.information_only)

    def centre(self, centre_id: str) -> Centre | None:
        return next((c for c in self.all_centres if c.id == centre_id and not c.information_only), None)

    def helplines(self, region: str | None, crisis: CrisisType | None = None) -> tuple[HelpLine, ...]:
        """Lines a family may see, in content order; numbers not cleared for families are never among them."""
        shown = (line for line in self.all_helplines if line.show_to_family and line.serves(region))
        return tuple(line for line in shown if crisis is None or crisis in line.crisis_types)

    def parameters(self, region: str, on: date) -> RegionalParameters | None:
        """The row that is the law in the region on the day."""
        return in_force(self._rows(region), on)

    def last_known_parameters(self, region: str, on: date) -> RegionalParameters | None:
        """The row in force, else the last one that ended: the caller must say it is out of date."""
        return latest_started(self._rows(region), on)

    def legal_parameter(self, figure: LegalFigure, on: date) -> LegalParameter | None:
        return in_force((row for row in self.legal_parameters if row.figure is figure), on)

    def _rows(self, region: str) -> Iterable[RegionalParameters]:
        return (row for row in self.regional_parameters if row.region == region)


def _by_id(measures: Iterable[Measure]) -> Mapping[str, tuple[Measure, ...]]:
    versions: dict[str, tuple[Measure, ...]] = {}
    for measure in measures:
        versions[measure.id] = (*versions.get(measure.id, ()), measure)
    return versions


def _version(versions: tuple[Measure, ...], on: date | None) -> Measure | None:
    if on is None:
        return max(versions, key=lambda m: m.validity.valid_from or date.min, default=None)
    return next((m for m in versions if m.validity.covers(on)), None)
