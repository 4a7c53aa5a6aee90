"""Things pages of the panel are about: a club, a mailing that nobody has tried out."""

from dataclasses import replace
from datetime import timedelta

from core.booking.gatherings import AddGathering, MeetingTime, add_gathering
from core.booking.states import GatheringKind
from core.catalog.conditions import Flag, Holds
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.topics import Topic
from core.outreach.campaigns.drafting import DraftCampaign, draft_campaign
from core.outreach.campaigns.segments import Segment
from core.outreach.campaigns.states import Repeat
from core.outreach.changes.noting import NoteEdition, note_edition
from core.permissions import Permission
from core.staff.grants import Place
from core.staff.roles import Role
from core.triage.facts import Fact
from core.use_case import Adult, StaffMember
from tests.households import OPERATOR
from tests.measures import a_measure
from tests.panel.office import Office
from tests.proactive import catalogue_of


async def a_club(office: Office, centre_id: int) -> int:
    """A club of the centre; returns its id."""
    start = office.clock.now + timedelta(days=3)
    times = (MeetingTime(start, start + timedelta(hours=1)),)
    club = AddGathering(centre_id, GatheringKind.CLUB, "Шахматы", "", "зал", 5, times)
    return (await office.store.write(add_gathering, club, OPERATOR)).id


async def a_draft(office: Office) -> int:
    """A campaign of Tikhvin that nobody has tried out."""
    author = await office.hire("drafting", Role.HEAD, Place(centre="tikhvin"))
    writer = StaffMember(author, "Автор", frozenset(Permission), frozenset({office.centres["tikhvin"]}))
    now = office.clock.now
    command = DraftCampaign(
        "Праздник",
        office.centres["tikhvin"],
        Topic.CLUBS,
        "Приходите в гости!",
        Segment(),
        Repeat.SKIP,
        now,
        now + timedelta(days=1),
    )
    return (await office.store.write(draft_campaign, command, writer)).campaign_id


async def a_change(office: Office, *families: Adult) -> int:
    """A measure for villages and one by a dangerous answer are gone from the catalogue; returns the change's number."""
    gone = (
        a_measure(Holds(Flag.RURAL), "Помощь сельским семьям с очень длинным названием " * 3),
        a_measure(Holds(Flag.DOMESTIC_VIOLENCE), "Консультация"),
    )
    before = replace(office.store, catalogue=lambda: catalogue_of(*gone, version="before"))
    await before.write(note_edition, NoteEdition(), OPERATOR)
    for family in families:
        await office.store.write(record_answers, RecordAnswers((Statement(Fact.RURAL, True),)), family)
    change_id = (await office.store.write(note_edition, NoteEdition(), OPERATOR)).change_id
    assert change_id is not None
    return change_id
