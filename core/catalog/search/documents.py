"""What search needs to know about a measure, and nothing else, so that it can be measured on any collection."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from core.catalog.measures import Measure


class Field(StrEnum):
    """Where a word was found; also tells the tests why a measure came up."""

    TITLE = "title"
    SYNONYM = "synonym"
    LEXICON = "lexicon"
    SUMMARY = "summary"
    WHO = "who"
    SITUATION = "situation"


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One findable record. `region=None` is federal; a regional record is found by families of that region alone."""

    id: str
    region: str | None
    title: str
    synonyms: tuple[str, ...] = ()
    summary: str = ""
    who: str = ""
    life_situations: tuple[str, ...] = field(default=())


def documents_of(measures: Iterable[Measure]) -> tuple[SearchDocument, ...]:
    """The findable part of catalogue measures, in their order; of several versions of an id the last."""
    return tuple({measure.id: _document(measure) for measure in measures}.values())


def _document(measure: Measure) -> SearchDocument:
    return SearchDocument(
        id=measure.id,
        region=measure.region,
        title=measure.title,
        synonyms=measure.synonyms,
        summary=measure.summary,
        who=measure.who,
        life_situations=tuple(str(situation) for situation in measure.life_situations),
    )
