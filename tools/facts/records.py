"""Gathered facts, record by record, in the shape of `core.catalog.records`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tools.facts.conditions import one_spelling
from tools.facts.corrections import (
    DIFFERS_BY_TERRITORY,
    GRANTED_MONTHS,
    corrected_condition,
    corrected_extra,
    corrected_notes,
    withdrawn_phone,
)

Plain = dict[str, Any]

GENERAL_KNOWLEDGE = "from general knowledge"

_LINK = re.compile(r"https?://\S+")
_ARCHIVED = re.compile(r"исходный текст (\d+)")
_COMMON_KNOWLEDGE = frozenset({"общие знания составителя", "общеизвестно"})
_WEEKDAYS = {"mon_fri": [1, 2, 3, 4, 5], "sat": [6], "sun": [7]}
_AMOUNT_KEYS = (
    "text",
    "value_rub",
    "min_rub",
    "max_rub",
    "period",
    "valid_from",
    "valid_to",
    "indexed",
    "confidence",
    "formula",
)


def measure(facts: Plain) -> Plain:
    """A measure in content order; absent and null facts are simply not written."""
    identity = facts["id"]
    return said(
        {
            "id": identity,
            "title": facts["title"],
            "summary": facts["summary"],
            "who": facts["who"],
            "category": facts["category"],
            "kind": facts["kind"],
            "life_situations": facts["life_situations"],
            "eligibility": corrected_condition(identity, one_spelling(facts["eligibility"])),
            "eligibility_extra": corrected_extra(identity, facts.get("eligibility_extra") or []),
            "amount": said({key: as_text(facts["amount"].get(key)) for key in _AMOUNT_KEYS}),
            "documents": documents(facts["documents"]),
            "where_to_apply": facts["where_to_apply"],
            "proactive": facts["proactive"] or None,
            "deadline": facts["deadline"],
            "deadline_rule": deadline_rule(facts["deadline_rule"]),
            "decision_term_days": facts["decision_term_days"],
            "granted_months": GRANTED_MONTHS.get(identity),
            "legal_basis": facts["legal_basis"],
            "related_federal": facts.get("related_federal"),
            "synonyms": facts["synonyms"],
            "source": sources(facts["source"]),
            "as_of": as_text(facts["as_of"]),
            "confidence": facts["confidence"],
            "notes": corrected_notes(identity, facts["notes"]),
        }
    )


def said(record: Plain) -> Plain:
    """Without the keys that say nothing."""
    return {key: value for key, value in record.items() if value is not None and value not in ("", [], {})}


def as_text(value: Any) -> Any:
    """Days as the text people edit."""
    return value.isoformat() if isinstance(value, date) else value


def documents(items: Iterable[Plain]) -> Plain:
    split: dict[str, list[str]] = {"family": [], "agency": []}
    for item in items:
        split[item["obtained_by"]].append(item["name"])
    return said(split)


def deadline_rule(rule: Plain | None) -> Plain | None:
    """Windows are spelt one way, and "months after an event" names the event."""
    written: Plain = {}
    for key, value in (rule or {}).items():
        if key == "annual_window":
            written[key] = {"opens": value[0], "closes": value[1]}
        elif key in ("window_from", "window_to"):
            edge = "opens" if key == "window_from" else "closes"
            written.setdefault("annual_window", {})[edge] = value
        elif after := re.fullmatch(r"months_after_(\w+)_lte", key):
            written["months_after"] = {"event": after[1], "months": value}
        else:
            written[key] = value
    return written or None


def sources(items: Iterable[Plain]) -> list[Plain]:
    return [_source(item) for item in items]


def _source(item: Plain) -> Plain:
    title, url = _title_and_url(source_words(item))
    return said(
        {
            "publisher": _ARCHIVED.sub(r"публикация № \1", item["publisher"]),
            "title": title and _ARCHIVED.sub(r"публикация № \1 из архива проекта", title),
            "url": url,
            "page_date": as_text(item.get("page_date")),
            "seen": as_text(item["seen"]) if looked_up(item) else GENERAL_KNOWLEDGE,
        }
    )


def source_words(item: Plain) -> str:
    """Title and link as gathered, in one line."""
    return " ".join(filter(None, (item.get(key) for key in ("title_or_url", "title", "url"))))


def looked_up(item: Plain) -> bool:
    """A source that calls itself common knowledge was not looked up, whatever day stands beside it."""
    return item["publisher"] not in _COMMON_KNOWLEDGE and item["seen"] != GENERAL_KNOWLEDGE


def _title_and_url(words: str) -> tuple[str | None, str | None]:
    """A text with a link in it is both; most are one of the two."""
    link = _LINK.search(words)
    title = re.sub(r"^\((.*)\)$", r"\1", _LINK.sub("", words).strip(" ;,"))
    return title or None, link[0] if link else None


def centre(facts: Plain) -> Plain:
    """A centre; what nobody has confirmed stays visible as null."""
    record = {
        "id": facts["id"],
        "name": facts["name"],
        "town": facts["town"],
        "host_institution": facts["host_institution"],
        "address": facts["address"],
        "phone": facts["phone"],
        "working_hours": working_hours(facts["working_hours"]),
        "time_zone": facts["time_zone"],
        "departments": facts["departments"],
        "specialists": [_specialist(each) for each in facts["specialists"]],
    }
    return record | said(
        {
            "activities": [said(each) for each in facts["clubs_events"]],
            "partners": facts["partners"],
            "rural_settlements": facts["rural_settlements"],
            "opened": said({"when": facts["opened"], "precision": facts["opened_precision"]}),
            "free_of_charge": facts["free_of_charge"],
            "application_needed": facts["application_needed"],
            "source": sources(facts["source"]),
            "confidence": facts["confidence"],
            "notes": facts["notes"].strip(),
        }
    )


def _specialist(facts: Plain) -> Plain:
    return {("visit_minutes" if key == "typical_visit_minutes" else key): value for key, value in facts.items()}


def working_hours(facts: Plain | None) -> list[Plain] | None:
    """`{mon_fri: 09:00-19:00, sun: null}` as intervals; a day off is a day without one."""
    if facts is None:
        return None
    intervals = []
    for days, hours in facts.items():
        if hours is not None:
            opens, closes = hours.split("-")
            intervals.append({"weekdays": _WEEKDAYS[days], "opens": opens, "closes": closes})
    return intervals


def confusion(facts: Plain) -> Plain:
    """What is confused, and the truth; a number that is not a centre's leaves the text."""
    withdrawn = withdrawn_phone(facts["looks_like"])
    number = {"withdrawn_phone": withdrawn.phone} if withdrawn else {}
    looks_like = withdrawn.without if withdrawn else facts["looks_like"]
    record = {"looks_like": looks_like, "truth": facts["truth"], **number, "confidence": facts["confidence"]}
    return record | {"source": sources(facts["source"])}


def region_pack(facts: Plain, as_of: str) -> Plain:
    return {
        "code": facts["code"],
        "centres_known": facts["centres_known"],
        "as_of": as_of,
        "notes": facts["notes"],
    }


def helpline(facts: Plain) -> Plain:
    """Nobody has rung the lines through yet: `verified_on` starts as null for all of them."""
    record = {key: facts[key] for key in ("id", "name", "phone", "short_number", "hours", "who", "free")}
    if record["short_number"] is None:
        del record["short_number"]
    record |= {
        "crisis_types": facts["crisis_types"],
        "regions": facts["regions"],
        "show_to_family": facts["show_to_family"],
        "verified_on": None,
        "source": sources(facts["source"]),
        "confidence": facts["confidence"],
    }
    return record | said({"notes": facts["notes"]})


def minimum_row(facts: Plain) -> Plain:
    """A region's row; the average of territories that differ says so."""
    figures = {key: facts[key] for key in ("per_capita", "working_age", "pensioners", "children")}
    differs = facts["code"] in DIFFERS_BY_TERRITORY or "zones" in facts
    return {"region": facts["code"], **figures} | said(
        {
            "valid_from": facts["valid_from"],
            "valid_to": facts["valid_to"],
            "method": facts["method"],
            "confidence": facts["confidence"],
            "differs_by_territory": differs or None,
            "zones": facts.get("zones"),
            "source": sources(facts["source"]),
            "notes": " ".join(filter(None, (_scope(facts["name"]), facts.get("notes")))),
        }
    )


def _scope(name: str) -> str | None:
    """What the region's name says about the figures, such as "without the autonomous districts"."""
    scope = re.search(r"\((.+)\)$", name)
    return f"Величины — {scope[1]}." if scope else None


def minimum_wage(posobie: Plain) -> Plain:
    """The federal minimum wage, which the record of the unified benefit names with its source."""
    named = re.search(r"при МРОТ (\d+) (\d+) ₽", posobie["notes"])
    if named is None:
        raise LookupError("the notes of the unified benefit no longer name the minimum wage")
    return {
        "figure": "minimum_wage",
        "value_rub": int(named[1] + named[2]),
        "valid_from": posobie["amount"]["valid_from"],
        "valid_to": posobie["amount"]["valid_to"],
        "confidence": posobie["confidence"],
        "source": sources(posobie["source"][:1]),
        "notes": "Правило единого пособия: каждый взрослый показывает доход не меньше 8 МРОТ за расчётный год.",
    }
