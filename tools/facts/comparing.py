"""Does the loaded catalogue say everything the facts say? Compared value by value, apart from how YAML is
written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from core.catalog.centres import Centre
from core.catalog.helplines import HelpLine
from core.catalog.measures import Measure, ObtainedBy, Source
from core.catalog.notation import parse
from core.catalog.parameters import RegionalParameters
from core.catalog.snapshot import Catalogue
from tools.facts.conditions import one_spelling
from tools.facts.content import Facts
from tools.facts.corrections import corrected_condition, corrected_extra, corrected_notes
from tools.facts.records import looked_up, source_words

Plain = dict[str, Any]
Compared = Iterator[tuple[str, Any, Any]]


def losses(facts: Facts, catalogue: Catalogue) -> list[str]:
    """One line for every fact that the catalogue does not repeat; declared corrections are not losses."""
    centres = {centre.id: centre for centre in catalogue.all_centres}
    lines = {line.id: line for line in catalogue.all_helplines}
    rows = {row.region: row for row in catalogue.regional_parameters}
    found: list[str] = []
    for each in [*facts.federal, *facts.regional]:
        found += _differences(each["id"], catalogue.measure(each["id"]), each, _measure)
    for each in facts.centres["centres"]:
        found += _differences(each["id"], centres.get(each["id"]), each, _centre)
    for each in facts.crisis["lines"]:
        found += _differences(each["id"], lines.get(each["id"]), each, _helpline)
    for each in facts.minimums["regions"]:
        found += _differences(each["code"], rows.get(each["code"]), each, _minimum)
    if len(catalogue.confusions) != len(facts.centres["not_a_centre"]):
        found.append("confusions: the number differs")
    return found


def _differences(name: str, kept: Any, facts: Plain, compare: Any) -> Iterator[str]:
    if kept is None:
        yield f"{name}: missing"
        return
    for field, said, loaded in compare(facts, kept):
        if said != loaded:
            yield f"{name}.{field}: {said!r} became {loaded!r}"


def _measure(facts: Plain, kept: Measure) -> Compared:
    for field in ("title", "summary", "who", "proactive", "decision_term_days"):
        yield field, facts[field], getattr(kept, field)
    yield "region", facts.get("region"), kept.region
    yield "kinds", (facts["category"], facts["kind"]), (kept.category.value, kept.kind.value)
    yield "life_situations", facts["life_situations"], [each.value for each in kept.life_situations]
    condition = corrected_condition(facts["id"], one_spelling(facts["eligibility"]))
    yield "eligibility", parse(condition), kept.eligibility
    extra = corrected_extra(facts["id"], facts.get("eligibility_extra") or [])
    yield "eligibility_extra", extra, list(kept.eligibility_extra)
    yield "where_to_apply", facts["where_to_apply"], [each.value for each in kept.where_to_apply]
    yield "deadline", facts["deadline"], kept.deadline.text
    yield "deadline_rule", bool(facts["deadline_rule"]), kept.deadline.rule is not None
    yield "legal_basis", facts["legal_basis"], list(kept.legal_basis)
    yield "related_federal", facts.get("related_federal") or [], list(kept.related_federal)
    yield "synonyms", _folded(facts["synonyms"]), _folded(kept.synonyms)
    yield "confidence", facts["confidence"], kept.confidence.name.lower()
    yield "as_of", str(facts["as_of"]), str(kept.as_of)
    yield "notes", corrected_notes(facts["id"], facts["notes"]) or None, kept.notes
    yield from _amount(facts["amount"], kept)
    yield from _documents(facts["documents"], kept)
    yield from _sources(facts["source"], kept.sources)


def _folded(words: Iterable[str]) -> list[str]:
    return sorted(word.lower().replace("ё", "е") for word in words)


def _amount(facts: Plain, kept: Measure) -> Compared:
    amount = kept.amount
    yield "amount.text", facts["text"], amount.text
    yield "amount.confidence", facts["confidence"], amount.confidence.name.lower()
    for field in ("value_rub", "min_rub", "max_rub"):
        said = facts.get(field)
        yield f"amount.{field}", None if said is None else Decimal(str(said)), getattr(amount, field)
    for field in ("valid_from", "valid_to", "period", "indexed"):
        yield f"amount.{field}", _text(facts.get(field)), _text(getattr(amount, field))
    formula = facts.get("formula")
    yield "amount.formula", bool(formula), amount.formula is not None
    if formula and amount.formula:
        shares = formula.get("share_any_of") or [formula["share"]]
        yield "amount.formula.shares", shares, [float(share) for share in amount.formula.shares]
        yield "amount.formula.base", formula["base"], amount.formula.base.value


def _text(value: Any) -> str | None:
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _documents(facts: list[Plain], kept: Measure) -> Compared:
    for who in ObtainedBy:
        said = [each["name"] for each in facts if each["obtained_by"] == who.value]
        yield f"documents.{who}", said, [each.name for each in kept.documents_from(who)]


def _sources(facts: list[Plain], kept: Iterable[Source]) -> Compared:
    loaded = list(kept)
    yield "sources", len(facts), len(loaded)
    for said, source in zip(facts, loaded, strict=False):
        words = " ".join(filter(None, (source.publisher, source.title, source.url)))
        yield "source", _said_words(f"{said['publisher']} {source_words(said)}"), _said_words(words)
        yield "source.page_date", _text(said.get("page_date")), _text(source.page_date)
        yield "source.seen", looked_up(said), source.looked_up


def _said_words(text: str) -> set[str]:
    """The words that carry the fact; how the project's archive is called does not."""
    return set(re.findall(r"[\w:/.~?=&%#-]+", text)) - {"исходный", "текст", "публикация", "из", "архива", "проекта"}


def _centre(facts: Plain, kept: Centre) -> Compared:
    for field in ("region", "name", "town", "host_institution", "address", "phone", "time_zone"):
        yield field, facts[field], getattr(kept, field)
    yield "hours", bool(facts["working_hours"]), bool(kept.working_hours)
    yield (
        "specialists",
        _staff(facts["specialists"]),
        [(s.code, s.visit_minutes, s.confirmed) for s in kept.specialists],
    )
    yield "departments", [d["name"] for d in facts["departments"]], [d.name for d in kept.departments]
    yield "activities", [a["name"] for a in facts["clubs_events"]], [a.name for a in kept.activities]
    yield "partners", facts["partners"], list(kept.partners)
    yield "rural_settlements", facts["rural_settlements"], list(kept.rural_settlements)
    yield "opened", facts["opened"], kept.opened.when if kept.opened else None
    yield "notes", facts["notes"].strip() or None, kept.notes
    yield "confidence", facts["confidence"], kept.confidence.name.lower()
    yield from _sources(facts["source"], kept.sources)


def _staff(facts: list[Plain]) -> list[tuple[str, int, bool]]:
    return [(each["code"], each["typical_visit_minutes"], each["confirmed"]) for each in facts]


def _helpline(facts: Plain, kept: HelpLine) -> Compared:
    for field in ("name", "phone", "short_number", "hours", "who", "free", "show_to_family"):
        yield field, facts[field], getattr(kept, field)
    yield "crisis_types", sorted(facts["crisis_types"]), sorted(each.value for each in kept.crisis_types)
    yield "regions", facts["regions"], "all" if kept.regions is None else sorted(kept.regions)
    yield "confidence", facts["confidence"], kept.confidence.name.lower()
    yield "notes", facts["notes"] or None, kept.notes
    yield from _sources(facts["source"], kept.sources)


def _minimum(facts: Plain, kept: RegionalParameters) -> Compared:
    for field in ("per_capita", "working_age", "pensioners", "children"):
        yield field, facts[field], int(getattr(kept.minimum, field))
    yield "method", facts["method"], kept.method.value
    yield "confidence", facts["confidence"], kept.confidence.name.lower()
    yield (
        "valid",
        (facts["valid_from"], facts["valid_to"]),
        (str(kept.validity.valid_from), str(kept.validity.valid_to)),
    )
    yield "zones", [zone["name"] for zone in facts.get("zones", [])], [zone.name for zone in kept.zones]
    yield "notes", True, (facts.get("notes") or "") in (kept.notes or "")
    yield from _sources(facts["source"], kept.sources)
