"""The family's package in words: verdicts first, the reason why, what is still open, federal and own region only."""

import html
import re
from dataclasses import dataclass

from aiogram_dialog import DialogManager

from bot.dialogs.questionnaire.course import chosen_needs
from bot.dialogs.questionnaire.said import fact_key
from bot.here import Here, here
from core.catalog.amounts import shown_amount
from core.catalog.telling import Telling
from core.families.profile import ReadProfile, read_profile
from core.moments import spoken_date
from core.triage.evaluation import Assessment
from core.triage.interview import Questionnaire as Questions
from core.triage.packages import Offer, Package, package, papers
from core.triage.verdicts import Verdict

_MARKS = {Verdict.YES: "verdict-yes", Verdict.CHECK: "verdict-check", Verdict.ASK: "verdict-ask"}
_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Findings:
    """One look at the result."""

    around: Here
    assessment: Assessment
    package: Package
    open_questions: bool

    def overview(self) -> str:
        """How much was found, by verdict."""
        counts = dict.fromkeys(_MARKS, 0)
        for offer in self.package.offers:
            counts[offer.verdict] += 1
        if not self.package.offers:
            return self.around.say("result-empty")
        lines = [self.around.say("result-head")]
        lines += [
            self.around.say(f"{_MARKS[verdict]}-count", count=count) for verdict, count in counts.items() if count
        ]
        lines.append(self.around.say("result-foot"))
        return "\n".join(lines)

    def group_buttons(self) -> list[tuple[str, str]]:
        """One button per need, with the number of its measures."""
        return [
            (str(place), self.around.label("result-group", need=self._need(place), count=len(group.offers)))
            for place, group in enumerate(self.package.groups)
        ]

    def offers_of(self, place: int) -> tuple[Offer, ...]:
        """The measures of one need."""
        return self.package.groups[place].offers if place < len(self.package.groups) else ()

    def group_words(self, place: int, shown: tuple[Offer, ...], before: int) -> str:
        """One page of a need."""
        head = self.around.say("result-group-head", need=self._need(place))
        return "\n\n".join([head, *(self._offer(offer, before + n) for n, offer in enumerate(shown, 1))])

    def papers_words(self) -> str:
        """«Принесите» and «центр запросит сам», merged over everything granted."""
        lists = papers(self.package.granted())
        say = self.around.say
        bring = [say("card-line", words=paper.name) for paper in lists.from_family]
        asks = [say("card-line", words=paper.name) for paper in lists.by_centre]
        lines = [say("result-papers-head"), "", *bring[:25]] if bring else [say("card-bring-nothing")]
        if asks:
            lines += ["", say("card-centre-asks"), *asks[:25]]
        return "\n".join(lines)

    def as_file(self) -> str:
        """Everything as plain text, to keep or to print."""
        today = spoken_date(self.around.texts, self.assessment.on)
        parts = [self.around.say("result-file-head", day=today), self.overview()]
        for place, group in enumerate(self.package.groups):
            parts.append(self.around.say("result-group-head", need=self._need(place)))
            parts += [self._offer(offer, number) for number, offer in enumerate(group.offers, 1)]
        parts.append(self.papers_words())
        return html.unescape(_TAG.sub("", "\n\n".join(parts)))

    def _need(self, place: int) -> str:
        return self.around.label(f"need-{self.package.groups[place].need.value}")

    def _offer(self, offer: Offer, number: int) -> str:
        say = self.around.say
        lines = [say("result-offer", number=str(number), title=offer.measure.title)]
        lines.append(self._verdict(offer))
        if offer.verdict is not Verdict.ASK:
            lines.append(self._amount(offer))
        return "\n".join(lines)

    def _verdict(self, offer: Offer) -> str:
        say = self.around.say
        if offer.received:
            return say("verdict-received")
        if offer.refused:
            return say("verdict-refused")
        if offer.verdict is Verdict.CHECK:
            return say("verdict-check", words="; ".join(offer.measure.eligibility_extra[:2]))
        if offer.verdict is Verdict.ASK:
            named = ", ".join(self.around.label(fact_key(fact, "name")).lower() for fact in offer.to_ask[:3])
            return say("verdict-ask", facts=named)
        return say("verdict-yes")

    def _amount(self, offer: Offer) -> str:
        region = self.assessment.situation.region
        shown = shown_amount(offer.measure, self.around.edition.catalogue, region, self.assessment.on)
        return Telling(self.around.texts).amount(shown)


async def findings(manager: DialogManager) -> Findings:
    """Match the family now: verdicts are never stored, so a corrected answer changes them at once."""
    around = here(manager)
    adult = around.desk.adult
    assert adult is not None, "a result belongs to a family"
    family = await around.desk.read(read_profile, ReadProfile(adult.family_id))
    needs = await chosen_needs(around)
    assessment = around.edition.matcher.assess(family.profile, family.today)
    questions = Questions.about(assessment.rulebook, family.today, needs)
    return Findings(around, assessment, package(assessment, needs), questions.next_screen(family.profile) is not None)
