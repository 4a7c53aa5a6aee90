"""One PostgreSQL database for the tests of one process: built once, empty again after each of them."""

import time
import uuid
from dataclasses import dataclass

import psycopg
import sqlalchemy as sa

from core.storage.schema import metadata

PATIENCE = 10.0
"""Seconds for a killed program's connections to be gone."""
_GUESTS = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_SHAPE = """SELECT
    (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace),
    (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"""
"""What a test that changes the schema changes."""
_CLEAR = """DO $$ DECLARE one text; BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR one IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'DELETE FROM ' || one;
    END LOOP;
    PERFORM setval(quote_ident(sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$"""
"""Without triggers and foreign keys, so in any order. A truncated table is a new file each time; here are few rows."""
_LITTER = "SELECT quote_ident(relname) FROM pg_stat_user_tables WHERE n_dead_tup > 2000"


@dataclass
class PostgresHouse:
    """The database at `url`."""

    url: str
    _admin: sa.Engine
    _inside: sa.Engine
    _shape: tuple[int, ...]

    @classmethod
    def build(cls, server: str) -> "PostgresHouse":
        """Raises `OperationalError` when no server answers at this URL."""
        address = sa.make_url(server)
        admin = sa.create_engine(address, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
        inside = address.set(database=f"ryadom_test_{uuid.uuid4().hex[:8]}")
        engine = sa.create_engine(inside, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        house = cls(inside.render_as_string(hide_password=False), admin, engine, ())
        house._raise()
        return house

    def _raise(self) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{self._inside.url.database}"')
        with self._inside.connect() as connection:
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS btree_gist")
            metadata.create_all(connection)
            self._shape = tuple(connection.exec_driver_sql(_SHAPE).one())

    def empty(self) -> None:
        """Nobody is connected any more and every table is empty, numbers begin anew."""
        with self._inside.connect() as connection:
            _show_out(connection)
            if tuple(connection.exec_driver_sql(_SHAPE).one()) == self._shape and _cleared(connection):
                return
        self._drop()
        self._raise()

    def _drop(self) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{self._inside.url.database}" WITH (FORCE)')

    def demolish(self) -> None:
        """The database is gone."""
        self._drop()
        self._admin.dispose()


def _cleared(connection: sa.Connection) -> bool:
    """False for a user of the server who may not pass over foreign keys: then it is built anew, which is slower."""
    try:
        connection.exec_driver_sql(_CLEAR)
    except sa.exc.ProgrammingError as fault:
        if not isinstance(fault.orig, psycopg.errors.InsufficientPrivilege):
            raise
        return False
    for table in connection.exec_driver_sql(_LITTER).scalars().all():
        connection.exec_driver_sql(f"VACUUM {table}")
    return True


def _show_out(connection: sa.Connection) -> None:
    """A killed program may still be writing in the server; the next test must not meet that."""
    until = time.monotonic() + PATIENCE
    while connection.exec_driver_sql(_GUESTS).scalar_one():
        assert time.monotonic() < until, "somebody does not leave the database of the tests"
        time.sleep(0.005)
