"""`ryadom staff add|password|disable`: accounts from the command line, for the first administrator and for emergencies.

`add` and `password` print a one-time password; the panel asks for an own one at the first sign-in. Exit status 2: bad
input, 1: the database is away.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.catalog.snapshot import Catalogue
    from core.staff.grants import Place
    from core.use_case import Store, System

Errand = Callable[["Store", argparse.Namespace], Awaitable[str]]


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add the command; heavy modules are imported only when it runs."""
    from core.staff.roles import Role

    parser = subparsers.add_parser("staff", help="сотрудники: завести, выдать новый пароль, закрыть доступ")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help="завести сотрудника и напечатать разовый пароль")
    add.add_argument("login")
    add.add_argument("--name", required=True, help="как его видят коллеги и семьи: «Анна Сергеевна»")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    place = add.add_mutually_exclusive_group(required=True)
    place.add_argument("--centre", metavar="SLUG", help="один центр, например tikhvin")
    place.add_argument("--region", metavar="CODE", help="все центры региона, например LEN")
    place.add_argument("--everywhere", action="store_true", help="все центры")
    add.set_defaults(run=lambda arguments: run_errand(_add, arguments))
    for name, errand, words in (
        ("password", _password, "выдать новый разовый пароль; все входы закроются"),
        ("disable", _disable, "закрыть доступ навсегда; все входы закроются сразу"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("login")
        action.set_defaults(run=lambda arguments, errand=errand: run_errand(errand, arguments))


def run_errand(errand: Errand, arguments: argparse.Namespace) -> int:
    """Print what an errand in the database has to say; the exit status tells whether it could be run."""
    from app.keys import KeyWrong
    from app.migrating import DatabaseAway, MigrationNeeded
    from app.settings import SettingsWrong
    from core.storage.database import StorageUnavailable
    from core.use_case import Refused

    try:
        print(asyncio.run(_with_store(errand, arguments)))
    except Refused as refusal:
        return _refuse(_reason(refusal), 2)
    except (SettingsWrong, KeyWrong, MigrationNeeded) as wrong:
        return _refuse(str(wrong), 2)
    except (DatabaseAway, StorageUnavailable) as away:
        return _refuse(str(away), 1)
    return 0


async def _with_store(errand: Errand, arguments: argparse.Namespace) -> str:
    """Open what an account needs and nothing more: no content, no messenger."""
    from app.database import open_database
    from app.house import utc_now
    from app.keys import master_keys, open_vault
    from app.migrating import bring_up_to_date
    from app.settings import read_settings
    from core.storage.signals import Signals
    from core.use_case import Store

    settings = read_settings()
    bring_up_to_date(settings)
    database = open_database(settings.database, Signals())
    try:
        vault = await open_vault(database, master_keys(settings))
        return await errand(Store(database, utc_now, _no_catalogue, vault), arguments)
    finally:
        await database.close()


async def _add(store: "Store", arguments: argparse.Namespace) -> str:
    from core.staff.accounts import NewAccount
    from core.staff.grants import NewColleague, add_colleague
    from core.staff.passwords import Passwords, one_time_password
    from core.staff.roles import Role

    password = one_time_password()
    account = NewAccount(arguments.login, arguments.name, await Passwords().hash(password))
    colleague = NewColleague(account, Role(arguments.role), _place(arguments))
    await store.write(add_colleague, colleague, _operator())
    return _issued(arguments.login, password)


async def _password(store: "Store", arguments: argparse.Namespace) -> str:
    from core.staff.accounts import IssuedPassword, Login, find_account, issue_password
    from core.staff.passwords import Passwords, one_time_password

    account = await store.read(find_account, Login(arguments.login), _operator())
    password = one_time_password()
    issued = IssuedPassword(account.account_id, await Passwords().hash(password))
    await store.write(issue_password, issued, _operator())
    return _issued(arguments.login, password)


async def _disable(store: "Store", arguments: argparse.Namespace) -> str:
    from core.staff.accounts import Login, disable_account, find_account

    account = await store.read(find_account, Login(arguments.login), _operator())
    ended = await store.write(disable_account, account, _operator())
    return f"Доступ закрыт. Закрыто входов: {ended.count}"


def _place(arguments: argparse.Namespace) -> "Place":
    from core.staff.grants import Place

    return Place(centre=arguments.centre, region=arguments.region)


def _operator() -> "System":
    from core.use_case import System

    return System("command line")


def _no_catalogue() -> "Catalogue":
    """Accounts look at no measure; reading all content for one password would take longer than the rest."""
    from core.catalog.snapshot import Catalogue

    return Catalogue("none", (), (), (), (), (), (), ())


def _issued(login: str, password: str) -> str:
    return (
        f"Логин: {login.strip().lower()}\nРазовый пароль: {password}\nПри первом входе панель попросит придумать свой."
    )


def _reason(refusal: Exception) -> str:
    from core.staff.accounts import LoginTaken, NoSuchAccount
    from core.staff.grants import NoSuchPlace

    match refusal:
        case LoginTaken(login=login):
            return f"логин {login} уже занят: выберите другой"
        case NoSuchPlace():
            return "такого центра нет: проверьте --centre"
        case NoSuchAccount():
            return "такого логина нет"
        case _:
            return f"отказ: {type(refusal).__name__}"


def _refuse(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status
