"""What a card shows: the measure for anybody, and for a family that is known its verdict with the reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from aiogram_dialog import DialogManager

from bot.errors import DialogOutdated
from bot.family import KnownFamily, known_family
from bot.here import Here, here
from bot.verdict_words import verdict_words
from core.catalog.cards import MeasureCard, card
from core.catalog.measures import Measure
from core.catalog.telling import Telling
from core.moments import spoken_date
from core.outreach.deadlines import renewal_day
from core.triage.verdicts import Verdict

MOST_MONTHS = 12
LONGEST = 4000
"""Telegram takes 4,096 characters of text; a longer card is cut at a paragraph and says so."""


@dataclass(frozen=True, slots=True)
class OpenCard:
    """The measure on the screen and whoever looks at it; `family` is None for a visitor."""

    around: Here
    measure: Measure
    shown: MeasureCard
    family: KnownFamily | None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict for the family; None for a visitor, and for a measure of another region."""
        region = self.family.assessment.situation.region if self.family else None
        if self.family is None or (region and self.measure.region not in (None, region)):
            return None
        return self.family.assessment.get(self.measure.id)

    @property
    def received(self) -> bool:
        """The family gets it already."""
        return self.family is not None and self.measure.id in self.family.received

    def body(self) -> str:
        """Title and verdict first, then everything about the measure."""
        text = Telling(self.around.texts).card(self.shown)
        if own := self._own():
            title, _, rest = text.partition("\n\n")
            text = f"{title}\n\n{own}\n\n{rest}"
        return self.cut(text)

    def papers(self) -> str:
        """What to bring and where to go."""
        return self.cut(Telling(self.around.texts).papers(self.shown))

    def cut(self, text: str) -> str:
        """At a paragraph, so that no tag stays open."""
        if len(text) <= LONGEST:
            return text
        return f"{text[:LONGEST].rpartition(chr(10) * 2)[0]}\n\n{self.around.say('card-cut')}"

    def _own(self) -> str | None:
        if self.received:
            return self._received_words()
        if self.family is None or self.verdict is None:
            return None
        return verdict_words(self.around, self.family).explain(self.measure)

    def _received_words(self) -> str:
        since = self.family.since.get(self.measure.id) if self.family else None
        if since is None:
            return self.around.say("verdict-received")
        words = self.around.say(
            "verdict-received-since", month=self.around.say(f"month-of-{since.month}"), year=str(since.year)
        )
        anew = renewal_day(self.measure.granted_months, since, self.family.today) if self.family else None
        if anew is None:
            return words
        return f"{words} {self.around.say('verdict-received-until', day=spoken_date(self.around.texts, anew))}"


async def open_card(manager: DialogManager) -> OpenCard:
    """The card this dialog was started for. Raises `DialogOutdated` when the measure is gone."""
    around, family = here(manager), await known_family(here(manager))
    assert isinstance(manager.start_data, dict)
    today = family.today if family else around.now.date()
    catalogue = around.edition.catalogue
    measure = catalogue.measure(str(manager.start_data["measure"]), today)
    if measure is None:
        raise DialogOutdated("measure-withdrawn")
    region = family.assessment.situation.region if family else None
    region = region or (await around.place()).region
    return OpenCard(around, measure, card(measure, catalogue, region, today), family)


async def main_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The card."""
    opened = await open_card(dialog_manager)
    saved = bool(dialog_manager.dialog_data.get("saved"))
    body = opened.body()
    return {
        "body": f"{body}\n\n{opened.around.say('card-saved')}" if saved else body,
        "can_save": not saved and not opened.received,
        "open": opened.verdict is Verdict.ASK and not opened.received,
        "known": opened.family is not None,
        "not_received": opened.verdict in (Verdict.YES, Verdict.CHECK, Verdict.ASK) and not opened.received,
        "received": opened.received,
        "dated": opened.received and opened.measure.granted_months is not None,
    }


async def since_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The months in which it can have been granted last, the newest first."""
    opened = await open_card(dialog_manager)
    if opened.family is None:
        raise DialogOutdated
    months = _months_back(opened.family.today, opened.measure.granted_months or MOST_MONTHS)
    body = opened.around.say("card-since", title=opened.measure.title)
    return {"body": body, "months": [(one.isoformat(), _month_label(opened, one)) for one in months]}


def _months_back(today: date, count: int) -> list[date]:
    """First days of this month and of those before it."""
    whole = today.year * 12 + today.month - 1
    return [date((whole - back) // 12, (whole - back) % 12 + 1, 1) for back in range(min(count, MOST_MONTHS))]


def _month_label(opened: OpenCard, month: date) -> str:
    return opened.around.label(
        "card-since-month", month=opened.around.label(f"month-{month.month}"), year=str(month.year)
    )


async def details_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Papers, places, law."""
    return {"body": (await open_card(dialog_manager)).papers()}
