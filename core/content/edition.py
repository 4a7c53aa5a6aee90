"""One edition of the content: everything people read or are matched against, loaded together, replaced together.

A broken edition is refused as a whole and the one before keeps serving (O4, S8).
"""

from dataclasses import dataclass

from core.catalog.search.index import SearchIndex
from core.catalog.snapshot import Catalogue
from core.crisis.detection import Detector
from core.texts import Texts
from core.triage.evaluation import Matcher


@dataclass(frozen=True, slots=True)
class Edition:
    """What is in force now."""

    catalogue: Catalogue
    matcher: Matcher
    search: SearchIndex
    crisis: Detector
    texts: Texts


class LiveEdition:
    """The one place that knows which edition is in force."""

    def __init__(self, first: Edition) -> None:
        self._current = first

    @property
    def current(self) -> Edition:
        """The edition in force."""
        return self._current

    def replace(self, edition: Edition) -> None:
        """Put a checked edition in force for everything that starts from now on."""
        self._current = edition

    def catalogue(self) -> Catalogue:
        """Today's catalogue, as use cases see it."""
        return self._current.catalogue
