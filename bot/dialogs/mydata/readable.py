"""The export as a person reads it: labels, dates and closed sets in words; what people wrote stays as they wrote it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dialogs.questionnaire.said import fact_key, said_words
from bot.here import Here
from core.families.encoding import decode
from core.families.exporting import Export, as_text
from core.families.parts import Field, Record
from core.moments import spoken_date
from core.triage.facts import REGISTRY, Evasion, Fact, Shape
from core.triage.profile import FactValue, Profile, Provenance

INSTANTS = frozenset(
    {"created_at", "joined_at", "given_at", "withdrawn_at", "recorded_at", "opened_at", "closed_at", "said_at"}
)
"""Fields with an instant in UTC."""
CLOSED_SETS = frozenset(
    {
        "case_state",
        "from",
        "kind",
        "language",
        "mode",
        "status",
        "purpose",
        "author",
        "doer",
        "state",
        "goal",
        "agency_state",
        "proposal_state",
        "how",
    }
)
"""Fields whose values have words of their own: `export-<field>-<value>`."""


@dataclass(frozen=True, slots=True)
class Readable:
    """Renders an export for somebody whose clock is `zone`."""

    around: Here
    zone: ZoneInfo
    today: date

    def text(self, export: Export) -> str:
        """The whole file."""
        made_at = self._instant(export.made_at.isoformat())
        head = self.around.label("export-head", moment=made_at)
        return f"{head}\n\n{as_text(export, self.around.label, self._show)}"

    def _show(self, field: Field, record: Record) -> str:
        match field:
            case Field(name, str(value)) if name in INSTANTS:
                return self._instant(value)
            case Field(name, str(value)) if name in CLOSED_SETS:
                return self.around.label(f"export-{name}-{value}".replace("_", "-"))
            case Field("starts_at", str(value)):
                return self._moment(datetime.fromisoformat(value))
            case Field("due_on" | "sent_on" | "since", str(value)):
                return spoken_date(self.around.texts, date.fromisoformat(value))
            case Field("need", str(value)):
                return self.around.label(f"need-{value}")
            case Field("fact", str(value)):
                return self.around.label(fact_key(Fact(value), "name"))
            case Field("measure", str(value)):
                measure = self.around.edition.catalogue.measure(value, self.today)
                return measure.title if measure else value
            case Field("value" | "not_answered"):
                return self._answer(field, record)
        return str(field.value)

    def _answer(self, field: Field, record: Record) -> str:
        fact = next(Fact(str(other.value)) for other in record if other.name == "fact")
        profile = Profile()
        if field.name == "not_answered":
            return said_words(self.around, fact, profile.record(fact, Evasion(str(field.value))), None)
        structured = isinstance(field.value, str) and REGISTRY[fact].shape is not Shape.REGION
        value = decode(json.loads(str(field.value)) if structured else field.value)
        answered = profile.record(fact, FactValue(value, self.today, Provenance.FAMILY))
        return said_words(self.around, fact, answered, None)

    def _instant(self, value: str) -> str:
        return self._moment(datetime.fromisoformat(value).astimezone(self.zone))

    def _moment(self, local: datetime) -> str:
        day = spoken_date(self.around.texts, local.date())
        return self.around.label("export-moment", day=day, time=f"{local:%-H:%M}")
