"""`ryadom db upgrade`: bring the schema of DATABASE_URL up to this version."""

import argparse
import sys
from typing import Any


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("db", help="the database schema")
    actions = parser.add_subparsers(dest="action", required=True)
    upgrade = actions.add_parser("upgrade", help="migrate to the newest schema")
    upgrade.set_defaults(run=run_upgrade)


def run_upgrade(_arguments: argparse.Namespace) -> int:
    """Migrate. Exit status 1 when the database refuses."""
    import sqlalchemy as sa

    from app.migrating import upgrade
    from app.settings import SettingsWrong, read_settings

    try:
        upgrade(read_settings().database)
    except SettingsWrong as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except (sa.exc.DatabaseError, OSError) as away:
        print(f"the database does not answer: {str(getattr(away, 'orig', away)).splitlines()[0]}", file=sys.stderr)
        return 1
    print("the schema is up to date")
    return 0
