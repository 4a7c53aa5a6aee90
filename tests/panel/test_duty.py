"""The panel's side of danger: alarms, the roster, exercises, families that must not be written to, helplines."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
import sqlalchemy as sa

from core.cases.call_person import CallPerson, call_person
from core.cases.hiding import HideConversation, hide_conversation
from core.catalog.helplines import CrisisType
from core.catalog.loading import load
from core.crisis.signals import Severity
from core.duty.alarms import Danger
from core.duty.hearing import HearDanger, hear_danger
from core.duty.ladder import Climb, climb
from core.duty.roster import PutOnDuty, put_on_duty
from core.duty.states import Line
from core.staff.grants import Place
from core.staff.roles import Role
from core.storage.database import Database, Unit
from core.storage.signals import Signals
from core.use_case import System
from tests.desks import Desk, Person
from tests.panel.office import Browser, Office, open_office
from tests.stores import Clock
from tests.unit.catalog_pieces import CONTENT

WORDS = "он меня бьёт и грозит ножом"
VIOLENCE = Danger(CrisisType.DOMESTIC_VIOLENCE, Severity.SERIOUS)


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What a page shows does not depend on the engine; the use cases run on both in tests/storage."""
    copy(request.getfixturevalue("sqlite_template"), tmp_path / "ryadom.sqlite")
    return f"sqlite:///{tmp_path / 'ryadom.sqlite'}"


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.store, office.centres["tikhvin"])


@pytest.fixture
async def galina(office: Office) -> AsyncIterator[Browser]:
    """On duty in Tikhvin, at work."""
    await office.hire("galina", Role.DUTY, Place(centre="tikhvin"))
    browser = await office.at_work("galina")
    yield browser
    await browser.close()


@pytest.fixture
async def head(office: Office) -> AsyncIterator[Browser]:
    await office.hire("zoya", Role.HEAD, Place(centre="tikhvin"))
    browser = await office.at_work("zoya")
    yield browser
    await browser.close()


async def in_danger(desk: Desk, words: str = WORDS) -> tuple[Person, int]:
    """A family in danger whose words have reached the centre."""
    family = desk.visitor()
    command = CallPerson(family.address, family.centre_id, VIOLENCE)
    called = await desk.store.write(call_person, command, family.actor)
    await family.say(words)
    return family, called.conversation_id


async def text_of(browser: Browser, path: str) -> str:
    answer = await browser.open(path)
    assert answer.status == 200, (path, answer.status)
    return await answer.text()


async def test_E4_an_alarm_stands_on_the_bar_until_somebody_comes(desk: Desk, galina: Browser) -> None:
    _, conversation_id = await in_danger(desk)

    bar = await text_of(galina, "/duty/alarms")
    assert "Срочный вызов" in bar and 'data-waiting="1"' in bar and re.search(r'data-loud="\d+\.duty ', bar)

    await galina.open("/duty")
    answer = await galina.post(f"/conversations/{conversation_id}/come")
    page = await answer.text()
    assert "С семьёй сейчас: Galina" in page and WORDS in page
    assert 'data-waiting="0"' in await text_of(galina, "/duty/alarms")

    await galina.post(f"/conversations/{conversation_id}/danger-over")
    page = await text_of(galina, f"/conversations/{conversation_id}")
    assert "Возможно, кто-то в опасности" not in page
    assert "Открытых вызовов нет" in await text_of(galina, "/duty")


async def test_E4_each_rung_is_called_out_anew(office: Office, desk: Desk, galina: Browser) -> None:
    await in_danger(desk)
    office.clock.forward(minutes=5)
    await desk.store.write(climb, Climb(), System("ticker"))

    bar = await text_of(galina, "/duty/alarms")

    loud = re.search(r'data-loud="([^"]*)"', bar)
    assert loud is not None and [rung.partition(".")[2] for rung in loud[1].split()] == ["duty", "lead", "second_line"]


async def test_the_roster_is_typed_by_the_head_and_a_slip_gives_everything_back(
    office: Office, head: Browser, galina: Browser
) -> None:
    who = office.accounts["galina"]
    shift: dict[str, Any] = {"who": who, "line": "first", "starts": "21:00", "ends": "08:00"}
    await head.open("/duty/roster")

    slip = await head.post("/duty/roster/add", when="week", **shift)
    page = await slip.text()
    assert slip.status == 409 and "Выберите дни недели" in page
    assert 'value="21:00"' in page and f'<option value="{who}" selected>' in page

    done = await head.post("/duty/roster/add", when="week", weekday=1, **shift)
    page = await done.text()
    assert "понедельник" in page and "21:00–08:00" in page and "Galina" in page
    once = await head.post(
        "/duty/roster/add", when="day", day="2026-12-31", who="nobody", line="first", starts="00:00", ends="00:00"
    )
    assert "никто не дежурит" in await once.text()

    shift_id = re.search(r'name="shift" value="(\d+)"', page)
    assert shift_id is not None
    gone = await head.post("/duty/roster/remove", shift=shift_id[1])
    assert "21:00–08:00" not in await gone.text()
    assert (await galina.open("/duty/roster")).status == 403


async def test_E5_a_drill_is_started_answered_and_reported(office: Office, head: Browser, galina: Browser) -> None:
    everyday = PutOnDuty(office.centres["tikhvin"], office.accounts["galina"], Line.FIRST, (1,), None, 0, 1440)
    await office.store.write(put_on_duty, everyday, System("test"))
    await head.open("/duty")

    page = await (await head.post("/duty/drill")).text()
    assert "Учебная тревога" in page and "Повтор и руководитель, через 2 минуты" in page
    again = await head.post("/duty/drill")
    assert again.status == 409 and "уже идёт" in await again.text()

    alarm = re.search(r'name="alarm" value="(\d+)"', await text_of(galina, "/duty/alarms"))
    assert alarm is not None
    await galina.open("/duty")
    page = await (await galina.post("/duty/drill/answer", alarm=alarm[1])).text()
    assert "100 % за пять минут, всего 1" in page and "Последняя учебная тревога: сегодня" in page


async def test_a_code_for_the_own_chat_is_shown_once(galina: Browser) -> None:
    await galina.open("/duty")
    page = await (await galina.post("/duty/chat")).text()

    assert re.search(r"<kbd>/duty [A-Z0-9]{8}</kbd>", page)
    assert "<kbd>/duty" not in await text_of(galina, "/duty")


async def test_E7_a_hidden_family_is_marked_and_cleared_by_a_curator(desk: Desk, galina: Browser) -> None:
    family, conversation_id = await in_danger(desk)
    await desk.store.write(hide_conversation, HideConversation(family.address, family.centre_id), family.actor)

    page = await text_of(galina, f"/conversations/{conversation_id}")
    assert "Семья скрыла переписку" in page
    assert "Кому нельзя писать" in await text_of(galina, "/duty")
    mark = re.search(r'name="mark" value="(\d+)"', page)
    assert mark is not None

    await galina.post("/duty/safe", mark=mark[1], conversation=conversation_id)

    assert "Семья скрыла переписку" not in await text_of(galina, f"/conversations/{conversation_id}")
    stale = await galina.post("/duty/safe", mark=mark[1])
    assert stale.status == 409 and "уже снял" in await stale.text()


async def test_soft_signals_are_listed_by_their_signs_and_taken_off(desk: Desk, galina: Browser) -> None:
    family = desk.visitor()
    heard = HearDanger(family.address, CrisisType.HUNGER_NO_FOOD, Severity.SOFT, ("hunger-empty",), desk.centre_id)
    await desk.store.write(hear_danger, heard, family.actor)

    page = await text_of(galina, "/duty")
    assert "нечего есть" in page and "hunger-empty" in page and "слабый сигнал" in page
    number = re.search(r'name="heard" value="(\d+)"', page)
    assert number is not None
    assert "Всё просмотрено" in await (await galina.post("/duty/reviewed", heard=number[1])).text()


async def test_E9_crisis_words_stand_in_the_conversation_and_nowhere_else(
    office: Office, desk: Desk, galina: Browser
) -> None:
    _, conversation_id = await in_danger(desk)
    await desk.store.write(climb, Climb(), System("ticker"))
    vera = await office.at_work("vera")

    pages = [
        "/duty",
        "/duty/alarms",
        "/inbox?queue=free",
        "/inbox?queue=centre",
        "/inbox/list?queue=centre",
        "/account",
    ]
    shown = [await text_of(galina, path) for path in pages]
    shown += [await text_of(vera, path) for path in ("/inbox?queue=centre", "/duty", "/duty/alarms")]
    assert not [page for page in shown if WORDS in page or "ножом" in page]
    assert WORDS in await text_of(galina, f"/conversations/{conversation_id}")
    assert (await vera.open(f"/conversations/{conversation_id}")).status == 403
    await vera.close()

    def everything(unit: Unit) -> bytes:
        found = b""
        for table in sa.inspect(unit.connection).get_table_names():
            for row in unit.connection.execute(sa.select(sa.text("*")).select_from(sa.text(f'"{table}"'))):
                found += repr(tuple(bytes(each) if isinstance(each, memoryview) else each for each in row)).encode()
        return found

    stored = await office.store.database.read(everything)
    assert WORDS.encode() not in stored and repr(WORDS).encode() not in stored, "at rest it is sealed"


async def test_E6_the_helplines_page_says_which_to_ring_by_a_fixed_clock(
    database: Database, signals: Signals, clock: Clock
) -> None:
    office = await open_office(database, signals, clock, catalogue=load(CONTENT))
    await office.open_centre("tikhvin", region="CHE")
    await office.hire("anna", Role.EDITOR, Place(centre="tikhvin"))
    anna = await office.at_work("anna")

    page = await text_of(anna, "/helplines")
    assert "Областная линия" in page and "прозвонен 20.11.2026" in page
    assert "Непроверенная линия" in page and "семьям не показываем" in page and "не прозванивали" in page
    assert "Все номера, которые видят семьи, прозвонены" in page
    assert "Tikhvin: в регионе нет своей линии помощи" in page

    clock.now = datetime(2027, 2, 18, 12, tzinfo=UTC)
    await anna.sign_in("anna")
    assert "звонили давно" not in await text_of(anna, "/helplines"), "ninety days are good"
    clock.forward(days=1)
    await anna.sign_in("anna")
    page = await text_of(anna, "/helplines")
    assert "1 номер, который видят семьи, давно не прозванивали" in page and "звонили давно, 20.11.2026" in page
    await anna.close()
    await office.server.close()
