"""Regions: their names, clocks, and whether a content pack stands behind them.

Every region of the country is listed, because a family anywhere gets the federal measures; only a region with
a pack has measures and centres of its own, and the others are told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RegionPack:
    """What is known about the region's centres in general; `centres_known` counts those mentioned by any
    source.
    """

    centres_known: int
    as_of: date
    notes: str | None


@dataclass(frozen=True, slots=True)
class Region:
    """`code` is ISO 3166-2:RU without the prefix (a few are local); `time_zone` the IANA zone of the capital."""

    code: str
    name: str
    time_zone: str
    pack: RegionPack | None = None
