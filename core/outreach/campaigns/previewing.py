"""«Что увидит эта семья»: for one family, whether a campaign means it, what each of its adults would get and why not.

Only for somebody who writes campaigns and may read families, in the own centres; each look is in the audit.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import col, select

from core.families.household import UnknownFamily, reach_family, today_of
from core.families.profile import plain_profiles
from core.families.tables import Adult, Family
from core.outreach.campaigns.counting import adults_in, closed_by, members
from core.outreach.campaigns.drafting import reach_campaign
from core.outreach.campaigns.segments import SEGMENT
from core.outreach.campaigns.tables import Campaign
from core.outreach.changes.telling import teller_of
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.triage.evaluation import Matcher
from core.triage.profile import Profile
from core.use_case import Forbidden, StaffMember, Tx, UseCase, use_case

ELSEWHERE = "elsewhere"
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class PreviewFamily:
    """A campaign and a family's public number."""

    campaign_id: int
    ticket: str


@dataclass(frozen=True, slots=True)
class FamilyPreview:
    """`readers`: for each adult the reason why nothing is sent, None for one who gets the letter.

    `opens`: what «Подробнее» of a letter about a change of the rules would name.
    """

    ticket: str
    readers: tuple[str | None, ...]
    opens: tuple[str, ...]

    @property
    def reached(self) -> int:
        """How many adults get it."""
        return sum(reason is None for reason in self.readers)


@dataclass(frozen=True, slots=True)
class Previewing:
    """Previewing with the rules in force."""

    matcher: Callable[[], Matcher]

    def preview(self) -> UseCase[PreviewFamily, FamilyPreview]:
        """The use case. Raises `UnknownFamily`, `NoSuchCampaign` or `Forbidden`."""
        return use_case(Permission.READ_FAMILY)(self._preview)

    def _preview(self, tx: Tx, query: PreviewFamily) -> FamilyPreview:
        if not isinstance(tx.actor, StaffMember) or Permission.RUN_CAMPAIGNS not in tx.actor.permissions:
            raise Forbidden("previews belong to whoever writes campaigns")
        row = reach_campaign(tx, query.campaign_id, lock=False)
        family = _family(tx, query.ticket)
        assert family.id is not None
        record(tx, Trace("family.previewed", "family", family.id, family.centre_id))
        profile = plain_profiles(tx, [family.id]).get(family.id) or Profile()
        meant = members(tx, SEGMENT.validate_python(row.segment), self.matcher())(profile, today_of(tx, family))
        reason = ELSEWHERE if row.centre_id not in (None, family.centre_id) else None if meant else OTHERS
        own = adults_in(row.topic).where(col(Adult.family_id) == family.id).order_by(col(Adult.id))
        readers = tuple(reason or closed_by(adult) for adult in tx.unit.connection.execute(own))
        return FamilyPreview(family.ticket, readers, self._opens(tx, row, family.id) if reason is None else ())

    def _opens(self, tx: Tx, row: Campaign, family_id: int) -> tuple[str, ...]:
        teller = teller_of(tx, row)
        adult_id = tx.session.exec(select(Adult.id).where(Adult.family_id == family_id)).first()
        if teller is None or adult_id is None:
            return ()
        found = (tx.catalogue.measure(one) for one in teller.concerning(tx, adult_id))
        return tuple(measure.title for measure in found if measure is not None)


def _family(tx: Tx, ticket: str) -> Family:
    row = tx.session.exec(select(Family).where(Family.ticket == ticket.strip().upper())).first()
    if row is None or row.id is None:
        raise UnknownFamily(ticket[:8])
    return reach_family(tx, row.id)
