"""The calendar of coming changes as a family lives it: told in time, once, and truthfully."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rendering import body_html
from core.catalog.conditions import ChildAgedBetween, ChildYoungerThan
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.consenting import WithdrawConsent, withdraw_consent
from core.families.received import EnterReceived, MarkReceived, NotYet, enter_received, mark_received
from core.families.settings import MuteTopic, mute_topic
from core.families.tables import ConsentPurpose
from core.messaging.letters import Letter
from core.messaging.outbox import State
from core.outreach.notices import NoSuchNotice, ReadNotice, read_notice
from core.outreach.planning import PlanDue
from core.outreach.wording import OPEN_NOTICE
from core.permissions import Permission
from core.staff.tables import Account
from core.storage.database import Database
from core.triage.facts import Fact
from core.use_case import Adult, StaffMember
from tests.measures import a_measure
from tests.proactive import TICKER, Outreach, catalogue_of, product_catalogue, texts
from tests.stores import Clock

UNTIL_3 = a_measure(ChildYoungerThan(36), "until-3")
FROM_3 = a_measure(ChildAgedBetween(3, 6), "from-3")
NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday, 12:00 in Moscow."""
IN_30_DAYS = date(2023, 12, 23)
"""Birthday of a child who turns three in thirty days."""


@pytest.fixture
async def outreach(database: Database) -> AsyncIterator[Outreach]:
    yield Outreach(database, Clock(NOON), catalogue_of(UNTIL_3, FROM_3))


async def day_passes(outreach: Outreach, days: int = 1) -> list[str]:
    """The planner and the sender at noon of each of these days; returns what was sent."""
    sent = []
    for _ in range(days):
        outreach.clock.forward(days=1)
        await outreach.plan()
        sent += [said(one.letter) for one in await outreach.deliver()]
    return sent


def said(letter: Letter) -> str:
    words = body_html(letter, texts())
    assert words is not None
    return words


async def test_C10_a_child_who_turns_three_is_announced_a_month_and_a_week_ahead(outreach: Outreach) -> None:
    family = await outreach.family(1)
    await outreach.born(family, IN_30_DAYS)

    await outreach.plan()
    first = await outreach.deliver()
    later = await day_passes(outreach, 40)

    assert [one.kind for one in first] == ["notice"]
    assert "Закончится" in said(first[0].letter) and "Появится" in said(first[0].letter)
    assert len(later) == 1 and later[0].startswith("Напоминаем: 23 декабря")


async def test_C10_the_planner_run_twice_tells_once(outreach: Outreach) -> None:
    family = await outreach.family(1)
    await outreach.born(family, IN_30_DAYS)

    assert (await outreach.plan()).letters == 1
    await outreach.born(family, IN_30_DAYS)
    assert (await outreach.plan()).letters == 0
    assert len(await outreach.deliver()) == 1


async def test_C10_a_planner_that_was_off_for_five_days_catches_up(outreach: Outreach) -> None:
    family = await outreach.family(1)
    await outreach.born(family, IN_30_DAYS + timedelta(days=3))
    await outreach.plan()
    assert await outreach.deliver() == []

    outreach.clock.forward(days=5)
    assert (await outreach.plan()).letters == 1


@pytest.mark.parametrize("shift", [-1, 1, 5])
async def test_C10_a_corrected_birthday_does_not_ring_again(outreach: Outreach, shift: int) -> None:
    family = await outreach.family(1)
    await outreach.born(family, IN_30_DAYS + timedelta(days=-5))
    await outreach.plan()
    assert len(await outreach.deliver()) == 1

    await outreach.born(family, IN_30_DAYS + timedelta(days=-5 + shift))
    assert (await outreach.plan()).letters == 0
    assert len(await day_passes(outreach, 40)) == 1, "only the week's notice is left"


async def test_C10_a_wrong_age_corrected_and_put_back_is_still_told_once(outreach: Outreach) -> None:
    family = await outreach.family(1)
    await outreach.born(family, IN_30_DAYS)
    await outreach.plan()
    await outreach.deliver()

    await outreach.born(family, date(2020, 5, 5))
    await outreach.plan()
    await outreach.born(family, IN_30_DAYS)
    await outreach.plan()

    assert await outreach.deliver() == []


async def test_C10_a_wrong_age_that_was_corrected_in_time_sends_nothing(outreach: Outreach) -> None:
    family = await outreach.family(1)
    await outreach.born(family, IN_30_DAYS)
    await outreach.plan()
    await outreach.born(family, date(2020, 5, 5))

    assert await outreach.deliver() == [], "not even before the planner has looked"
    await outreach.plan()
    outreach.clock.forward(minutes=5)
    assert await outreach.deliver() == []
    assert [(row.state, row.reason) for row in await outreach.outbox()] == [
        ("skipped", "nothing of it is coming any more")
    ]


async def test_C10_what_was_taken_back_before_it_left_and_is_true_again_is_told(outreach: Outreach) -> None:
    family = await outreach.family(1)
    for birthday in (IN_30_DAYS, date(2020, 5, 5), IN_30_DAYS):
        await outreach.born(family, birthday)
        await outreach.plan()

    assert len(await outreach.deliver()) == 1


async def test_the_first_run_of_the_planner_makes_everybody_due_and_looks_at_a_few_at_a_time(
    outreach: Outreach,
) -> None:
    for account in range(1, 5):
        await outreach.born(await outreach.family(account), IN_30_DAYS)
    case = outreach.planner.plan_due()

    rounds = [await outreach.store.write(case, PlanDue(most=3), TICKER) for _ in range(3)]

    assert [done.families for done in rounds] == [3, 1, 0]
    assert len(await outreach.deliver()) == 4


async def test_C11_new_rules_give_a_waiting_letter_new_words_and_send_nothing_again(outreach: Outreach) -> None:
    told, waiting = await outreach.family(1), await outreach.family(2)
    await outreach.born(told, IN_30_DAYS)
    await outreach.plan()
    await outreach.deliver()
    await outreach.born(waiting, IN_30_DAYS)
    await outreach.plan()

    renamed = replace(UNTIL_3, title="Выплата до трёх лет, новое имя")
    outreach.catalogue = catalogue_of(renamed, FROM_3, version="next")
    await outreach.plan()
    outreach.clock.forward(minutes=5)
    sent = await outreach.deliver()

    assert [one.address.external_id for one in sent] == [2]
    assert "Выплата до трёх лет, новое имя" in said(sent[0].letter)


async def test_C11_a_rule_that_no_longer_ends_takes_its_letter_back(outreach: Outreach) -> None:
    family = await outreach.family(1)
    await outreach.born(family, IN_30_DAYS)
    await outreach.plan()

    generous = replace(UNTIL_3, eligibility=ChildYoungerThan(96))
    outreach.catalogue = catalogue_of(generous, version="generous")
    await outreach.plan()

    outreach.clock.forward(minutes=5)
    assert await outreach.deliver() == []


async def test_C13_silence_about_changes_is_effective_for_what_is_queued(outreach: Outreach) -> None:
    family = await outreach.family(1)
    await outreach.born(family, IN_30_DAYS)
    await outreach.plan()

    await outreach.store.write(mute_topic, MuteTopic("changes", True), family)

    assert await outreach.deliver() == []
    assert [row.reason for row in await outreach.outbox(State.SKIPPED)] == ["topic_muted"]


async def test_D11_without_the_consent_to_be_written_to_nothing_is_planned_or_sent(outreach: Outreach) -> None:
    silent, regretful = await outreach.family(1, agrees=False), await outreach.family(2)
    for family in (silent, regretful):
        await outreach.born(family, IN_30_DAYS)
    await outreach.plan()
    await outreach.store.write(withdraw_consent, WithdrawConsent(ConsentPurpose.PROACTIVE), regretful)

    assert await outreach.deliver() == []
    assert [(row.state, row.reason) for row in await outreach.outbox()] == [("skipped", "no_consent")]


async def test_what_a_notice_is_about_is_shown_to_its_reader_only(outreach: Outreach) -> None:
    family, stranger = await outreach.family(1), await outreach.family(2)
    await outreach.born(family, IN_30_DAYS)
    await outreach.plan()
    [letter] = [one.letter for one in await outreach.deliver()]
    number = int(str(letter.buttons[0][0].action).removeprefix(OPEN_NOTICE))

    opened = await outreach.store.read(read_notice, ReadNotice(number), family)

    assert opened.on == date(2026, 12, 23)
    assert {one.title for one in opened.changes} == {"until-3", "from-3"}
    with pytest.raises(NoSuchNotice):
        await outreach.store.read(read_notice, ReadNotice(number), stranger)


async def test_the_whole_catalogue_tells_a_real_family_what_changes_at_three(outreach: Outreach) -> None:
    outreach.catalogue = product_catalogue()
    family = await outreach.family(1)
    await _ordinary(outreach, family)
    await outreach.plan()

    [letter] = await outreach.deliver()
    words = said(letter.letter)

    assert words.startswith("23 декабря для вашей семьи кое-что изменится.")
    assert "Закончится" in words and "Что сделать" in words
    assert len(words) < 1_000, "a letter is read on a phone"


async def _ordinary(outreach: Outreach, family: Adult) -> None:
    await outreach.born(family, IN_30_DAYS)
    said_yes = (Fact.CITIZENSHIP_RF, Fact.PARENT_EMPLOYED, Fact.PROPERTY_RULE_OK)
    said_no = (Fact.PREGNANT, Fact.SINGLE_PARENT, Fact.MILITARY_FAMILY, Fact.MORTGAGE, Fact.HOUSING_NEED, Fact.RURAL)
    answers = [Statement(fact, True) for fact in said_yes] + [Statement(fact, False) for fact in said_no]
    answers.append(Statement(Fact.REGION, "LEN"))
    await outreach.store.write(record_answers, RecordAnswers(tuple(answers)), family)


YEARLY = replace(a_measure(ChildYoungerThan(204), "yearly"), granted_months=12)


async def test_C11_what_was_granted_for_a_year_is_announced_before_it_has_to_be_asked_for_again(
    outreach: Outreach,
) -> None:
    outreach.catalogue = catalogue_of(YEARLY, version="yearly")
    knows, forgot = await outreach.family(1), await outreach.family(2)
    for family in (knows, forgot):
        await outreach.born(family, date(2020, 5, 5))
    await outreach.store.write(mark_received, MarkReceived("yearly", True, date(2025, 12, 20)), knows)
    await outreach.store.write(mark_received, MarkReceived("yearly", True), forgot)
    await outreach.plan()

    first = await outreach.deliver()
    later = await day_passes(outreach, 40)

    assert [one.address.external_id for one in first] == [1]
    assert "Пора подать заявление ещё раз" in said(first[0].letter)
    assert len(later) == 1 and later[0].startswith("Напоминаем: 20 декабря")


async def test_C11_a_specialist_who_writes_down_since_when_starts_the_reminder(outreach: Outreach) -> None:
    outreach.catalogue = catalogue_of(YEARLY, version="yearly")
    family = await outreach.family(1)
    await outreach.born(family, date(2020, 5, 5))
    specialist = StaffMember(7, "Ольга", frozenset({Permission.CORRECT_FACT}), None)
    command = EnterReceived(family.family_id, MarkReceived("yearly", True, date(2025, 12, 1)))
    account = Account(id=7, login="olga", name="Ольга", password_hash="-", created_at=NOON)
    await outreach.database.write(lambda unit: unit.session.add(account))

    await outreach.store.write(enter_received, command, specialist)
    await outreach.plan()

    [letter] = await outreach.deliver()
    assert "Пора подать заявление ещё раз" in said(letter.letter)


async def test_a_renewal_of_what_the_family_has_lost_the_right_to_is_not_announced(outreach: Outreach) -> None:
    outreach.catalogue = catalogue_of(replace(UNTIL_3, granted_months=12), version="young")
    family = await outreach.family(1)
    await outreach.born(family, date(2015, 5, 5))
    await outreach.store.write(mark_received, MarkReceived("until-3", True, date(2025, 12, 20)), family)
    await outreach.plan()

    assert await outreach.deliver() == []


async def test_nothing_is_received_since_a_day_to_come(outreach: Outreach) -> None:
    family = await outreach.family(1)
    with pytest.raises(NotYet):
        await outreach.store.write(mark_received, MarkReceived("until-3", True, date(2026, 11, 24)), family)
