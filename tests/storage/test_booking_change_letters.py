"""The centre moves or cancels a visit: the family hears it at once, once, and only while it is so (F7, B2, B13)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.content import load_texts
from app.house import KINDS
from app.settings import ROOT
from core.booking.appointments import Visit
from core.booking.attendance import Attend, attend
from core.booking.cancel import Cancel, cancel
from core.booking.change_letters import CHANGE_KIND, KIND
from core.booking.realigning import Realign, realign
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Mode, Status
from core.duty.unsafe import mark
from core.families.entering import EnterFamily, enter_family
from core.families.joining import InviteAdult, JoinFamily, invite_adult, join_family
from core.messaging.delivery import ClaimLetters, Delivery, Settle
from core.messaging.letters import TELEGRAM, Address, Letter, Paragraphs
from core.messaging.outbox import Claimed, Lane, Later, Send, Skip, State, Verdict, open_letter
from core.messaging.tables import outbox
from core.storage.database import Database, Unit
from core.storage.wire import from_micros
from core.use_case import Adult, Store
from tests.households import KEEPING_DATA, OPERATOR, Town, a_family, a_town, a_visitor, registrar
from tests.stores import TEST, Clock

TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)
MOSCOW = ZoneInfo("Europe/Moscow")
TEXTS = load_texts(ROOT / "data")


async def _queued(store: Store) -> list[tuple[Claimed, datetime]]:
    """The letters about changes that wait, oldest first, and when each is due."""
    waits = sa.select(outbox).where(outbox.c.kind == KIND, outbox.c.state == "pending").order_by(outbox.c.id)

    def find(unit: Unit) -> list[tuple[Claimed, datetime]]:
        tx = store.open(unit, TEST)
        return [
            (
                Claimed(
                    row.id,
                    KIND,
                    Lane.APPOINTMENT,
                    Address(row.channel, row.chat_id),
                    row.subject,
                    1,
                    open_letter(tx, row.dedup_key, row.payload),
                ),
                from_micros(row.due_at),
            )
            for row in unit.connection.execute(waits)
        ]

    return await store.database.read(find)


async def _said(store: Store) -> list[str]:
    """What the letters that wait say."""
    return [words_of(claimed.letter) for claimed, _ in await _queued(store)]


def words_of(letter: Letter) -> str:
    """As somebody reads it."""
    assert isinstance(letter.body, Paragraphs)
    return "\n".join(TEXTS.plain(part) for part in letter.body.parts)


async def _verdict(store: Store, claimed: Claimed) -> Verdict:
    return await store.database.write(lambda unit: CHANGE_KIND.guard(store.open(unit, TEST), claimed))


async def _move(town: Town, visit: Visit, starts_at: datetime, who: object = None) -> Visit:
    actor = who or registrar(town.centre_id)
    return await town.store.write(reschedule, Reschedule(visit.ticket, starts_at), actor)  # type: ignore[arg-type]


async def _cancel(town: Town, visit: Visit, who: object = None) -> Visit:
    return await town.store.write(cancel, Cancel(visit.ticket), who or registrar(town.centre_id))  # type: ignore[arg-type]


async def test_F7_a_visit_cancelled_by_the_centre_is_told_at_once(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(THURSDAY, 14))
    assert (await _cancel(town, visit)).told is True
    [(letter, due_at)] = await _queued(store)
    assert due_at == clock.now and await _verdict(store, letter) == Send()
    said = words_of(letter.letter)
    assert said.startswith("Ваша встреча отменена: 26 ноября, 14:00") and "Приезжать к этому времени не нужно" in said
    assert "юрист" not in said.lower(), "a locked screen names no service"
    assert len(letter.letter.buttons) == 3


async def test_F7_a_visit_moved_by_the_centre_is_told_with_both_times_also_when_it_is_soon(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(TUESDAY, 14))
    clock.now = town.at(TUESDAY, 11)
    moved = await _move(town, visit, town.at(TUESDAY, 12, 0))
    assert moved.told is True
    [(letter, due_at)] = await _queued(store)
    said = words_of(letter.letter)
    assert due_at == clock.now and said.startswith("Время вашей встречи изменилось. Теперь: 24 ноября, 12:00")
    assert "Было: 24 ноября, 14:00." in said and "Ждём вас: Семейный центр «Пример»" in said


OTHER_GIVER = "На вашей встрече будет другой специалист. Кто именно, смотрите в записи."


async def _hand_over(town: Town, visit: Visit, starts_at: datetime, specialist: int) -> Visit:
    move = Reschedule(visit.ticket, starts_at, specialist_id=specialist)
    return await town.store.write(reschedule, move, registrar(town.centre_id))


async def test_F7_another_specialist_at_the_same_hour_is_told_without_a_name(store: Store, clock: Clock) -> None:
    town = await a_town(store, specialists=2)
    first, second = town.specialists
    visit = await town.book(await a_family(store), town.at(THURSDAY, 14), specialist=first)
    assert (await _hand_over(town, visit, visit.starts_at, second)).told is True
    [(letter, due_at)] = await _queued(store)
    said = words_of(letter.letter)
    assert due_at == clock.now and await _verdict(store, letter) == Send()
    assert said.startswith(OTHER_GIVER)
    assert "14:00" in said and "Юрист" not in said, "a locked screen names no specialist either"
    assert "Было" not in said and "изменилось" not in said and "консультация" not in said.lower()
    await _hand_over(town, visit, visit.starts_at, first)
    assert await _queued(store) == [], "it is as the family knows it"
    assert isinstance(await _verdict(store, letter), Skip), "also when a sender had it in hand"


async def test_F7_another_specialist_at_another_hour_is_told_and_the_same_one_is_not(store: Store) -> None:
    town = await a_town(store, specialists=2)
    first, second = town.specialists
    visit = await town.book(await a_family(store), town.at(THURSDAY, 14), specialist=first)
    await _hand_over(town, visit, town.at(THURSDAY, 15), first)
    assert "другой." not in (await _said(store))[0]
    await _hand_over(town, visit, town.at(THURSDAY, 16), second)
    [said] = await _said(store)
    assert said.startswith("Время вашей встречи изменилось. Теперь: 26 ноября, 16:00.")
    assert "Специалист тоже будет другой." in said and "Юрист" not in said
    assert "Было: 26 ноября, 14:00" in said
    await _hand_over(town, visit, town.at(THURSDAY, 14), second)
    [said] = await _said(store)
    assert said.startswith(OTHER_GIVER)


async def test_F7_a_family_that_moves_and_cancels_by_itself_gets_no_letter(store: Store) -> None:
    town, family = await a_town(store), await a_family(store)
    visit = await town.book(family, town.at(THURSDAY, 14))
    assert (await _move(town, visit, town.at(THURSDAY, 15), family)).told is None
    assert (await _cancel(town, visit, family)).told is None
    assert await _queued(store) == []


async def test_B2_two_quick_moves_read_as_one_and_a_move_back_needs_no_letter(store: Store) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(THURSDAY, 14))
    await _move(town, visit, town.at(THURSDAY, 15))
    [(stale, _)] = await _queued(store)
    await _move(town, visit, town.at(THURSDAY, 16))
    [said] = await _said(store)
    assert "Теперь: 26 ноября, 16:00" in said and "Было: 26 ноября, 14:00" in said, "the family never heard of 15:00"
    assert isinstance(await _verdict(store, stale), Skip), "also when a sender had it in hand"
    assert (await _move(town, visit, town.at(THURSDAY, 14))).told is None
    assert await _queued(store) == []


async def test_B2_a_second_move_names_what_the_letter_that_left_has_told(store: Store) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(THURSDAY, 14))
    await _move(town, visit, town.at(THURSDAY, 15))
    delivery = Delivery(KINDS)
    [left] = await store.write(delivery.claim(), ClaimLetters(TELEGRAM, "sender", 20), TEST)
    await store.write(delivery.settle(), [Settle(left, State.SENT, 1)], TEST)
    await _move(town, visit, town.at(THURSDAY, 16))
    [said] = await _said(store)
    assert "Теперь: 26 ноября, 16:00" in said and "Было: 26 ноября, 15:00" in said


async def test_B2_a_visit_moved_and_then_cancelled_leaves_one_letter(store: Store) -> None:
    town, family = await a_town(store), await a_family(store)
    visit = await town.book(family, town.at(THURSDAY, 14))
    await _move(town, visit, town.at(THURSDAY, 15))
    await _cancel(town, visit)
    [said] = await _said(store)
    assert said.startswith("Ваша встреча отменена: 26 ноября, 14:00"), "the family never heard of 15:00"


async def test_B2_a_visit_moved_and_cancelled_at_night_is_told_before_the_hour_the_family_knows(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    family = await a_family(store, zone="Europe/Samara")
    visit = await town.book(family, town.at(WEDNESDAY, 9), mode=Mode.VIDEO)
    clock.now = town.at(WEDNESDAY, 1)
    elsewhere = Reschedule(visit.ticket, town.at(THURSDAY, 15), Mode.PLACE)
    await store.write(reschedule, elsewhere, registrar(town.centre_id))
    await _cancel(town, visit)
    [(letter, due_at)] = await _queued(store)
    assert due_at == clock.now and await _verdict(store, letter) == Send()
    said = words_of(letter.letter)
    assert "25 ноября, 09:00" in said and "У вас будет 10:00" in said and "26 ноября" not in said


async def test_B2_what_the_family_does_itself_withdraws_the_letter(store: Store) -> None:
    town, family = await a_town(store), await a_family(store)
    visit = await town.book(family, town.at(THURSDAY, 14))
    await _move(town, visit, town.at(THURSDAY, 15))
    await _move(town, visit, town.at(THURSDAY, 16), family)
    assert await _queued(store) == []


@pytest.mark.parametrize(
    ("hour", "morning"),
    [(10, False), (11, True)],
    ids=["nine hours after a move at one: before eight plus three", "from eleven on it can wait for eight"],
)
async def test_F7_at_night_only_a_visit_that_is_soon_is_told_at_once(
    store: Store, clock: Clock, hour: int, morning: bool
) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(WEDNESDAY, hour))
    clock.now = town.at(WEDNESDAY, 1)
    await _cancel(town, visit)
    [(letter, due_at)] = await _queued(store)
    assert due_at == (town.at(WEDNESDAY, 8) if morning else clock.now)
    assert await _verdict(store, letter) == (Later(due_at) if morning else Send())


async def test_F7_the_night_is_the_familys_own_and_a_move_to_soon_does_not_wait(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    family = await a_family(store, zone="Asia/Kamchatka")
    visit = await town.book(family, town.at(THURSDAY, 14), mode=Mode.VIDEO)
    clock.now = town.at(TUESDAY, 14)
    await _move(town, visit, town.at(THURSDAY, 15))
    [(letter, due_at)] = await _queued(store)
    assert due_at == datetime(2026, 11, 24, 20, tzinfo=UTC), "08:00 in Kamchatka"
    said = words_of(letter.letter)
    assert "У вас будет 00:00, 27 ноября" in said and "Было: 26 ноября, 14:00, у вас 23:00, 26 ноября." in said
    await _move(town, visit, town.at(TUESDAY, 16))
    [(_, due_at)] = await _queued(store)
    assert due_at == clock.now


async def test_F7_a_letter_kept_back_too_long_is_not_told(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(THURSDAY, 14))
    await _move(town, visit, town.at(THURSDAY, 16))
    [(letter, _)] = await _queued(store)
    clock.now = town.at(WEDNESDAY, 22)
    assert await _verdict(store, letter) == Later(town.at(THURSDAY, 8))
    clock.now = town.at(THURSDAY, 15)
    assert await _verdict(store, letter) == Send(), "the new time is still ahead"
    await store.write(attend, Attend(visit.ticket, Status.ARRIVED), registrar(town.centre_id))
    assert isinstance(await _verdict(store, letter), Skip), "the family is here"
    clock.now = town.at(THURSDAY, 16)
    assert isinstance(await _verdict(store, letter), Skip)


async def test_F7_a_visit_whose_time_is_over_is_cancelled_without_a_letter(store: Store, clock: Clock) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(TUESDAY, 10))
    clock.now = town.at(TUESDAY, 12)
    assert (await _cancel(town, visit)).told is None and await _queued(store) == []


async def test_B9_a_zone_the_law_moves_leaves_the_letter_right(store: Store, database: Database) -> None:
    town = await a_town(store, zone="Asia/Krasnoyarsk")
    visit = await town.book(await a_family(store, zone="Asia/Krasnoyarsk"), town.at(THURSDAY, 14))
    await _move(town, visit, town.at(THURSDAY, 15))
    [(letter, _)] = await _queued(store)
    law = sa.text("UPDATE appointment SET time_zone = 'Asia/Irkutsk'")
    await database.write(lambda unit: unit.connection.execute(law))
    assert len((await store.write(realign, Realign(town.centre_id), OPERATOR)).visits) == 1
    assert await _verdict(store, letter) == Send(), "15:00 on the centre's wall is what it says"


async def test_F7_who_booked_hears_it_and_of_a_visit_booked_by_staff_every_adult(store: Store) -> None:
    town = await a_town(store)
    mother = await a_family(store, centre_id=town.centre_id)
    invitation = await store.write(invite_adult, InviteAdult(), mother)
    father = (await store.write(join_family, JoinFamily(invitation.code, (KEEPING_DATA,)), a_visitor())).actor
    assert isinstance(father, Adult)
    own = await town.book(mother, town.at(THURSDAY, 14))
    await _cancel(town, own)
    assert len(await _queued(store)) == 1
    staff = registrar(town.centre_id)
    theirs = await town.book(staff, town.at(THURSDAY, 15), family_id=mother.family_id)
    assert len(await _queued(store)) == 3
    await _deliver(store)
    await _cancel(town, theirs)
    assert len(await _queued(store)) == 2


async def _deliver(store: Store) -> None:
    """Every letter that is due leaves."""
    delivery = Delivery(KINDS)
    while left := await store.write(delivery.claim(), ClaimLetters(TELEGRAM, "sender", 20), TEST):
        await store.write(delivery.settle(), [Settle(each, State.SENT, 1) for each in left], TEST)


async def test_F7_a_visit_the_centre_books_is_told_and_what_nobody_has_heard_of_yet_is_told_as_it_stands(
    store: Store, clock: Clock
) -> None:
    town = await a_town(store)
    family, staff = await a_family(store, centre_id=town.centre_id), registrar(town.centre_id)
    visit = await town.book(staff, town.at(THURSDAY, 14), family_id=family.family_id)
    assert visit.told is True
    [(letter, due_at)] = await _queued(store)
    assert due_at == clock.now and await _verdict(store, letter) == Send() and len(letter.letter.buttons) == 3
    said = words_of(letter.letter)
    assert said.startswith("Вас записали: 26 ноября, 14:00") and "Ждём вас: Семейный центр «Пример»" in said
    assert "консультация" not in said.lower(), "a locked screen names no service"

    await _move(town, visit, town.at(THURSDAY, 15))
    [said] = await _said(store)
    assert said.startswith("Вас записали: 26 ноября, 15:00") and "Было" not in said
    assert isinstance(await _verdict(store, letter), Skip), "also when a sender had it in hand"
    await _deliver(store)
    await _move(town, visit, town.at(THURSDAY, 16))
    assert "Было: 26 ноября, 15:00" in (await _said(store))[0]

    other = await town.book(staff, town.at(WEDNESDAY, 14), family_id=family.family_id)
    await _cancel(town, other)
    assert not any(other.ticket in claimed.subject for claimed, _ in await _queued(store)), "nobody knew of it"


async def test_C15_a_family_nobody_can_write_to_is_left_to_the_staff(store: Store, database: Database) -> None:
    town = await a_town(store)
    staff = registrar(town.centre_id)
    paper = await store.write(enter_family, EnterFamily(town.centre_id, replace(KEEPING_DATA, version="paper")), staff)
    visit = await town.book(staff, town.at(THURSDAY, 14), family_id=paper.id)
    assert (await _move(town, visit, town.at(THURSDAY, 15))).told is False
    assert (await _cancel(town, visit)).told is False
    blocked = sa.text("UPDATE channel_address SET blocked_at = '2026-11-20 10:00:00+00:00'")
    own = await town.book(await a_family(store), town.at(THURSDAY, 16))
    await database.write(lambda unit: unit.connection.execute(blocked))
    assert (await _cancel(town, own)).told is False
    assert await _queued(store) == []


async def test_E7_a_hidden_conversation_gets_no_letter_and_staff_are_told_so(store: Store, database: Database) -> None:
    town, visitor = await a_town(store), a_visitor()
    family = await a_family(store, who=visitor)
    visit = await town.book(family, town.at(THURSDAY, 14))
    hidden = Address(visitor.channel, visitor.external_id)
    await database.write(lambda unit: mark(store.open(unit, TEST), hidden, family.family_id, town.centre_id))
    assert (await _cancel(town, visit)).told is False and await _queued(store) == []


async def test_A7_the_sender_takes_the_letter_with_the_kinds_of_the_house(store: Store) -> None:
    town = await a_town(store)
    visit = await town.book(await a_family(store), town.at(THURSDAY, 14))
    await _cancel(town, visit)
    taken = await store.write(Delivery(KINDS).claim(), ClaimLetters(TELEGRAM, "sender", 20), TEST)
    assert [each.kind for each in taken] == [KIND]
