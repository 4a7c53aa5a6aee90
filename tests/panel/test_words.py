"""Every word the panel can show exists: keys written in templates, and one for each member of every closed set."""

import re
from collections.abc import Iterable
from enum import Enum
from pathlib import Path

import pytest

from core.booking.states import Mode, Status
from core.cases import states
from core.cases.inbox import Queue
from core.families.tables import ConsentPurpose, StepDoer
from core.staff.passwords import Weakness
from core.triage.facts import Evasion, Fact
from core.triage.profile import Provenance
from tests.panel.office import texts

TEMPLATES = Path(__file__).parents[2] / "admin" / "templates"
LITERAL = re.compile(r"""\bt\(["']([a-z0-9_-]+)["'][,)]""")


def _names(members: Iterable[Enum]) -> list[str]:
    return [str(member.value) for member in members]


SETS = {
    "panel-queue-": _names(Queue),
    "panel-empty-": _names(Queue),
    "panel-content-": _names(states.Content),
    "panel-happening-": _names(states.Happening),
    "panel-delivery-": _names(states.Delivery),
    "panel-case-": _names(states.CaseState),
    "panel-waits-": _names(states.WaitsFor),
    "panel-waits-since-": _names(states.WaitsFor),
    "panel-doer-": _names(StepDoer),
    "panel-consent-": _names(ConsentPurpose),
    "panel-password-problem-": [*_names(Weakness), "old"],
    "panel-answer-": _names(Evasion),
    "panel-fact-": [name.replace("_", "-") for name in _names(Fact)],
    "panel-source-": [member.name.lower() for member in Provenance],
    "panel-mode-": _names(Mode),
    "panel-visit-": [name for name in _names(Status) if name not in ("cancelled", "expired")],
}


@pytest.mark.parametrize("prefix", SETS)
def test_every_member_of_a_closed_set_has_its_words(prefix: str) -> None:
    known = texts()

    assert [name for name in SETS[prefix] if not known.has(prefix + name)] == []


def test_every_key_written_in_a_template_exists() -> None:
    known = texts()
    written = {key for path in TEMPLATES.glob("*.html") for key in LITERAL.findall(path.read_text(encoding="utf-8"))}

    assert len(written) > 80
    assert sorted(key for key in written if not key.endswith("-") and not known.has(key)) == []


def test_templates_hold_no_words_of_their_own() -> None:
    cyrillic = re.compile("[а-яё]", re.IGNORECASE)

    assert [path.name for path in TEMPLATES.glob("*.html") if cyrillic.search(path.read_text(encoding="utf-8"))] == []
