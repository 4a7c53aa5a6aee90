"""Measures of which only name and rule matter, for tests of rules and of what follows from them."""

from datetime import date

from core.catalog.conditions import Condition
from core.catalog.measures import Amount, Category, Confidence, Deadline, Kind, LifeSituation, Measure, Validity


def a_measure(
    condition: Condition,
    measure_id: str = "measure",
    category: Category = Category.EDUCATION,
    validity: Validity | None = None,
) -> Measure:
    """A federal measure, in force always unless told otherwise."""
    return Measure(
        id=measure_id,
        region=None,
        title=measure_id,
        summary="",
        who="",
        category=category,
        kind=Kind.PAYMENT,
        life_situations=(LifeSituation.ANY,),
        eligibility=condition,
        eligibility_extra=(),
        amount=Amount("", Confidence.LOW),
        documents=(),
        where_to_apply=(),
        proactive=False,
        deadline=Deadline(),
        decision_term_days=None,
        legal_basis=(),
        sources=(),
        synonyms=(),
        related_federal=(),
        as_of=date(2026, 11, 22),
        confidence=Confidence.LOW,
        notes=None,
        validity=validity or Validity(),
    )
