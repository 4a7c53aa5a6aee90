"""«Мои данные»: everything is handed out, nothing is left, and meanwhile nothing lies there to be read."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.house import FAMILY_PARTS
from core.booking.enrolment import Enrol, enrol
from core.booking.queueing import JoinWaiting, join_waiting
from core.booking.states import Mode
from core.families.answering import RecordAnswers, Statement, record_answers
from core.families.erasing import EraseMe, erasing
from core.families.exporting import ExportMyData, as_json, as_text, exporting
from core.families.household import UnknownFamily
from core.families.joining import InviteAdult, JoinFamily, invite_adult, join_family
from core.families.phone import KeepPhone, keep_phone
from core.families.plan import AddStep, ReadPlan, SaveToPlan, add_step, read_plan, save_to_plan
from core.families.rewrapping import Rewrap, Rewrapped, rewrap
from core.families.settings import Introduce, MuteTopic, introduce, mute_topic
from core.families.tables import StepDoer
from core.messaging.letters import TELEGRAM, Address, Letter, Verbatim
from core.messaging.outbox import Lane, Outgoing, enqueue
from core.outreach.check_ins.tables import LightCheckIn
from core.outreach.coming import Turn
from core.outreach.tables import ComingChange, FamilyPlan, Notice, NoticeLine, ProactiveLetter
from core.storage.database import Database, Unit
from core.storage.schema import metadata
from core.storage.vault import Vault, WrongKey
from core.triage.facts import Evasion, Fact
from core.use_case import Adult, Forbidden, Store, Visitor
from tests.households import KEEPING_DATA, OPERATOR, Town, a_club, a_family, a_town, a_visitor, registrar
from tests.stores import Clock, store_over

TUESDAY = date(2026, 11, 24)
ERASING, EXPORT_MY_DATA = erasing(FAMILY_PARTS), exporting(FAMILY_PARTS)
ACCOUNT = 70_555_001
KEPT = {
    *("centre", "schedule_token", "gathering", "meeting", "service", "service_mode", "resource", "offering"),
    *("working_hours", "destruction", "event", "memo", "audit_entry"),
}
"""What may hold rows after an erasure: the centre's own things, the certificate, ids of events and of traces."""


async def _a_full_life(store: Store, town: Town) -> Adult:
    """A family with something in every table this area owns."""
    family = await a_family(store, who=Visitor(TELEGRAM, ACCOUNT), centre_id=town.centre_id)
    await store.write(introduce, Introduce("Мария Тестова"), family)
    await store.write(keep_phone, KeepPhone("+7 900 000-00-01"), family)
    statements = (Statement(Fact.DOMESTIC_VIOLENCE, True), Statement(Fact.MORTGAGE, Evasion.REFUSED))
    await store.write(record_answers, RecordAnswers((*statements, Statement(Fact.RURAL, True))), family)
    await store.database.write(
        lambda unit: unit.session.add(LightCheckIn(adult_id=family.adult_id, ordinal=1, asked_on=TUESDAY))
    )
    await store.write(save_to_plan, SaveToPlan(("edinoe-posobie",)), family)
    words = AddStep(family.family_id, "позвонить в школу Мишки", StepDoer.CENTRE)
    await store.write(add_step, words, registrar(town.centre_id))
    await store.write(mute_topic, MuteTopic("clubs", True), family)
    await store.write(invite_adult, InviteAdult(), family)
    await town.book(family, town.at(TUESDAY, 10))
    await town.hold(family, town.at(TUESDAY, 12))
    await store.database.write(lambda unit: _was_written_to(unit, family))
    await store.write(join_waiting, JoinWaiting(town.service_id, Mode.PHONE), family)
    await store.write(enrol, Enrol((await a_club(store, town)).id, age=7), family)
    return family


def _was_written_to(unit: Unit, family: Adult) -> None:
    """A notice with its line, the planner's place, a letter that counted."""
    on, at = TUESDAY, datetime(2026, 11, 23, tzinfo=UTC)
    change = ComingChange(family_id=family.family_id, measure_id="m", turn=Turn.ENDS, ordinal=1, on_day=on)
    notice = Notice(adult_id=family.adult_id, lead=30, on_day=on, created_at=at)
    plan = FamilyPlan(family_id=family.family_id, newest_fact=0, edition="e", next_at=at)
    counted = ProactiveLetter(adult_id=family.adult_id, on_day=on, outbox_id=10**6 + family.adult_id)
    unit.session.add_all((change, notice, plan, counted))
    unit.session.flush()
    unit.session.add(NoticeLine(change_id=change.id, adult_id=family.adult_id, lead=30, notice_id=notice.id))


async def _rows(database: Database) -> dict[str, int]:
    def count(unit: object) -> dict[str, int]:
        connection = unit.connection  # type: ignore[attr-defined]
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in metadata.sorted_tables
        }

    return {name: rows for name, rows in (await database.read(count)).items() if rows}


async def test_D9_erasing_leaves_no_row_of_the_family(store: Store, database: Database) -> None:
    town = await a_town(store)
    family = await _a_full_life(store, town)
    assert {"family", "adult", "fact", "plan_step", "appointment", "outbox"} <= set(await _rows(database))
    certificate = await store.write(ERASING.erase_me, EraseMe(), family)
    assert set(await _rows(database)) <= KEPT
    destroyed = {each.table: each.rows for each in certificate.destroyed}
    assert destroyed["family"] == destroyed["data_key"] == 1
    assert destroyed["fact"] == 3 and destroyed["appointment"] == 2 and destroyed["outbox"] == 2
    assert (await town.hold(a_visitor(), town.at(TUESDAY, 10))).family_id is None


async def test_D9_a_neighbour_is_untouched_by_an_erasure(store: Store) -> None:
    town = await a_town(store)
    family, neighbour = await _a_full_life(store, town), await a_family(store)
    await store.write(save_to_plan, SaveToPlan(("birth-lump-sum",)), neighbour)
    await town.book(neighbour, town.at(TUESDAY, 16))
    before = as_json(await store.read(EXPORT_MY_DATA, ExportMyData(), neighbour))
    await store.write(ERASING.erase_me, EraseMe(), family)
    assert as_json(await store.read(EXPORT_MY_DATA, ExportMyData(), neighbour)) == before


async def test_D9_a_feature_that_forgets_its_part_stops_the_erasure_as_a_whole(
    store: Store, database: Database
) -> None:
    town = await a_town(store)
    family = await _a_full_life(store, town)
    before = await _rows(database)
    forgetful = erasing((FAMILY_PARTS[-1],))
    with pytest.raises(sa.exc.IntegrityError):
        await store.write(forgetful.erase_me, EraseMe(), family)
    assert await _rows(database) == before


async def test_F14_one_adult_leaves_and_the_household_stays_with_the_other(store: Store) -> None:
    mother = await _a_full_life(store, await a_town(store))
    invitation = await store.write(invite_adult, InviteAdult(), mother)
    father = (await store.write(join_family, JoinFamily(invitation.code, (KEEPING_DATA,)), a_visitor())).actor
    await store.write(ERASING.erase_me, EraseMe(), mother)
    plan = await store.read(read_plan, ReadPlan(father.family_id), father)
    assert [step.words or step.measure_id for step in plan.steps] == ["edinoe-posobie", "позвонить в школу Мишки"]
    with pytest.raises(UnknownFamily):
        await store.write(ERASING.erase_me, EraseMe(), mother)


async def test_D9_a_visitor_leaves_no_held_time_behind(store: Store, database: Database) -> None:
    town = await a_town(store)
    visitor = a_visitor()
    await town.hold(visitor, town.at(TUESDAY, 10))
    await store.write(ERASING.erase_me, EraseMe(), visitor)
    assert set(await _rows(database)) <= KEPT


async def test_staff_cannot_erase_as_if_they_were_the_person(store: Store) -> None:
    with pytest.raises(Forbidden):
        await store.write(ERASING.erase_me, EraseMe(), OPERATOR)


async def test_D9_the_export_holds_everything_in_both_forms(store: Store) -> None:
    family = await _a_full_life(store, await a_town(store))
    export = await store.read(EXPORT_MY_DATA, ExportMyData(), family)
    told = json.loads(as_json(export))
    assert told["adult"][0]["name"] == "Мария Тестова"
    assert {fact["fact"]: fact.get("value", fact.get("not_answered")) for fact in told["fact"]} == {
        "domestic_violence": True,
        "mortgage": "refused",
        "rural": True,
    }
    assert told["plan_step"][1]["words"] == "позвонить в школу Мишки"
    assert told["waiting"][0]["mode"] == "phone" and told["enrolment"][0]["age"] == "7"
    assert told["appointment"][0]["starts_at"] == "2026-11-24T10:00:00+03:00"
    readable = as_text(export, say=lambda key: key, show=lambda field, _: str(field.value))
    assert "Мария Тестова" in readable and "EXPORT-SECTION-APPOINTMENT" in readable


async def test_D7_names_phones_words_and_dangerous_facts_cannot_be_read_from_the_disk(
    store: Store, database: Database, database_url: str
) -> None:
    family = await _a_full_life(store, await a_town(store))
    address = Address(TELEGRAM, ACCOUNT)
    letter = Outgoing("test", Lane.EVENT, address, Letter(Verbatim("секретное письмо")), "key", "subject")
    await database.write(lambda unit: enqueue(store.open(unit, family), letter))
    written = await _everything_on_disk(database, database_url)
    assert b"edinoe-posobie" in written, "the search itself works"
    for secret in ("Мария", "Тестова", "9000000001", "00-01", "позвонить в школу", "Мишки", "секретное письмо"):
        assert secret.encode() not in written, secret
    dangerous = await database.read(
        lambda unit: unit.connection.execute(
            sa.text("SELECT value, value_sealed FROM fact WHERE fact = 'domestic_violence'")
        ).one()
    )
    assert dangerous[0] is None and dangerous[1] is not None


async def test_D7_a_new_master_key_takes_over_batch_by_batch(database: Database, clock: Clock) -> None:
    old, new = bytes(range(32)), bytes(range(1, 33))
    store = replace(store_over(database, clock), vault=Vault([old]))
    families = [await a_family(store) for _ in range(5)]
    await store.write(introduce, Introduce("Мария Тестова"), families[0])
    both = replace(store, vault=Vault([new, old]))
    batch, seen = Rewrapped(0, 1), 0
    while batch.count:
        batch = await both.write(rewrap, Rewrap(after=batch.last, most=2), OPERATOR)
        seen += batch.count
    assert seen == 5
    only_new = replace(store, vault=Vault([new]))
    told = await only_new.read(EXPORT_MY_DATA, ExportMyData(), families[0])
    assert "Мария Тестова" in as_json(told)
    with pytest.raises(WrongKey):
        await store.read(EXPORT_MY_DATA, ExportMyData(), families[0])


async def _everything_on_disk(database: Database, url: str) -> bytes:
    """The bytes of the SQLite files, or every row of PostgreSQL with binary columns opened up."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))

    def dump(unit: object) -> bytes:
        connection = unit.connection  # type: ignore[attr-defined]
        rows = [
            value for table in metadata.sorted_tables for row in connection.execute(sa.select(table)) for value in row
        ]
        return b"\n".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in rows
        )

    return await database.read(dump)


def _bytes_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
