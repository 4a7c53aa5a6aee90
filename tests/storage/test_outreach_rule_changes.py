"""A change of the rules, as editors and families live it: counted first, told once, and only while it is still so."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.catalog.conditions import Flag, Holds
from core.duty.tables import UnsafeMark
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.erasing import EraseMe, erasing
from core.families.settings import MuteTopic, mute_topic
from core.families.topics import Topic
from core.messaging.letters import TELEGRAM, Address
from core.messaging.outbox import State
from core.outreach.campaigns.drafting import SendTest, draft_campaign, send_test
from core.outreach.campaigns.launching import FOUR_EYES_ABOVE, CampaignId, approve_campaign
from core.outreach.campaigns.refusals import OwnEyes
from core.outreach.campaigns.segments import Moved, Segment
from core.outreach.campaigns.states import CampaignState
from core.outreach.campaigns.steering import cancel_campaign
from core.outreach.changes.counting import ChangeCounts, count_change
from core.outreach.changes.directions import Move
from core.outreach.changes.families import ReadMoved, read_moved
from core.outreach.changes.noting import NoteEdition, edition_known, note_edition
from core.outreach.changes.reading import ChangeId, NoSuchChange, list_changes
from core.outreach.changes.telling import NoSuchNews, ReadNews, read_news
from core.staff.roles import Role
from core.storage.database import Database, Unit
from core.use_case import Adult, Forbidden
from tests.desks import NewAccount, hire
from tests.measures import a_measure
from tests.proactive import SENDER, TICKER, Newsroom, Outreach, a_newsroom, catalogue_of
from tests.rule_edits import NEW, OLD, moves_by_hand, population, profile_of
from tests.stores import Clock

NOON = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EMBEDDED = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RURAL = a_measure(Holds(Flag.RURAL), "for-villages")
TOWNS = a_measure(Holds(Flag.MORTGAGE), "for-villages")
YES, NO = {"rural": True}, {"rural": False}


@dataclass
class Publisher:
    """An editor's hand over an installation: editions come and are noted."""

    newsroom: Newsroom

    @property
    def outreach(self) -> Outreach:
        return self.newsroom.outreach

    async def publish(self, *measures: object, version: str) -> int | None:
        """The running program takes an edition over; the number of the change, if it is one."""
        self.outreach.catalogue = catalogue_of(*measures, version=version)  # type: ignore[arg-type]
        return await self.note()

    async def note(self) -> int | None:
        return (await self.outreach.store.write(note_edition, NoteEdition(), TICKER)).change_id

    async def family(self, account: int, **facts: bool) -> Adult:
        family = await self.outreach.family(account, centre_id=self.newsroom.centre_id)
        await self.outreach.says(family, **facts)
        return family

    async def counts(self, change_id: int) -> ChangeCounts:
        return await self.outreach.store.read(count_change, ChangeId(change_id), self.newsroom.author)

    async def write_to(self, change_id: int, move: Move = Move.GAINS) -> CampaignId:
        """A campaign about the change that has begun."""
        segment = Segment(moved=Moved(change_id, move))
        return await self.newsroom.running(segment=segment, topic=Topic.MEASURES)

    async def reaches(self) -> list[int]:
        """Accounts that get a letter now."""
        return sorted(one.address.external_id for one in await self.newsroom.send_everything())

    async def a_new_measure(self, *families: dict[str, bool]) -> tuple[int, list[Adult]]:
        """Families that have answered so, and a measure for villages that is published afterwards."""
        await self.publish(version="before")
        adults = [await self.family(number, **facts) for number, facts in enumerate(families, 1)]
        change_id = await self.publish(RURAL, version="after")
        assert change_id is not None
        return change_id, adults


@pytest.fixture
async def publisher(database: Database) -> AsyncIterator[Publisher]:
    yield Publisher(await a_newsroom(Outreach(database, Clock(NOON), catalogue_of(version="before"))))


async def test_C10_the_counts_of_a_change_are_those_found_by_hand_family_by_family(publisher: Publisher) -> None:
    await publisher.publish(*OLD, version="old")
    families = population(40, "stored")
    for account, facts in enumerate(families, 1):
        family = await publisher.outreach.family(account, centre_id=publisher.newsroom.centre_id)
        statements = tuple(Statement(fact, said.value) for fact, said in profile_of(facts).known.items())
        await publisher.outreach.store.write(record_answers, RecordAnswers(statements), family)
    change_id = await publisher.publish(*NEW, version="new")
    assert change_id is not None

    counts = await publisher.counts(change_id)

    by_hand = [moves_by_hand(facts) for facts in families]
    assert counts.total == Counter(move for moves in by_hand for move in set(moves.values()))
    assert {one.name: one.families for one in counts.by_measure} == {
        title: dict(Counter(moves[measure_id] for moves in by_hand if measure_id in moves))
        for measure_id, title in {each.id: each.id for each in (*OLD, *NEW)}.items()
        if any(measure_id in moves for moves in by_hand)
    }
    assert [one.families for one in counts.by_centre] == [counts.total]
    assert counts.uncounted == ("sealed",)
    for move in Move:
        found = await publisher.outreach.store.read(read_moved, ReadMoved(change_id, move), publisher.newsroom.author)
        assert len(found.entries) == counts.total.get(move, 0)


async def test_an_edition_is_met_once_and_other_words_are_no_change(publisher: Publisher) -> None:
    assert await publisher.publish(RURAL, version="one") is None, "the first edition is only remembered"
    assert await publisher.publish(replace(RURAL, title="Селу"), version="two") is None
    changed = await publisher.publish(TOWNS, version="three")
    assert changed is not None
    assert await publisher.note() is None and await publisher.publish(TOWNS, version="four") is None

    lines = (await publisher.outreach.store.read(list_changes, None, publisher.newsroom.author)).entries
    assert [(one.id, one.titles) for one in lines] == [(changed, ("for-villages",))]
    assert (await publisher.outreach.store.read(edition_known, NoteEdition(), TICKER)).known


async def test_C12_a_change_shows_counts_first_with_a_reason_for_everybody_left_out(publisher: Publisher) -> None:
    change_id, adults = await publisher.a_new_measure(YES, YES, YES, NO, {})
    outreach = publisher.outreach
    silent = await outreach.family(9, centre_id=publisher.newsroom.centre_id, agrees=False)
    await outreach.says(silent, rural=True)
    await outreach.store.write(mute_topic, MuteTopic("measures", True), adults[1])
    await outreach.database.write(lambda unit: _hide(unit, adults[2], outreach.clock.now))

    counts = await publisher.counts(change_id)

    assert counts.total == {Move.GAINS: 4, Move.UNCERTAIN: 1}
    assert counts.reach[Move.GAINS].reached == 1
    assert counts.reach[Move.GAINS].excluded == {"no_consent": 1, "topic_muted": 1, "unsafe": 1}
    assert (await outreach.outbox()) == [], "nothing is sent by being published"


def _hide(unit: Unit, adult: Adult, now: datetime) -> None:
    unit.session.add(UnsafeMark(address_digest="d", family_id=adult.family_id, centre_id=None, marked_at=now))


async def test_a_curator_of_another_centre_sees_neither_counts_nor_families(publisher: Publisher) -> None:
    change_id, _ = await publisher.a_new_measure(YES)
    store, author = publisher.outreach.store, publisher.newsroom.author
    outsider = author.__class__(77, "Чужая", author.permissions, frozenset({publisher.newsroom.centre_id + 1}))
    editor = await store.write(hire, NewAccount("Редактор", Role.EDITOR, publisher.newsroom.centre_id), TICKER)

    assert (await store.read(count_change, ChangeId(change_id), outsider)).total == {}
    assert (await store.read(read_moved, ReadMoved(change_id, Move.GAINS), outsider)).entries == ()
    assert (await store.read(count_change, ChangeId(change_id), editor)).total == {Move.GAINS: 1}
    with pytest.raises(Forbidden):
        await store.read(read_moved, ReadMoved(change_id, Move.GAINS), editor)
    with pytest.raises(NoSuchChange):
        await store.read(count_change, ChangeId(change_id + 1), author)


async def test_C10_each_family_is_told_of_a_measure_in_an_edition_once_whoever_asks_again(publisher: Publisher) -> None:
    change_id, _ = await publisher.a_new_measure(YES, NO, YES)
    first = await publisher.write_to(change_id)
    assert await publisher.reaches() == [1, 3]

    publisher.outreach.clock.forward(days=2)
    again = await publisher.write_to(change_id)

    assert await publisher.reaches() == []
    assert (await publisher.newsroom.page(first)).ledger["sent"] == 2
    assert (await publisher.newsroom.page(again)).skipped == {"told already": 2}


async def test_C10_the_schema_holds_no_second_telling(publisher: Publisher) -> None:
    change_id, _ = await publisher.a_new_measure(YES)
    await publisher.write_to(change_id)
    columns = "adult_id, measure_id, edition, campaign_id, outbox_id"
    twice = f"INSERT INTO told_of_change ({columns}) SELECT {columns} FROM told_of_change"

    with pytest.raises(sa.exc.IntegrityError):
        await publisher.outreach.database.write(lambda unit: unit.connection.execute(sa.text(twice)))


async def test_a_family_whose_verdict_changed_back_is_skipped_with_the_reason(publisher: Publisher) -> None:
    change_id, adults = await publisher.a_new_measure(YES, YES, YES)
    campaign = await publisher.newsroom.draft(segment=Segment(moved=Moved(change_id, Move.GAINS)))
    await publisher.newsroom.launch(campaign)
    await publisher.outreach.says(adults[0], rural=False)
    await publisher.newsroom.feed()
    await publisher.outreach.says(adults[1], rural=False)

    assert await publisher.reaches() == [3], "one is found out when it is queued, one when it is claimed"
    page = await publisher.newsroom.page(campaign)
    assert (page.state, page.skipped) == (CampaignState.DONE, {"verdict changed back": 2})
    await publisher.outreach.says(adults[1], rural=True)
    publisher.outreach.clock.forward(days=2)
    await publisher.write_to(change_id)
    assert await publisher.reaches() == [2], "a letter that never left told nobody"


async def test_rules_that_are_taken_back_before_the_letter_leaves_send_nothing(publisher: Publisher) -> None:
    change_id, _ = await publisher.a_new_measure(YES)
    campaign = await publisher.write_to(change_id)
    await publisher.publish(version="taken back")

    assert await publisher.reaches() == []
    assert (await publisher.newsroom.page(campaign)).skipped == {"verdict changed back": 1}


async def test_C9_what_a_cancelled_letter_would_have_told_may_be_told_later(publisher: Publisher) -> None:
    change_id, _ = await publisher.a_new_measure(YES)
    campaign = await publisher.write_to(change_id)
    await publisher.outreach.store.write(cancel_campaign, campaign, publisher.newsroom.author)
    assert await publisher.reaches() == []

    await publisher.write_to(change_id)
    assert await publisher.reaches() == [1]


async def test_C13_silence_about_new_help_is_respected_after_queueing(publisher: Publisher) -> None:
    change_id, adults = await publisher.a_new_measure(YES)
    await publisher.write_to(change_id)
    await publisher.outreach.store.write(mute_topic, MuteTopic("measures", True), adults[0])

    assert await publisher.outreach.deliver() == []
    assert [row.reason for row in await publisher.outreach.outbox(State.SKIPPED)] == ["topic_muted"]


@EMBEDDED
async def test_C12_a_change_that_concerns_more_than_a_thousand_waits_for_a_second_person(publisher: Publisher) -> None:
    newsroom = publisher.newsroom
    everybody, nobody = a_measure(_everybody(), "for-all"), a_measure(Holds(Flag.RURAL), "for-all")
    await publisher.publish(nobody, version="narrow")
    await publisher.outreach.crowd(FOUR_EYES_ABOVE + 1, centre_id=newsroom.centre_id)
    change_id = await publisher.publish(everybody, version="wide")
    assert change_id is not None
    campaign = await newsroom.draft(segment=Segment(moved=Moved(change_id, Move.GAINS)))

    assert (await newsroom.launch(campaign)).state is CampaignState.AWAITS
    with pytest.raises(OwnEyes):
        await newsroom.store.write(approve_campaign, campaign, newsroom.author)
    await newsroom.store.write(approve_campaign, campaign, newsroom.second)
    await newsroom.feed()
    assert len(await publisher.outreach.claim(5)) == 5


def _everybody() -> object:
    from core.catalog.conditions import EVERYBODY

    return EVERYBODY


async def test_what_a_letter_is_about_opens_by_name_for_its_reader_and_only_while_it_is_so(
    publisher: Publisher,
) -> None:
    change_id, [reader, other] = await publisher.a_new_measure(YES, NO)
    campaign = await publisher.write_to(change_id)
    [letter] = [one.letter for one in await publisher.outreach.deliver()]
    assert letter.buttons[0][0].action == f"news:{campaign.campaign_id}"
    store, asked = publisher.outreach.store, ReadNews(campaign.campaign_id)

    news = await store.read(read_news, asked, reader)
    assert (news.move, [one.title for one in news.lines]) == ("gains", ["for-villages"])
    assert (await store.read(read_news, asked, other)).lines == ()
    await publisher.outreach.says(reader, rural=False)
    assert (await store.read(read_news, asked, reader)).lines == ()
    plain = await publisher.newsroom.draft()
    with pytest.raises(NoSuchNews):
        await store.read(read_news, ReadNews(plain.campaign_id), reader)


async def test_D9_an_erased_family_leaves_nothing_of_what_it_was_told(publisher: Publisher) -> None:
    change_id, [family] = await publisher.a_new_measure(YES)
    await publisher.write_to(change_id)
    await publisher.outreach.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), family)

    left = await publisher.outreach.database.read(
        lambda unit: unit.connection.execute(sa.text("SELECT count(*) FROM told_of_change")).scalar_one()
    )
    assert left == 0


async def test_the_letter_may_be_written_days_after_the_change(publisher: Publisher) -> None:
    change_id, _ = await publisher.a_new_measure(YES)
    publisher.outreach.clock.now += timedelta(days=20)
    await publisher.write_to(change_id)

    assert await publisher.reaches() == [1]


async def test_a_rewritten_letter_stays_about_its_change(publisher: Publisher) -> None:
    change_id, _ = await publisher.a_new_measure(YES, NO)
    newsroom = publisher.newsroom
    campaign = await newsroom.draft(segment=Segment(moved=Moved(change_id, Move.GAINS)))
    rewritten = newsroom.text(words="Другие слова.", segment=Segment(), campaign_id=campaign.campaign_id)
    drafted = await newsroom.store.write(draft_campaign, rewritten, newsroom.author)

    assert (await newsroom.page(campaign)).segment.moved == Moved(change_id, Move.GAINS)
    await newsroom.store.write(send_test, SendTest(Address(TELEGRAM, 999_999), drafted.test_code), SENDER)
    await publisher.outreach.deliver()
    await newsroom.launch(campaign)
    assert await publisher.reaches() == [1]
