"""What a family says, what a specialist corrects, and what nobody may touch."""

from datetime import date
from math import inf

import pytest
import sqlalchemy as sa

from core.families.addresses import Reachability, WhoIs, addresses_of_family, note_reachability, who_is
from core.families.answering import CorrectFact, RecordAnswers, Statement, correct_fact, record_answers
from core.families.consenting import (
    Agreement,
    EraseInstead,
    GiveConsent,
    PersonalDataComesFirst,
    ReadConsents,
    WithdrawConsent,
    give_consent,
    read_consents,
    withdraw_consent,
)
from core.families.joining import CodeDoesNotWork, InviteAdult, JoinFamily, invite_adult, join_family
from core.families.plan import ReadPlan, SaveToPlan, TickStep, read_plan, save_to_plan, tick_step
from core.families.profile import ReadHistory, ReadProfile, read_history, read_profile
from core.families.settings import ChooseCentre, MuteTopic, choose_centre, mute_topic
from core.families.tables import AuthorKind, ConsentPurpose, StepState
from core.messaging.letters import TELEGRAM, Address
from core.storage.database import Database
from core.triage.births import Birth
from core.triage.facts import Evasion, Fact
from core.triage.profile import Band, Child, Pregnancy, Provenance
from core.use_case import Adult, Forbidden, Store, System, Visitor
from tests.households import KEEPING_DATA, a_centre, a_family, a_visitor, registrar
from tests.stores import Clock

BOT = System("bot")
NEWS = Agreement(ConsentPurpose.PROACTIVE, "2026-11", "b" * 64)


async def _says(store: Store, adult: Adult, *statements: Statement) -> None:
    await store.write(record_answers, RecordAnswers(statements), adult)


async def test_before_a_consent_there_is_nobody(store: Store) -> None:
    visitor = a_visitor()
    assert await store.read(who_is, WhoIs(Address(TELEGRAM, visitor.external_id)), BOT) == visitor
    with pytest.raises(PersonalDataComesFirst):
        await store.write(give_consent, GiveConsent((NEWS,), None, "Europe/Moscow"), visitor)


async def test_D11_each_purpose_is_agreed_to_and_withdrawn_on_its_own(store: Store, clock: Clock) -> None:
    visitor = a_visitor()
    both = GiveConsent((KEEPING_DATA, NEWS), None, "Europe/Moscow")
    joined = await store.write(give_consent, both, visitor)
    twice = await store.write(give_consent, both, visitor)
    assert twice == joined
    assert await store.read(who_is, WhoIs(Address(TELEGRAM, visitor.external_id)), BOT) == joined.actor
    clock.forward(days=1)
    await store.write(withdraw_consent, WithdrawConsent(ConsentPurpose.PROACTIVE), joined.actor)
    consents = await store.read(read_consents, ReadConsents(joined.adult_id), joined.actor)
    assert len(consents.entries) == 2
    assert consents.in_force(ConsentPurpose.PERSONAL_DATA) and not consents.in_force(ConsentPurpose.PROACTIVE)
    with pytest.raises(EraseInstead):
        await store.write(withdraw_consent, WithdrawConsent(ConsentPurpose.PERSONAL_DATA), joined.actor)


async def test_D11_a_new_text_needs_a_new_consent_and_the_old_one_stays_as_proof(store: Store) -> None:
    family = await a_family(store)
    newer = Agreement(ConsentPurpose.PERSONAL_DATA, "2027-01", "c" * 64)
    await store.write(give_consent, GiveConsent((newer,), None, "Europe/Moscow"), family)
    consents = (await store.read(read_consents, ReadConsents(family.adult_id), family)).entries
    assert [(each.version, each.withdrawn_at is None) for each in consents] == [("2026-11", False), ("2027-01", True)]


async def test_answers_come_back_as_triage_needs_them(store: Store) -> None:
    family = await a_family(store)
    children = (Child(Birth(date(2024, 1, 5), date(2024, 2, 4)), disabled=False), Child(Birth.on(date(2020, 2, 29))))
    band = Band(1.0, inf, low_closed=False)
    pregnancy = Pregnancy.of_weeks(12, date(2026, 11, 23))
    await _says(
        store,
        family,
        Statement(Fact.REGION, "LEN"),
        Statement(Fact.CHILDREN, children),
        Statement(Fact.INCOME_PER_HEAD_RATIO, band),
        Statement(Fact.PREGNANCY_WEEKS, pregnancy),
        Statement(Fact.MORTGAGE, False),
    )
    read = await store.read(read_profile, ReadProfile(family.family_id), family)
    values = {fact: said.value for fact, said in read.profile.items()}
    assert values == {
        Fact.REGION: "LEN",
        Fact.CHILDREN: children,
        Fact.INCOME_PER_HEAD_RATIO: band,
        Fact.PREGNANCY_WEEKS: pregnancy,
        Fact.MORTGAGE: False,
    }
    assert read.today == date(2026, 11, 23)


async def test_an_answer_counts_from_the_familys_own_calendar_day(store: Store, clock: Clock) -> None:
    family = await a_family(store, zone="Asia/Kamchatka")
    clock.now = clock.now.replace(hour=13)
    await _says(store, family, Statement(Fact.RURAL, True))
    read = await store.read(read_profile, ReadProfile(family.family_id), family)
    assert read.profile[Fact.RURAL].at == read.today == date(2026, 11, 24)


async def test_not_knowing_and_not_wanting_to_say_stay_different_things(store: Store) -> None:
    family = await a_family(store)
    await _says(
        store, family, Statement(Fact.MORTGAGE, Evasion.UNKNOWN), Statement(Fact.INCOME_PER_HEAD_RATIO, Evasion.REFUSED)
    )
    profile = (await store.read(read_profile, ReadProfile(family.family_id), family)).profile
    assert profile.evaded == {Fact.MORTGAGE: Evasion.UNKNOWN, Fact.INCOME_PER_HEAD_RATIO: Evasion.REFUSED}
    assert Fact.MORTGAGE not in profile
    await _says(store, family, Statement(Fact.MORTGAGE, True))
    profile = (await store.read(read_profile, ReadProfile(family.family_id), family)).profile
    assert profile[Fact.MORTGAGE].value is True and Fact.MORTGAGE not in profile.evaded


async def test_a_specialists_correction_counts_and_both_values_stay(store: Store) -> None:
    centre = await a_centre(store)
    family = await a_family(store, centre_id=centre)
    await _says(store, family, Statement(Fact.LARGE_FAMILY, False))
    staff = registrar(centre)
    await store.write(correct_fact, CorrectFact(family.family_id, Statement(Fact.LARGE_FAMILY, True)), staff)
    await _says(store, family, Statement(Fact.LARGE_FAMILY, False))
    read = await store.read(read_profile, ReadProfile(family.family_id), staff)
    assert read.profile[Fact.LARGE_FAMILY].value is True
    assert read.profile[Fact.LARGE_FAMILY].provenance is Provenance.SPECIALIST
    assert read.disputed == {Fact.LARGE_FAMILY}
    history = await store.read(read_history, ReadHistory(family.family_id, Fact.LARGE_FAMILY), staff)
    assert [(each.answer.value, each.author_kind, each.author_id) for each in history.entries] == [
        (False, AuthorKind.ADULT, family.adult_id),
        (True, AuthorKind.STAFF, staff.account_id),
        (False, AuthorKind.ADULT, family.adult_id),
    ]


async def test_history_cannot_be_rewritten_by_anybody(store: Store, database: Database) -> None:
    family = await a_family(store)
    await _says(store, family, Statement(Fact.RURAL, True))
    with pytest.raises(sa.exc.IntegrityError, match="facts are only added"):
        await database.write(lambda unit: unit.connection.execute(sa.text("UPDATE fact SET provenance = 4")))


async def test_strangers_and_other_centres_reach_nothing(store: Store) -> None:
    here, elsewhere = await a_centre(store), await a_centre(store, "drugoj")
    family, stranger = await a_family(store, centre_id=here), await a_family(store)
    with pytest.raises(Forbidden):
        await store.read(read_profile, ReadProfile(family.family_id), stranger)
    with pytest.raises(Forbidden):
        await store.read(read_profile, ReadProfile(family.family_id), registrar(elsewhere))
    with pytest.raises(Forbidden):
        await store.write(record_answers, RecordAnswers(()), a_visitor())


async def test_a_measure_is_on_the_plan_once_and_ticked_by_the_family(store: Store) -> None:
    family = await a_family(store)
    saved = await store.write(save_to_plan, SaveToPlan(("edinoe-posobie", "birth-lump-sum")), family)
    again = await store.write(save_to_plan, SaveToPlan(("birth-lump-sum",)), family)
    assert (saved.added, again.added) == (2, 0)
    plan = await store.read(read_plan, ReadPlan(family.family_id), family)
    await store.write(tick_step, TickStep(plan.steps[0].id, StepState.DONE), family)
    await store.write(tick_step, TickStep(plan.steps[1].id, StepState.DROPPED), family)
    plan = await store.read(read_plan, ReadPlan(family.family_id), family)
    assert [(step.measure_id, step.state) for step in plan.steps] == [("edinoe-posobie", StepState.DONE)]
    await store.write(save_to_plan, SaveToPlan(("birth-lump-sum",)), family)
    assert len((await store.read(read_plan, ReadPlan(family.family_id), family)).steps) == 2


async def test_F14_a_second_adult_joins_by_a_code_that_works_once(store: Store) -> None:
    mother = await a_family(store)
    invitation = await store.write(invite_adult, InviteAdult(), mother)
    joining = JoinFamily(invitation.code.lower(), (KEEPING_DATA,))
    father = (await store.write(join_family, joining, a_visitor())).actor
    assert father.family_id == mother.family_id and father.adult_id != mother.adult_id
    await store.write(save_to_plan, SaveToPlan(("edinoe-posobie",)), father)
    assert len((await store.read(read_plan, ReadPlan(mother.family_id), mother)).steps) == 1
    with pytest.raises(CodeDoesNotWork):
        await store.write(join_family, joining, a_visitor())


async def test_F14_a_code_is_worth_nothing_after_a_day(store: Store, clock: Clock) -> None:
    invitation = await store.write(invite_adult, InviteAdult(), await a_family(store))
    clock.forward(days=1)
    with pytest.raises(CodeDoesNotWork):
        await store.write(join_family, JoinFamily(invitation.code, (KEEPING_DATA,)), a_visitor())


async def test_settings_are_the_familys_own(store: Store) -> None:
    centre = await a_centre(store, zone="Asia/Kamchatka")
    family = await a_family(store)
    settings = await store.write(choose_centre, ChooseCentre(centre, "Asia/Kamchatka"), family)
    assert (settings.centre_id, settings.time_zone) == (centre, "Asia/Kamchatka")
    assert (await store.write(mute_topic, MuteTopic("clubs", True), family)).muted_topics == {"clubs"}
    assert (await store.write(mute_topic, MuteTopic("clubs", False), family)).muted_topics == frozenset()


async def test_C5_a_blocked_address_is_left_alone_until_the_person_comes_back(store: Store) -> None:
    visitor = Visitor(TELEGRAM, 42)
    family = await a_family(store, who=visitor)
    address = Address(TELEGRAM, 42)

    async def reachable() -> tuple[Address, ...]:
        return await store.database.read(lambda unit: addresses_of_family(store.open(unit, BOT), family.family_id))

    await store.write(note_reachability, Reachability(address, blocked=True), BOT)
    assert await reachable() == ()
    await store.write(note_reachability, Reachability(address, blocked=False), BOT)
    assert await reachable() == (address,)
