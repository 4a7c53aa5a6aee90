"""The centre cancels or moves a visit: the person reads it in the chat and goes on from there (F7, B13)."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from core.booking.cancel import Cancel, cancel
from core.booking.free import NearestSlots, nearest_slots
from core.booking.reschedule import Reschedule, reschedule
from core.booking.states import Mode
from core.permissions import Permission
from core.use_case import StaffMember
from tests.dialogs.town import OPERATOR, Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

STAFF = StaffMember(1, "Регистратор", frozenset({Permission.MANAGE_APPOINTMENTS}), None)


async def _sequence(files: dict[str, str], ticket: str) -> tuple[str, str, int]:
    event = Calendar.from_ical(files[f"zapis-{ticket}.ics"]).walk("VEVENT")[0]
    return str(event["uid"]), str(event["status"]), int(event["sequence"])


async def test_F7_a_visit_moved_and_cancelled_by_the_centre_is_read_in_the_chat(town: Town) -> None:
    service = await town.service("Педагог группы", notice_minutes=60 * 24)
    masha = await town.newcomer("Маша")
    ticket = await masha.book("Педагог группы")
    await town.it_is_noon_for(await masha.adult())
    [visit] = await town.appointments((await masha.adult()).family_id)
    later = NearestSlots(service, Mode.PLACE, 1, not_before=visit.starts_at + timedelta(hours=1))
    [slot] = (await town.house.store.read(nearest_slots, later, OPERATOR)).slots

    await town.write(reschedule, Reschedule(ticket, slot.starts_at), STAFF)
    letter = await masha.person.wait_for("Время вашей встречи изменилось", 20)
    assert "Было:" in letter.text and "Педагог группы" not in letter.text, "a locked screen names no service"
    await masha.person.tap("📆 Добавить в календарь")
    await masha.person.wait_for("запись появится в календаре", 20)
    uid, status, sequence = await _sequence(await masha.files(), ticket)
    assert status == "CONFIRMED"
    await masha.person.tap("Посмотреть запись")
    await masha.person.wait_for(lambda shown: ticket in shown.text and ("Перенести", "Отменить") in shown.buttons, 20)

    await town.write(cancel, Cancel(ticket), STAFF)
    await masha.person.wait_for("Ваша встреча отменена", 20)
    await masha.person.tap("📆 Убрать из календаря")
    await masha.person.wait_for("запись исчезнет из календаря", 20)
    again = await _sequence(await masha.files(), ticket)
    assert again[:2] == (uid, "CANCELLED") and again[2] > sequence
    await masha.tap("🗓 Записаться снова", "К кому вас записать?")
