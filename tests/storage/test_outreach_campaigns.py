"""Campaigns: counted first, tested, seen by two people, sent once, stopped at once, every row accounted for."""

import asyncio
import csv
import io
import random
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.database import open_database
from app.house import FAMILY_PARTS
from core.booking.reminders import KIND as REMINDER
from core.catalog.conditions import ChildYoungerThan, Flag
from core.families.addresses import Reachability, note_reachability
from core.families.erasing import EraseMe, erasing
from core.families.settings import MuteTopic, mute_topic
from core.messaging.delivery import Delivery, Settle
from core.messaging.letters import TELEGRAM, Address, Letter, Verbatim
from core.messaging.outbox import LEASE, Claimed, Kind, Lane, Outgoing, Send, State, Verdict, enqueue
from core.outreach.campaigns.counting import Audience, Counting
from core.outreach.campaigns.drafting import SendTest, draft_campaign, send_test
from core.outreach.campaigns.launching import FOUR_EYES_ABOVE, CampaignId, approve_campaign, back_to_draft
from core.outreach.campaigns.reading import export_ledger, list_campaigns, read_campaign
from core.outreach.campaigns.refusals import BadTimes, NotInThisState, OwnEyes, RevealingWords, TestFirst
from core.outreach.campaigns.segments import Segment
from core.outreach.campaigns.states import CampaignState, Repeat
from core.outreach.campaigns.steering import cancel_campaign, pause_campaign, resume_campaign
from core.staff.roles import Role
from core.storage.database import Database, Unit
from core.storage.signals import Signals
from core.storage.wire import from_micros
from core.use_case import Forbidden, Tx
from tests.desks import NewAccount, hire
from tests.measures import a_measure
from tests.proactive import SENDER, TICKER, Newsroom, Outreach, a_newsroom, catalogue_of
from tests.stores import Clock

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EMBEDDED = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
UNTIL_3 = a_measure(ChildYoungerThan(36), "until-3")


@pytest.fixture
async def newsroom(database: Database) -> AsyncIterator[Newsroom]:
    yield await a_newsroom(Outreach(database, Clock(NOON), catalogue_of(UNTIL_3)))


async def families(newsroom: Newsroom, count: int, zone: str = "Europe/Moscow", first: int = 1) -> None:
    for account in range(first, first + count):
        await newsroom.outreach.family(account, zone, centre_id=newsroom.centre_id)


async def test_C2_every_recipient_is_in_one_state_from_the_snapshot_to_the_end(newsroom: Newsroom) -> None:
    await families(newsroom, 12)
    campaign = await newsroom.running()
    first = await newsroom.outreach.claim(4)
    assert (await newsroom.page(campaign)).ledger["sending"] == 4

    await newsroom.outreach.settle(first[:1], State.BLOCKED)
    await newsroom.outreach.settle(first[1:2], State.FAILED)
    await newsroom.outreach.settle(first[2:])
    assert len(await newsroom.send_everything()) == 8

    page = await newsroom.page(campaign)
    assert (page.state, page.size, page.settled) == (CampaignState.DONE, 12, 12)
    assert {state: count for state, count in page.ledger.items() if count} == {"sent": 10, "blocked": 1, "failed": 1}


async def test_C2_a_family_that_erases_itself_leaves_the_sum_right(newsroom: Newsroom) -> None:
    leaving = await newsroom.outreach.family(50, centre_id=newsroom.centre_id)
    await families(newsroom, 3)
    campaign = await newsroom.running()

    await newsroom.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), leaving)

    page = await newsroom.page(campaign)
    assert (page.size, page.erased, sum(page.ledger.values())) == (4, 1, 3)


async def test_C12_counts_come_first_with_a_reason_for_everybody_who_is_left_out(newsroom: Newsroom) -> None:
    outreach, centre_id = newsroom.outreach, newsroom.centre_id
    reached, muted, blocked, childless = [await outreach.family(number, centre_id=centre_id) for number in (1, 3, 4, 5)]
    silent = await outreach.family(2, centre_id=centre_id, agrees=False)
    elsewhere = await outreach.family(6)
    for family in (reached, silent, muted, blocked, elsewhere):
        await outreach.born(family, date(2025, 5, 5))
    await outreach.born(childless)
    await outreach.store.write(mute_topic, MuteTopic("clubs", True), muted)
    await outreach.store.write(note_reachability, Reachability(Address(TELEGRAM, 4), True), SENDER)

    young = Audience(centre_id, newsroom.text().topic, Segment(child_from=0, child_to=2))
    entitled = Audience(centre_id, newsroom.text().topic, Segment(measure_id="until-3"))
    for audience in (young, entitled):
        counts = await outreach.store.read(Counting(outreach.matcher).count(), audience, newsroom.author)
        assert counts.reached == 1
        assert counts.excluded == {"blocked": 1, "no_consent": 1, "others": 1, "topic_muted": 1}


async def test_C12_what_a_family_did_not_say_never_chooses_it(newsroom: Newsroom) -> None:
    await families(newsroom, 2)
    audience = Audience(newsroom.centre_id, newsroom.text().topic, Segment(flags=(Flag.LARGE_FAMILY,)))

    counts = await newsroom.store.read(Counting(newsroom.outreach.matcher).count(), audience, newsroom.author)

    assert (counts.reached, counts.excluded) == (0, {"others": 2})


def test_D11_a_fact_that_may_do_harm_cannot_choose_recipients() -> None:
    with pytest.raises(ValueError, match="cannot choose"):
        Segment(flags=(Flag.DOMESTIC_VIOLENCE,))


async def test_C12_nothing_is_launched_before_its_author_has_read_it(newsroom: Newsroom) -> None:
    await families(newsroom, 1)
    drafted = await newsroom.store.write(draft_campaign, newsroom.text(), newsroom.author)
    campaign = CampaignId(drafted.campaign_id)
    with pytest.raises(TestFirst):
        await newsroom.launch(campaign)

    assert not (await newsroom.store.write(send_test, SendTest(Address(TELEGRAM, 7), "NOSUCH22"), SENDER)).known
    assert (await newsroom.store.write(send_test, SendTest(Address(TELEGRAM, 7), drafted.test_code), SENDER)).known
    [test] = await newsroom.outreach.deliver()
    assert (test.address.external_id, test.letter.body) == (7, Verbatim(newsroom.text().words))

    other_words = newsroom.text(words="Другие слова.", campaign_id=campaign.campaign_id)
    await newsroom.store.write(draft_campaign, other_words, newsroom.author)
    with pytest.raises(TestFirst):
        await newsroom.launch(campaign)


@EMBEDDED
async def test_C12_above_a_thousand_a_second_person_has_to_look(newsroom: Newsroom) -> None:
    await newsroom.outreach.crowd(FOUR_EYES_ABOVE + 1, centre_id=newsroom.centre_id)
    campaign = await newsroom.draft()

    assert (await newsroom.launch(campaign)).state is CampaignState.AWAITS
    assert await newsroom.feed() == 0
    with pytest.raises(OwnEyes):
        await newsroom.store.write(approve_campaign, campaign, newsroom.author)
    curator = await newsroom.store.write(hire, NewAccount("Ольга", Role.CURATOR, newsroom.centre_id), TICKER)
    with pytest.raises(Forbidden):
        await newsroom.store.write(approve_campaign, campaign, curator)
    assert (await newsroom.store.write(approve_campaign, campaign, newsroom.second)).state is CampaignState.SCHEDULED
    await newsroom.feed()
    assert len(await newsroom.outreach.claim(5)) == 5


@EMBEDDED
@pytest.mark.parametrize("rewrites", [True, False], ids=["who rewrote it", "who launched it"])
async def test_C12_the_second_pair_of_eyes_is_neither_of_whoever_wrote_last_nor_launched(
    newsroom: Newsroom, rewrites: bool
) -> None:
    await newsroom.outreach.crowd(FOUR_EYES_ABOVE + 1, centre_id=newsroom.centre_id)
    campaign = await newsroom.draft()
    other = replace(newsroom, author=newsroom.second)
    if rewrites:
        await newsroom.store.write(
            draft_campaign, newsroom.text(campaign_id=campaign.campaign_id, title="Праздник"), newsroom.second
        )
    await (newsroom if rewrites else other).launch(campaign)

    with pytest.raises(OwnEyes):
        await newsroom.store.write(approve_campaign, campaign, newsroom.second)
    with pytest.raises(OwnEyes):
        await newsroom.store.write(approve_campaign, campaign, newsroom.author)
    third = await newsroom.store.write(hire, NewAccount("Глеб", Role.HEAD, newsroom.centre_id), TICKER)
    assert (await newsroom.store.write(approve_campaign, campaign, third)).state is CampaignState.SCHEDULED


async def test_C12_another_centres_campaign_is_out_of_reach(newsroom: Newsroom) -> None:
    await families(newsroom, 1)
    campaign = await newsroom.draft()
    stranger = (
        await newsroom.store.write(hire, NewAccount("Чужая", Role.EDITOR, newsroom.centre_id + 1_000), TICKER)
        if False
        else None
    )
    outsider = newsroom.author.__class__(77, "Чужая", newsroom.author.permissions, frozenset({newsroom.centre_id + 1}))

    assert stranger is None
    for case in (read_campaign, pause_campaign, cancel_campaign):
        with pytest.raises(Forbidden):
            await newsroom.store.write(case, campaign, outsider)
    with pytest.raises(Forbidden):
        await newsroom.store.write(draft_campaign, newsroom.text(centre_id=None), newsroom.author)
    assert (await newsroom.store.read(list_campaigns, None, outsider)).entries == ()


async def test_C14_words_for_a_locked_screen_are_checked_when_they_are_typed(newsroom: Newsroom) -> None:
    given_away = newsroom.text(words="Помощь малоимущим при насилии")
    with pytest.raises(RevealingWords) as refused:
        await newsroom.store.write(draft_campaign, given_away, newsroom.author)

    assert refused.value.words == ("малоимущим", "насилии")


async def test_a_draft_that_is_over_before_it_begins_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(BadTimes):
        await newsroom.store.write(draft_campaign, newsroom.text(valid_until=NOON), newsroom.author)


async def test_C9_a_paused_campaign_sends_nothing_and_goes_on_where_it_stopped(newsroom: Newsroom) -> None:
    await families(newsroom, 6)
    campaign = await newsroom.running()
    under_way = await newsroom.outreach.claim(2)

    await newsroom.store.write(pause_campaign, campaign, newsroom.author)
    assert await newsroom.outreach.claim() == ()
    await newsroom.outreach.settle(under_way)
    newsroom.outreach.clock.forward(hours=1)
    assert await newsroom.feed() == 0 and await newsroom.outreach.deliver() == []

    await newsroom.store.write(resume_campaign, campaign, newsroom.author)
    newsroom.outreach.clock.forward(seconds=15)
    assert len(await newsroom.send_everything()) == 4
    assert (await newsroom.page(campaign)).ledger["sent"] == 6


async def test_C9_while_the_messenger_is_away_a_campaign_is_not_poured_into_the_outbox(newsroom: Newsroom) -> None:
    await families(newsroom, 6)
    campaign = await newsroom.draft()
    await newsroom.launch(campaign)
    assert await newsroom.feed(3) == 3

    until = newsroom.outreach.clock.now + timedelta(minutes=1)
    tried = await newsroom.outreach.claim()
    refused = [Settle(one, State.PENDING, reason="no connection", retry_at=until) for one in tried]
    await newsroom.store.write(newsroom.outreach.delivery.settle(), refused, SENDER)
    assert len(refused) == 3 and await newsroom.feed(3) == 0

    newsroom.outreach.clock.forward(minutes=2)
    assert len(await newsroom.send_everything()) == 6
    assert (await newsroom.page(campaign)).ledger["sent"] == 6


async def test_C9_a_cancelled_campaign_is_never_claimed_again(newsroom: Newsroom) -> None:
    await families(newsroom, 6)
    campaign = await newsroom.running()
    under_way = await newsroom.outreach.claim(2)

    await newsroom.store.write(cancel_campaign, campaign, newsroom.author)

    assert await newsroom.outreach.claim() == ()
    assert await newsroom.feed() == 0
    await newsroom.outreach.settle(under_way)
    page = await newsroom.page(campaign)
    assert (page.ledger["sent"], page.skipped) == (2, {"cancelled": 4})
    with pytest.raises(NotInThisState):
        await newsroom.store.write(resume_campaign, campaign, newsroom.author)


@pytest.mark.parametrize("round_", range(8))
async def test_C9_after_the_answer_to_the_click_nothing_new_is_claimed(newsroom: Newsroom, round_: int) -> None:
    """The click and the sender race; whoever is first, the claims after the answer are none."""
    await families(newsroom, 20)
    campaign = await newsroom.running()
    chance, claimed = random.Random(round_), list[Claimed]()

    async def send() -> None:
        while found := await newsroom.outreach.claim(chance.randrange(1, 4)):
            claimed.extend(found)

    async def click() -> int:
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        await newsroom.store.write(cancel_campaign, campaign, newsroom.author)
        return len(claimed)

    _, before_the_answer = await asyncio.gather(send(), click())
    again = await newsroom.outreach.claim()

    assert again == ()
    assert len(claimed) <= before_the_answer + 3, "at most the claim whose answer was on its way"
    page = await newsroom.page(campaign)
    assert page.ledger["sending"] == len(claimed) and page.ledger["skipped"] == 20 - len(claimed)


async def test_C13_a_topic_muted_after_queueing_is_respected(newsroom: Newsroom) -> None:
    family = await newsroom.outreach.family(1, centre_id=newsroom.centre_id)
    campaign = await newsroom.running()

    await newsroom.store.write(mute_topic, MuteTopic("clubs", True), family)

    assert await newsroom.outreach.deliver() == []
    assert (await newsroom.page(campaign)).skipped == {"topic_muted": 1}


async def test_C5_a_blocked_address_is_called_once_and_comes_back_by_itself(newsroom: Newsroom) -> None:
    await families(newsroom, 2)
    await newsroom.running()
    away, here = await newsroom.outreach.claim()
    newsroom.outreach.delivery = Delivery(newsroom.outreach.kinds, on_blocked=_close)
    await newsroom.outreach.settle([away], State.BLOCKED)
    await newsroom.outreach.settle([here])

    newsroom.outreach.clock.forward(days=2)
    second = await newsroom.running()
    assert (await newsroom.page(second)).excluded == {"blocked": 1}
    assert [one.address for one in await newsroom.outreach.deliver()] == [here.address]

    await newsroom.store.write(note_reachability, Reachability(away.address, False), SENDER)
    newsroom.outreach.clock.forward(days=2)
    await newsroom.running()
    assert {one.address for one in await newsroom.outreach.deliver()} == {away.address, here.address}


def _close(tx: Tx, address: Address) -> None:
    note_reachability(tx, Reachability(address, blocked=True))


async def test_C7_each_zone_gets_its_letter_in_its_own_day_and_in_order(newsroom: Newsroom) -> None:
    """A launch at 20:30 in Moscow: Kaliningrad may still ring until eight, all others wait for their own morning."""
    newsroom.outreach.at(datetime(2026, 11, 23, 17, 30, tzinfo=UTC))
    zones = ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka")
    for place, zone in enumerate(zones):
        await families(newsroom, 3, zone, first=100 * (place + 1))
    campaign = await newsroom.running()

    seen: list[tuple[int, datetime]] = []
    for _ in range(26):
        await newsroom.feed()
        seen += [(one.address.external_id, newsroom.outreach.clock.now) for one in await newsroom.outreach.deliver()]
        for _ in range(30):
            newsroom.outreach.clock.forward(minutes=1)
            await newsroom.feed()

    order = [account // 100 for account, _ in seen]
    assert order == [1] * 3 + [3] * 3 + [2] * 3, "Kaliningrad this evening, Kamchatka at its nine, Moscow at its nine"
    assert all(seen[place][0] < seen[place + 1][0] for place in (0, 1, 3, 4, 6, 7)), "in order within a zone"
    assert (await newsroom.page(campaign)).state is CampaignState.DONE


async def test_C7_past_its_last_day_a_campaign_ends_with_the_reason_in_each_row(newsroom: Newsroom) -> None:
    newsroom.outreach.at(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    await families(newsroom, 3)
    campaign = await newsroom.running(valid_until=newsroom.outreach.clock.now + timedelta(hours=3))

    for _ in range(200):
        newsroom.outreach.clock.forward(minutes=1)
        await newsroom.feed()

    assert await newsroom.outreach.deliver() == []
    page = await newsroom.page(campaign)
    assert (page.state, page.skipped) == (CampaignState.DONE, {"too late": 3})


async def test_C7_the_letters_of_a_paused_campaign_end_with_its_last_day(newsroom: Newsroom) -> None:
    await families(newsroom, 2)
    campaign = await newsroom.running(valid_until=NOON + timedelta(hours=3))
    await newsroom.store.write(pause_campaign, campaign, newsroom.author)
    newsroom.outreach.clock.forward(hours=3)

    assert await newsroom.outreach.deliver() == []
    assert (await newsroom.page(campaign)).skipped == {"too late": 2}


@EMBEDDED
async def test_C8_three_campaigns_and_notices_never_pass_the_caps_also_over_restarts(
    newsroom: Newsroom, database_url: str
) -> None:
    outreach = newsroom.outreach
    family = await outreach.family(1, centre_id=newsroom.centre_id)
    await outreach.born(family, date(2023, 12, 10))
    for number in range(6):
        await newsroom.running(title=f"Новость {number}", valid_until=NOON + timedelta(days=30))
    await outreach.store.database.write(lambda unit: _reminders(outreach, unit))

    days: list[date] = []
    for day in range(1, 21):
        outreach.at(NOON + timedelta(days=day))
        await newsroom.feed()
        await _go_on(newsroom)
        for minute in range(10):
            outreach.at(NOON + timedelta(days=day, minutes=minute))
            await newsroom.feed()
            await outreach.plan()
            days += [outreach.clock.now.date() for one in await outreach.deliver() if one.kind != REMINDER]
        reopened = open_database(database_url, Signals())
        outreach.store = replace(outreach.store, database=reopened)

    assert len(days) == len(set(days)), "one a day"
    assert max(sum(first <= day < first + timedelta(days=7) for day in days) for first in days) == 3
    assert len(days) >= 7, "and what was put off was not lost"


async def _go_on(newsroom: Newsroom) -> None:
    """The clock jumped by a day, so a person lets the campaigns go on."""
    for line in (await newsroom.store.read(list_campaigns, None, newsroom.author)).entries:
        if line.state is CampaignState.HELD:
            await newsroom.store.write(resume_campaign, CampaignId(line.id), newsroom.author)


def _always(tx: Tx, claimed: Claimed) -> Verdict:
    return Send()


def _reminders(outreach: Outreach, unit: Unit) -> None:
    """A letter that answers a booking counts for no cap."""
    outreach.delivery = Delivery({**outreach.kinds, REMINDER: Kind(_always)})
    tx = outreach.store.open(unit, SENDER)
    for number in range(3):
        letter = Letter(Verbatim("Напоминаем о записи"))
        enqueue(tx, Outgoing(REMINDER, Lane.APPOINTMENT, Address(TELEGRAM, 1), letter, f"visit:{number}", "visit:1"))


@EMBEDDED
async def test_C15_a_restored_backup_sends_nothing_until_somebody_says_so(
    newsroom: Newsroom, database_url: str, tmp_path: Path
) -> None:
    await families(newsroom, 6)
    campaign = await newsroom.running()
    await newsroom.outreach.settle(await newsroom.outreach.claim(2))
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as live:
        live.backup(sqlite3.connect(tmp_path / "backup.sqlite"))
    assert len(await newsroom.send_everything()) == 4, "after the backup everybody was written to"

    restored = open_database(f"sqlite:///{tmp_path / 'backup.sqlite'}", Signals())
    back = Outreach(restored, Clock(NOON + timedelta(minutes=30)), newsroom.outreach.catalogue)
    again = Newsroom(back, newsroom.centre_id, newsroom.author, newsroom.second)

    assert await back.deliver() == [], "the sender may be faster than the feeder"
    await again.feed()
    assert (await again.page(campaign)).state is CampaignState.HELD
    assert await back.deliver() == []
    await back.store.write(resume_campaign, campaign, again.author)
    back.clock.forward(seconds=15)
    assert len(await back.deliver()) == 4, "a person decided"
    await restored.close()


async def test_C15_a_campaign_whose_start_was_missed_waits_for_a_person(newsroom: Newsroom) -> None:
    await families(newsroom, 1)
    campaign = await newsroom.draft(starts_at=NOON + timedelta(hours=1))
    await newsroom.launch(campaign)

    newsroom.outreach.clock.forward(hours=5)
    await newsroom.feed()

    assert (await newsroom.page(campaign)).state is CampaignState.HELD


async def test_C1_what_nobody_knows_about_is_sent_again_or_listed_as_the_campaign_says(newsroom: Newsroom) -> None:
    await families(newsroom, 2)
    resent = await newsroom.running(repeat=Repeat.RESEND)
    await newsroom.outreach.settle(await newsroom.outreach.claim(), State.UNKNOWN)
    assert len(await newsroom.outreach.deliver()) == 2
    assert (await newsroom.page(resent)).ledger["sent"] == 2

    newsroom.outreach.clock.forward(days=2)
    listed = await newsroom.running(repeat=Repeat.SKIP)
    await newsroom.outreach.settle(await newsroom.outreach.claim(), State.UNKNOWN)
    assert await newsroom.outreach.deliver() == []
    assert (await newsroom.page(listed)).ledger["unknown"] == 2
    file = await newsroom.store.write(export_ledger, listed, newsroom.author)
    rows = list(csv.DictReader(io.StringIO(file.content), delimiter=";"))
    assert [row["state"] for row in rows] == ["unknown", "unknown"]
    assert all(len(row["family"]) == 8 for row in rows), "a ticket, and nothing that leads to an account"


async def test_C1_what_arrived_after_all_is_listed_as_sent(newsroom: Newsroom) -> None:
    await families(newsroom, 1)
    listed = await newsroom.running(repeat=Repeat.SKIP)
    claimed = await newsroom.outreach.claim()
    await newsroom.outreach.settle(claimed, State.UNKNOWN)
    await newsroom.outreach.settle(claimed, State.SENT)
    assert (await newsroom.page(listed)).ledger["sent"] == 1


async def test_C8_a_letter_that_arrived_after_its_lease_counts_against_the_day(newsroom: Newsroom) -> None:
    await families(newsroom, 1)
    first = await newsroom.running(repeat=Repeat.RESEND)
    claimed = await newsroom.outreach.claim()
    newsroom.outreach.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert await newsroom.store.write(newsroom.outreach.delivery.recover(), None, SENDER) == 1
    await newsroom.outreach.settle(claimed)
    await newsroom.outreach.settle(claimed)
    assert (await newsroom.page(first)).ledger["sent"] == 1

    await newsroom.running()
    assert await newsroom.outreach.deliver() == []
    [(*_, due_at)] = await newsroom.outreach.outbox(State.PENDING)
    assert from_micros(due_at) == NOON.replace(day=24, hour=6), "one a day: tomorrow at nine in Moscow"


async def test_a_launched_campaign_may_go_back_to_its_author_before_anything_left(newsroom: Newsroom) -> None:
    await families(newsroom, 2)
    campaign = await newsroom.draft(starts_at=NOON + timedelta(hours=1))
    await newsroom.launch(campaign)

    assert (await newsroom.store.write(back_to_draft, campaign, newsroom.author)).state is CampaignState.DRAFT
    assert (await newsroom.page(campaign)).size == 0
    assert (await newsroom.launch(campaign)).size == 2


async def test_one_campaign_writes_to_an_adult_once_by_the_schema(newsroom: Newsroom) -> None:
    await families(newsroom, 1)
    await newsroom.running()
    columns = "campaign_id, adult_id, zone, state"
    twice = f"INSERT INTO campaign_recipient ({columns}) SELECT {columns} FROM campaign_recipient"

    with pytest.raises(sa.exc.IntegrityError):
        await newsroom.outreach.database.write(lambda unit: unit.connection.execute(sa.text(twice)))
