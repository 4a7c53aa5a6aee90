"""`ryadom run`: everything in one process, or one role of a larger installation."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.run import Running


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("run", help="start bot and panel (without BOT_TOKEN: with the sandbox)")
    parser.add_argument("--role", choices=("all", "bot", "panel", "worker"), default="all")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start; the exit status is 2 for wrong settings or content, 1 when something needed is away."""
    import asyncio
    import gc

    # Hundreds of thousands of objects are made that stay: collecting among them meanwhile costs a quarter of the start.
    # `app.run` freezes them and collects again.
    gc.disable()
    from app.logs import configure_logs
    from app.settings import SettingsWrong, read_settings

    try:
        settings = read_settings()
    except SettingsWrong as wrong:
        return _refuse(str(wrong), 2)
    configure_logs(settings.log_format)
    from bot.late_models import import_aiogram

    import_aiogram()
    from app.content import ContentBroken
    from app.keys import KeyWrong
    from app.migrating import DatabaseAway, MigrationNeeded
    from app.roles import CannotStart, Role
    from app.run import serve
    from core.storage.database import StorageUnavailable

    try:
        return 0 if asyncio.run(serve(settings, Role(arguments.role), announce)) else 1
    except (ContentBroken, KeyWrong, MigrationNeeded) as wrong:
        return _refuse(str(wrong), 2)
    except (CannotStart, DatabaseAway, StorageUnavailable) as away:
        return _refuse(str(away), 1)


def announce(running: "Running") -> None:
    """Where everything is, in words a newcomer can follow."""
    if running.sandbox_url is not None:
        from app.demo import PASSWORD, STAFF

        print(f"\n  Чат (песочница):   {running.sandbox_url}")
        print(f"  Панель куратора:   {running.panel_url}")
        print(f"\n  Войти в панель можно так (пароль у всех один: {PASSWORD}):")
        for person in STAFF:
            print(f"    {person.login:<8} {person.name}")
        print("\n  Сообщения не покидают этот компьютер. Остановить: Ctrl+C\n", flush=True)
    elif running.panel_url is not None:
        print(f"Панель куратора: {running.panel_url}", flush=True)


def _refuse(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status
