"""The family's package in words: verdicts first, what is still open, what is received already; federal and own region.

Verdicts are never stored, so a corrected answer changes them at the next look.
"""

from dataclasses import dataclass, replace

from aiogram_dialog import DialogManager

from bot.family import KnownFamily, known_family
from bot.here import Here, here
from bot.verdict_words import VerdictWords, negative, verdict_words
from core.catalog.amounts import shown_amount
from core.catalog.measures import Measure
from core.catalog.telling import Telling
from core.moments import spoken_date
from core.texts import without_markup
from core.triage.packages import Offer, Package, package, papers
from core.triage.verdicts import Verdict

PAGE = 5
LONGEST = 4_000
"""Telegram takes 4,096 characters of text."""
MOST_PAPERS = 25
_MARKS = {Verdict.YES: "verdict-yes", Verdict.CHECK: "verdict-check", Verdict.ASK: "verdict-ask"}


@dataclass(frozen=True, slots=True)
class Findings:
    """One look at the result. `package` holds only what is offered: what the family receives already stands apart."""

    around: Here
    family: KnownFamily
    words: VerdictWords
    package: Package
    received: tuple[Measure, ...]
    refusals: tuple[Measure, ...]
    open_questions: bool

    def overview(self) -> str:
        """How much was found, by verdict."""
        say, offers = self.around.say, [offer for place in range(len(self.groups())) for offer in self.offers_of(place)]
        lines = [say("result-head") if offers else say("result-empty")]
        for verdict, key in _MARKS.items():
            if count := sum(offer.verdict is verdict for offer in offers):
                lines.append(say(f"{key}-count", count=count))
        if self.received:
            lines.append(say("verdict-received-count", count=len(self.received)))
        if self.family.outdated and self.open_questions:
            lines.append("\n" + say("result-outdated", facts=self.words.facts(self.family.outdated)))
        return "\n".join([*lines, "", say("result-foot")])

    def groups(self) -> tuple[int, ...]:
        """Places of the needs that still offer something."""
        return tuple(place for place in range(len(self.package.groups)) if self.offers_of(place))

    def group_buttons(self) -> list[tuple[str, str]]:
        """One button per need, with the number of its measures."""
        return [
            (str(place), self.around.label("result-group", need=self._need(place), count=len(self.offers_of(place))))
            for place in self.groups()
        ]

    def offers_of(self, place: int) -> tuple[Offer, ...]:
        """What one need offers, without what is received already."""
        offers = self.package.groups[place].offers if place < len(self.package.groups) else ()
        return tuple(offer for offer in offers if not offer.received)

    def group_words(self, place: int, shown: tuple[Offer, ...], before: int) -> str:
        """One page of a need."""
        head = self.around.say("result-group-head", need=self._need(place))
        return _fitting([head, *(self._offer(offer, before + n) for n, offer in enumerate(shown, 1))])

    def refusal_words(self, shown: tuple[Measure, ...], before: int) -> str:
        """One page of what does not fit now, with its reasons."""
        return _fitting([self.around.say("refusals-head"), *self._refusals(shown, before)])

    def received_words(self) -> str:
        """What the family gets already."""
        lines = [self.around.say("card-line", words=measure.title) for measure in self.received]
        return _fitting([self.around.say("received-head"), "\n".join(lines)])

    def papers_words(self, most: int = MOST_PAPERS) -> str:
        """«Принесите» and «центр запросит сам», merged over everything granted."""
        lists, say = papers(self.package.granted()), self.around.say
        bring = [say("card-line", words=paper.name) for paper in lists.from_family]
        asks = [say("card-line", words=paper.name) for paper in lists.by_centre]
        lines = [say("result-papers-head"), *bring[:most]] if bring else [say("card-bring-nothing")]
        if asks:
            lines += ["", say("card-centre-asks"), *asks[:most]]
        if max(len(bring), len(asks)) > most:
            lines += ["", say("result-papers-more")]
        return _fitting(lines, "\n")

    def as_file(self) -> str:
        """Everything as plain text, to keep or to print."""
        today = spoken_date(self.around.texts, self.family.today)
        parts = [self.around.say("result-file-head", day=today), self.overview()]
        for place in self.groups():
            parts.append(self.around.say("result-group-head", need=self._need(place)))
            parts += [self._offer(offer, number) for number, offer in enumerate(self.offers_of(place), 1)]
        if self.received:
            parts.append(self.received_words())
        parts.append(self.papers_words(1_000))
        return without_markup("\n\n".join(parts))

    def _refusals(self, shown: tuple[Measure, ...], before: int) -> list[str]:
        say = self.around.say
        return [
            f"{say('result-offer', number=str(before + n), title=measure.title)}\n{self.words.in_brief(measure)}"
            for n, measure in enumerate(shown, 1)
        ]

    def _need(self, place: int) -> str:
        return self.around.label(f"need-{self.package.groups[place].need.value}")

    def _offer(self, offer: Offer, number: int) -> str:
        lines = [self.around.say("result-offer", number=str(number), title=offer.measure.title), self._verdict(offer)]
        if offer.verdict is not Verdict.ASK:
            lines.append(self._amount(offer.measure))
        return "\n".join(lines)

    def _verdict(self, offer: Offer) -> str:
        say = self.around.say
        if offer.refused:
            return say("verdict-refused")
        if offer.verdict is Verdict.CHECK:
            return say("verdict-check", words="; ".join(offer.measure.eligibility_extra[:2]))
        if offer.verdict is Verdict.ASK:
            return say("verdict-ask", facts=self.words.facts(offer.to_ask[:3]))
        return say("verdict-yes")

    def _amount(self, measure: Measure) -> str:
        region = self.family.assessment.situation.region
        shown = shown_amount(measure, self.around.edition.catalogue, region, self.family.today)
        return Telling(self.around.texts).amount_in_brief(shown)


async def findings(manager: DialogManager) -> Findings:
    """Match the family now; `everything` in the dialog's data looks beyond the needs it came with."""
    around = here(manager)
    family = await known_family(around)
    assert family is not None, "a result belongs to a family"
    if manager.dialog_data.get("everything"):
        family = replace(family, chosen=None)
    words, catalogue = verdict_words(around, family), around.edition.catalogue
    known = (catalogue.measure(measure_id, family.today) for measure_id in family.received)
    no = sorted((one for one in negative(family) if one.id not in family.received), key=words.distance)
    return Findings(
        around,
        family,
        words,
        package(family.assessment, family.needs, family.received),
        tuple(measure for measure in known if measure is not None),
        tuple(no),
        family.questions().next_screen(family.fresh) is not None,
    )


def _fitting(parts: list[str], between: str = "\n\n") -> str:
    """Whole parts only, as many as a message takes."""
    body = parts[0]
    for part in parts[1:]:
        if len(body) + len(between) + len(part) > LONGEST:
            break
        body += between + part
    return body
