"""What is known about the family in front of the bot, in one look: answers, needs, what it receives, verdicts of today.

Verdicts are never stored: a changed answer, a specialist's correction or a birthday counts at the next look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.here import Here
from core.families.needs import Chosen, ReadNeeds, read_needs
from core.families.profile import FamilyProfile, ReadProfile, read_profile
from core.families.received import ReadReceived, read_received
from core.triage.evaluation import Assessment
from core.triage.facts import Fact
from core.triage.interview import Questionnaire
from core.triage.needs import Need
from core.triage.profile import Profile, outdated


@dataclass(frozen=True, slots=True)
class KnownFamily:
    """`chosen` is None until the questionnaire was begun; `received` are measures the family gets already."""

    told: FamilyProfile
    chosen: Chosen | None
    received: tuple[str, ...]
    assessment: Assessment
    since: Mapping[str, date]
    """Since when it gets what it gets, as far as anybody remembers."""

    @property
    def profile(self) -> Profile:
        """Everything in force; an old answer counts until it is replaced."""
        return self.told.profile

    @property
    def today(self) -> date:
        """The family's calendar day."""
        return self.told.today

    @property
    def needs(self) -> tuple[Need, ...]:
        """What it came for; nothing named means everything."""
        return self.chosen.needs if self.chosen else ()

    @property
    def outdated(self) -> tuple[Fact, ...]:
        """Answers too old not to be asked again."""
        return outdated(self.profile, self.today)

    @property
    def fresh(self) -> Profile:
        """The answers that need no asking: without the outdated ones."""
        profile = self.profile
        for fact in self.outdated:
            profile = profile.forget(fact)
        return profile

    def questions(self, measure_id: str | None = None) -> Questionnaire:
        """The questions of the chosen needs, or of one measure alone."""
        rulebook = self.assessment.rulebook
        if measure_id in rulebook.positions:
            return Questionnaire(rulebook, self.today, (rulebook.positions[measure_id],))
        return Questionnaire.about(rulebook, self.today, self.needs)


async def known_family(around: Here) -> KnownFamily | None:
    """The family of whoever writes; None for a visitor."""
    adult, desk = around.desk.adult, around.desk
    if adult is None:
        return None
    told = await desk.read(read_profile, ReadProfile(adult.family_id))
    chosen = await desk.read(read_needs, ReadNeeds(adult.family_id))
    received = await desk.read(read_received, ReadReceived(adult.family_id))
    assessment = around.edition.matcher.assess(told.profile, told.today)
    return KnownFamily(told, chosen, received.ids, assessment, received.since)
