"""Migrations go up, down and up again, and what they build is exactly what the tables declare, on both engines."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from app.database import load_all_tables
from app.migrating import SCRIPTS, downgrade, known_revisions, sync_url, upgrade
from core.storage.schema import metadata
from tests.conftest import POSTGRES, missing

Schema = dict[str, str]


def test_migrations_are_named_in_the_order_they_run() -> None:
    """A start looks at names only; it must see what Alembic would do."""
    chain = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()]

    assert known_revisions() == chain[::-1]


def test_up_down_up(empty_database: str) -> None:
    upgrade(empty_database)
    first = schema_of(empty_database)
    downgrade(empty_database, "base")
    assert all("alembic" in name for name in schema_of(empty_database)), "nothing of ours is left behind"
    upgrade(empty_database)

    assert schema_of(empty_database) == first


def test_a_database_with_people_in_it_keeps_them_when_their_tables_get_columns(empty_database: str) -> None:
    """SQLite copies a table to change it: what refers to its rows must still find them."""
    upgrade(empty_database, "0071")
    engine = sa.create_engine(sync_url(empty_database))
    with engine.begin() as connection:
        for statement in _PEOPLE:
            connection.exec_driver_sql(statement)
    engine.dispose()
    upgrade(empty_database)

    engine = sa.create_engine(sync_url(empty_database))
    with engine.begin() as connection:
        found = connection.exec_driver_sql(
            "SELECT account.name, account.knows, centre.name, centre.assigning FROM role_grant"
            " JOIN account ON account.id = account_id JOIN centre ON centre.id = centre_id"
        ).all()
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
    assert [tuple(row) for row in found] == [("Анна", None, "Озёрный", None)]


_PEOPLE = (
    "INSERT INTO centre (id, slug, region, name, time_zone, opened, demo)"
    " VALUES (1, 'ozerny', 'LEN', 'Озёрный', 'Europe/Moscow', true, false)",
    "INSERT INTO account (id, login, name, password_hash, must_change_password, created_at)"
    " VALUES (1, 'anna', 'Анна', '-', false, '2026-11-23 06:00:00')",
    "INSERT INTO role_grant (id, account_id, role, reach, centre_id) VALUES (1, 1, 'curator', 'centre', 1)",
)


def test_the_migrated_schema_is_the_declared_one(empty_database: str, other_database: str) -> None:
    """Tables, columns, indexes, constraints with their conditions, and triggers."""
    upgrade(empty_database)
    load_all_tables()
    engine = sa.create_engine(sync_url(other_database))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS btree_gist")
        metadata.create_all(connection)
    engine.dispose()

    migrated = {name: body for name, body in schema_of(empty_database).items() if "alembic" not in name}
    assert migrated == schema_of(other_database)


BOOKED = (
    "INSERT INTO centre (id, slug, region, name, time_zone, opened, demo)"
    " VALUES (1, 'primernyj', 'LEN', 'Центр', 'Europe/Moscow', true, true)",
    "INSERT INTO resource (id, centre_id, kind, name, works) VALUES (1, 1, 'specialist', 'Юрист', true)",
    "INSERT INTO day_change (id, centre_id, resource_id, day, kind, starts, ends)"
    " VALUES (1, 1, 1, '2026-11-24', 'closed', 0, 60)",
    "INSERT INTO service (id, centre_id, speciality, title, minutes, step_minutes, buffer_minutes, travel_minutes,"
    " notice_minutes, horizon_days, offered) VALUES (1, 1, 'lawyer', 'Юрист', 60, 60, 0, 30, 60, 30, true)",
    "INSERT INTO data_key (id, wrapped) VALUES (1, 'k')",
    "INSERT INTO family (id, ticket, data_key_id, time_zone, created_at)"
    " VALUES (1, 'FAMILY22', 1, 'Europe/Moscow', '2026-11-23 06:00:00+00:00')",
    "INSERT INTO appointment (id, ticket, centre_id, service_id, specialist_id, family_id, holder, ordinal, mode,"
    " status, starts_at, ends_at, time_zone, wall_start, version, changed_at)"
    " VALUES (1, 'VISIT222', 1, 1, 1, 1, 'h', 1, 'home', 'confirmed',"
    " '2026-11-24 07:00:00+00:00', '2026-11-24 08:00:00+00:00', 'Europe/Moscow', '2026-11-24T10:00', 0,"
    " '2026-11-23 06:00:00+00:00')",
    "INSERT INTO occupancy (appointment_id, resource_id, starts_at, ends_at)"
    " VALUES (1, 1, '2026-11-24 06:30:00+00:00', '2026-11-24 08:30:00+00:00')",
)
"""A home visit as it was booked before settlements and crews were known."""


def test_what_was_booked_before_crews_came_stays_booked_and_is_a_visit_out_of_the_house(empty_database: str) -> None:
    upgrade(empty_database, "0071")
    engine = sa.create_engine(sync_url(empty_database))
    with engine.begin() as connection:
        for row in BOOKED:
            connection.exec_driver_sql(row)
    kept = "SELECT o.appointment_id, o.resource_id, r.name, d.ends FROM occupancy o"
    kept += " JOIN resource r ON r.id = o.resource_id JOIN day_change d ON d.resource_id = r.id"
    for revision, outings in (("head", 1), ("0071", None), ("head", 1)):
        move = downgrade if revision == "0071" else upgrade
        move(empty_database, revision)
        with engine.connect() as connection:
            assert connection.exec_driver_sql(kept).all() == [(1, 1, "Юрист", 60)]
            if engine.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            if outings is not None:
                assert connection.exec_driver_sql("SELECT count(*) FROM outing").scalar() == outings
    engine.dispose()


def test_B1_two_visits_a_family_was_promised_at_one_hour_before_that_was_ruled_out_both_stand(
    empty_database: str,
) -> None:
    upgrade(empty_database, "0071")
    engine = sa.create_engine(sync_url(empty_database))
    second = BOOKED[-2].replace("(1, 'VISIT222'", "(2, 'VISIT333'").replace("'h', 1", "'h', 2")
    with engine.begin() as connection:
        for row in (*BOOKED, second.replace("07:00:00", "07:30:00")):
            connection.exec_driver_sql(row)
    for revision in ("head", "0079", "head"):
        (downgrade if revision == "0079" else upgrade)(empty_database, revision)
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT ticket, others_come FROM appointment ORDER BY id").all()
    assert [(ticket, bool(others)) for ticket, others in kept] == [("VISIT222", False), ("VISIT333", True)]
    engine.dispose()


MEETING = (
    "INSERT INTO centre (id, slug, region, name, time_zone, opened, demo)"
    " VALUES (1, 'primernyj', 'KYA', 'Центр', 'Asia/Krasnoyarsk', true, true)",
    "INSERT INTO gathering (id, centre_id, kind, title, about, place, capacity, taken, offered)"
    " VALUES (1, 1, 'club', 'Шахматы', '', 'зал', 10, 0, true)",
    "INSERT INTO resource (id, centre_id, kind, name, works) VALUES (1, 1, 'room', 'зал', true)",
    *(
        f"INSERT INTO meeting (id, gathering_id, starts_at, ends_at) VALUES ({id}, 1, '{day} 09:30:00+00:00',"
        f" '{day} 10:30:00+00:00')"
        for id, day in ((1, "2026-11-26"), (2, "2026-12-03"))
    ),
    "INSERT INTO occupancy (resource_id, starts_at, ends_at, meeting_id)"
    " VALUES (1, '2026-11-26 09:30:00+00:00', '2026-11-26 10:30:00+00:00', 1)",
)


def test_B9_meetings_entered_before_they_kept_their_hour_keep_the_one_on_their_centres_wall(
    empty_database: str,
) -> None:
    upgrade(empty_database, "0075")
    engine = sa.create_engine(sync_url(empty_database))
    with engine.begin() as connection:
        for row in MEETING:
            connection.exec_driver_sql(row)
    for revision in ("head", "0075", "head"):
        move = downgrade if revision == "0075" else upgrade
        move(empty_database, revision)
    with engine.connect() as connection:
        kept = "SELECT m.wall_start, o.resource_id FROM meeting m LEFT JOIN occupancy o ON o.meeting_id = m.id"
        assert connection.exec_driver_sql(f"{kept} ORDER BY m.id").all() == [
            ("2026-11-26T16:30", 1),
            ("2026-12-03T16:30", None),
        ]
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()


FAR_AHEAD = 4_102_444_800_000_000
"""The year 2100, in microseconds."""


def test_F12_news_of_a_place_that_waits_through_the_update_still_leaves_and_nobody_is_reminded_twice(
    empty_database: str,
) -> None:
    upgrade(empty_database, "0078")
    engine = sa.create_engine(sync_url(empty_database))
    columns = "dedup_key, channel, chat_id, kind, lane, subject, due_at, created_at, payload, state, attempts, repeats"
    with engine.begin() as connection:
        for kind, meeting, due in (("place", 7, 0), ("reminder", 7, FAR_AHEAD), ("reminder", 8, 0)):
            about = f"enrolment:ABCD:{meeting}"
            values = f"'{about} gathering-{kind}-letter', 'telegram', 1, 'gathering', 2, '{about}', {due}"
            connection.exec_driver_sql(f"INSERT INTO outbox ({columns}) VALUES ({values}, 0, '1', 'pending', 0, 0)")
    waiting = "SELECT subject FROM outbox WHERE state = 'pending' ORDER BY id"
    upgrade(empty_database, "head")
    with engine.begin() as connection:
        # A reminder that was due while the house was down is queued by no tick any more: it goes as it is.
        assert connection.exec_driver_sql(waiting).scalars().all() == ["enrolment:ABCD:7:0", "enrolment:ABCD:8:0"]
        connection.exec_driver_sql(
            "UPDATE outbox SET subject = 'enrolment:ABCD:7:12' WHERE subject = 'enrolment:ABCD:7:0'"
        )
    downgrade(empty_database, "0078")
    with engine.connect() as connection:
        assert connection.exec_driver_sql(waiting).scalars().all() == ["enrolment:ABCD:7", "enrolment:ABCD:8"]
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from _empty(request.param, tmp_path / "migrated.sqlite")


@pytest.fixture
def other_database(request: pytest.FixtureRequest, tmp_path: Path, empty_database: str) -> Iterator[str]:
    engine = sa.make_url(empty_database).get_backend_name()
    yield from _empty(engine, tmp_path / "declared.sqlite")


def _empty(engine: str, path: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{path}"
        return
    name = f"ryadom_schema_{uuid.uuid4().hex[:8]}"
    url = sa.make_url(POSTGRES)
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    except sa.exc.OperationalError:
        missing("PostgreSQL does not answer on its standard local port (set TEST_POSTGRES_URL)")
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


def schema_of(url: str) -> Schema:
    """Everything the database knows about its own shape, as comparable text."""
    engine = sa.create_engine(sync_url(url))
    with engine.connect() as connection:
        found = _sqlite(connection) if engine.dialect.name == "sqlite" else _postgres(connection)
    engine.dispose()
    return found


def _sqlite(connection: sa.Connection) -> Schema:
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    return {f"{kind} {name}": _normal(text) for kind, name, text in rows if not name.startswith("sqlite_")}


def _normal(text: str) -> str:
    """Order of constraints inside a table and white space mean nothing."""
    flat = re.sub(r"\s+", " ", text.replace('"', ""))
    parts = sorted(
        part.strip(" ,)") for part in re.split(r",\s*(?=CONSTRAINT |PRIMARY |UNIQUE |CHECK |FOREIGN )", flat)
    )
    return " | ".join(parts)


_POSTGRES = {
    "column": """SELECT table_name || '.' || column_name,
                 data_type || ' ' || coalesce(character_maximum_length::text, '') || is_nullable
                 FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraint": """SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
                     FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": """SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
                  FROM pg_trigger WHERE NOT tgisinternal""",
    "function": """SELECT proname, prosrc FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
                   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
}


def _postgres(connection: sa.Connection) -> Schema:
    return {
        f"{kind} {name}": str(body)
        for kind, query in _POSTGRES.items()
        for name, body in connection.exec_driver_sql(query.replace("%", "%%")).all()
    }
