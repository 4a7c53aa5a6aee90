"""Asking for consent: a text of its own, shown before the first thing that would be kept, never pre-ticked (D11).

The hash of exactly the shown text is stored with the consent, so that a later wording is asked for again.
"""

import hashlib

from bot.here import Here
from core.cases.recognising import Recognise, recognise
from core.families.consenting import Agreement, GiveConsent, Joined, give_consent
from core.families.tables import ConsentPurpose
from core.messaging.letters import Text

VERSION = "2026-11-29"
"""The day of the present wording. Whoever agreed to an earlier one goes on being agreed with: what is new concerns a
number that is kept only after its window has said who will see it (`phone-who-sees`), and giving it is a free choice.
"""
DEFAULT_ZONE = "Europe/Moscow"
TEXT_KEYS = {
    ConsentPurpose.PERSONAL_DATA: "consent-personal-data",
    ConsentPurpose.HAND_OVER: "consent-hand-over",
    ConsentPurpose.PROACTIVE: "consent-proactive",
    ConsentPurpose.AGENCIES: "consent-agencies",
}


def consent_text(around: Here, purpose: ConsentPurpose) -> str:
    """The text that is agreed to, as shown."""
    return around.texts.html(Text(TEXT_KEYS[purpose]))


def agreement(around: Here, purpose: ConsentPurpose) -> Agreement:
    """The agreement to the text as it reads now."""
    digest = hashlib.sha256(consent_text(around, purpose).encode()).hexdigest()
    return Agreement(purpose, VERSION, digest)


async def become_family(around: Here) -> Joined:
    """The visitor agreed to keep personal data: from here on a family acts. What was said before becomes theirs."""
    place = await around.place()
    centre = place.centre
    region = around.edition.catalogue.region(place.region) if place.region else None
    zone = centre.time_zone if centre else region.time_zone if region else DEFAULT_ZONE
    joined = await around.desk.write(
        give_consent,
        GiveConsent((agreement(around, ConsentPurpose.PERSONAL_DATA),), centre.id if centre else None, zone),
    )
    around.desk.actor = joined.actor
    await around.desk.write(recognise, Recognise(around.desk.address))
    return joined
