"""What a family sees of letters nobody asked for: book, ask, look closer, silence in one tap; a mailing tried out."""

from datetime import date, timedelta

import pytest

from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.consenting import Agreement, GiveConsent, give_consent
from core.families.received import ReadReceived, read_received
from core.families.settings import ReadSettings, read_settings
from core.families.tables import ConsentPurpose
from core.families.topics import Topic
from core.messaging.letters import TELEGRAM, Address
from core.messaging.outbox import Lane, Outgoing, enqueue
from core.outreach.campaigns.drafting import TEST, TEST_PAYLOAD, DraftCampaign, campaign_letter, draft_campaign
from core.outreach.campaigns.segments import Segment
from core.outreach.campaigns.states import Repeat
from core.outreach.check_ins.asking import question
from core.outreach.check_ins.tables import LightCheckIn
from core.outreach.planning import PlanDue, Planner
from core.permissions import Permission
from core.staff.accounts import Login, find_account
from core.storage.database import Unit
from core.triage.births import Birth
from core.triage.facts import Fact
from core.triage.profile import Child
from core.use_case import Adult, StaffMember, System
from tests.dialogs.town import Somebody, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")
WORDS = "Приходите в субботу: мастерская для детей."


async def written_to(town: Town, name: str) -> Somebody:
    """A family that has a letter of the centre in its chat."""
    mother = await town.newcomer(name)
    await mother.book()
    letter = campaign_letter(WORDS, Topic.CLUBS)

    def queue(unit: Unit) -> None:
        tx = town.house.store.open(unit, System("test"))
        address = Address(TELEGRAM, mother.person.id)
        enqueue(tx, Outgoing(TEST, Lane.EVENT, address, letter, f"test:{mother.person.id}", "test"))

    await town.house.database.write(queue)
    await mother.person.wait_for(WORDS, 20)
    return mother


async def muted(mother: Somebody) -> frozenset[str]:
    """Topics the adult does not hear about."""
    return (await mother.town.house.store.read(read_settings, ReadSettings(), await mother.adult())).muted_topics


async def test_C13_silence_is_one_tap_away_from_the_letter_and_one_more_takes_it_back(town: Town) -> None:
    mother = await written_to(town, "Олеся")

    shown = await mother.tap("🔕 Не писать об этом", "больше не пишу")
    assert "Кружки и события" in shown.text
    assert await muted(mother) == {"clubs"}

    await mother.tap("🔔 Пишите снова", "снова буду писать")
    assert await muted(mother) == frozenset()


@pytest.mark.parametrize(
    ("button", "then"), [("🗓 Записаться", "К кому вас записать?"), ("🙋 Спросить", "Позову специалиста центра")]
)
async def test_F11_a_letter_leads_to_booking_and_to_a_person(town: Town, button: str, then: str) -> None:
    mother = await written_to(town, "Инна")

    await mother.tap(button, then)


async def test_C12_a_mailing_is_read_by_its_author_in_the_own_chat_first(town: Town) -> None:
    author = await town.newcomer("Вера")
    await author.start()
    code = await _draft(town)

    await author.person.say(f"/start {TEST_PAYLOAD}{code}")
    shown = await author.person.wait_for(WORDS, 20)
    assert [label for row in shown.buttons for label in row] == ["🗓 Записаться", "🙋 Спросить", "🔕 Не писать об этом"]
    await author.person.say(f"/start {TEST_PAYLOAD}NOSUCH22")
    await author.person.wait_for("Такой пробы нет", 20)


async def _draft(town: Town) -> str:
    now = town.house.store.clock()
    account = await town.write(find_account, Login("vera"), System("test"))
    vera = StaffMember(account.account_id, "Вера", frozenset(Permission), None)
    command = DraftCampaign(
        "Мастерская", town.centre.id, Topic.CLUBS, WORDS, Segment(), Repeat.SKIP, now, now + timedelta(days=3)
    )
    return (await town.write(draft_campaign, command, vera)).test_code


async def test_F11_a_coming_change_is_opened_by_name_and_leads_to_its_card(town: Town) -> None:
    mother = await town.newcomer("Рита")
    await mother.book()
    adult, store = await mother.adult(), town.house.store
    consent = GiveConsent((Agreement(ConsentPurpose.PROACTIVE, "2026-11", "b" * 64),), None, "Europe/Moscow")
    await store.write(give_consent, consent, adult)
    today = store.clock().date()
    third_birthday = today + timedelta(days=20)
    born = Birth.on(date(third_birthday.year - 3, third_birthday.month, min(third_birthday.day, 28)))
    children = Statement(Fact.CHILDREN, (Child(born, False),))
    yes = [Statement(fact, True) for fact in (Fact.CITIZENSHIP_RF, Fact.PARENT_EMPLOYED)]
    await store.write(record_answers, RecordAnswers((children, Statement(Fact.REGION, "LEN"), *yes)), adult)
    await store.write(Planner(lambda: town.house.live.current.matcher).plan_due(), PlanDue(), System("test"))
    await town.notices_ring(mother.person.id)

    letter = await mother.person.wait_for("кое-что изменится", 20)
    assert letter.buttons[0] == ("Подробнее",)
    shown = await mother.tap("Подробнее", "Что изменится")
    title = shown.buttons[0][0]
    card = await mother.tap(title, title[:40])
    assert "🙋 Позвать человека" in [label for row in card.buttons for label in row]


async def test_help_asked_for_under_how_are_you_calls_a_person_and_shows_the_promise(town: Town) -> None:
    mother = await town.newcomer("Зоя")
    await mother.book()
    adult = await mother.adult()
    await _asked_how_it_goes(town, mother, adult)

    shown = await mother.tap("⏳ Пока не начали", "Ничего страшного")
    assert shown.buttons == ()
    await mother.tap("🙋 Нужна помощь", "Номер")


async def _asked_how_it_goes(town: Town, mother: Somebody, adult: Adult) -> None:
    def ask(unit: Unit) -> None:
        tx = town.house.store.open(unit, System("test"))
        row = LightCheckIn(adult_id=adult.adult_id, ordinal=1, asked_on=tx.now.date())
        unit.session.add(row)
        unit.session.flush()
        letter = question(row.id or 0, None, tx.catalogue)
        enqueue(tx, Outgoing(TEST, Lane.EVENT, Address(TELEGRAM, mother.person.id), letter, f"how:{row.id}", "test"))

    await town.house.database.write(ask)
    await mother.person.wait_for("Как у вас дела?", 20)


async def test_since_when_something_is_received_is_asked_only_where_it_has_to_be_asked_for_again(town: Town) -> None:
    mother = await town.newcomer("Нина")
    await mother.book()
    adult = await mother.adult()
    dated = next(one for one in town.house.live.current.catalogue.measures if one.granted_months == 12)
    said = (Statement(Fact.REGION, "LEN"), Statement(Fact.PREGNANT, True), Statement(Fact.CITIZENSHIP_RF, True))
    await town.house.store.write(record_answers, RecordAnswers(said), adult)
    await mother.say(dated.title, dated.title[:20])
    await mother.tap(next(label for label in mother.labels() if label.startswith("1. ")), "Кому:")

    await mother.tap("☑️ Мы это уже получаем", "С какого месяца")
    month = mother.labels()[3]
    shown = await mother.tap(month, "Вы это уже получаете, с")
    assert "Подать заявление снова: до" in shown.text
    [since] = (await town.house.store.read(read_received, ReadReceived(adult.family_id), adult)).since.values()
    assert since.day == 1

    await mother.tap("📅 С какого месяца", "С какого месяца")
    await mother.tap("Не помню", "Вы это уже получаете.")
    received = await town.house.store.read(read_received, ReadReceived(adult.family_id), adult)
    assert len(received.ids) == 1 and received.since == {}
