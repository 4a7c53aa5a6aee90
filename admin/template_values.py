"""What fills the holes of a template: the conversation, and the card of the measure that was chosen."""

from collections.abc import Iterator
from datetime import date

from core.cases.reading import Head
from core.cases.template_words import Hole
from core.catalog.cards import MeasureCard, card
from core.catalog.snapshot import Catalogue
from core.catalog.telling import Telling
from core.texts import Texts, without_markup


def conversation_values(head: Head, curator: str, centre: str) -> dict[Hole, str]:
    """Number, the curator who writes, and the centre."""
    return {Hole.NUMBER: head.number, Hole.CURATOR: curator, Hole.CENTRE: centre}


def measure_values(
    texts: Texts, catalogue: Catalogue, measure_id: str, region: str | None, today: date
) -> dict[Hole, str]:
    """Everything a template may say about a measure; nothing for one that is not in force."""
    measure = catalogue.measure(measure_id, today)
    return {} if measure is None else dict(_values(texts, card(measure, catalogue, region, today)))


def _values(texts: Texts, shown: MeasureCard) -> Iterator[tuple[Hole, str]]:
    telling = Telling(texts)
    yield Hole.MEASURE, shown.title
    yield Hole.WHO, shown.who
    yield Hole.AMOUNT, without_markup(telling.amount_in_brief(shown.amount))
    papers = "\n".join(f"• {paper}" for paper in shown.family_papers)
    yield Hole.PAPERS, papers or texts.render("card-bring-nothing", {})
    places = [texts.render(f"where-{place.value.replace('_', '-')}", {}) for place in shown.where_to_apply]
    yield Hole.WHERE, ", ".join(places)
    if shown.deadline.text:
        yield Hole.DEADLINE, shown.deadline.text
    yield Hole.SOURCE, without_markup(telling.source(shown))
