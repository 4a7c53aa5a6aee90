"""An office with a panel: staff who come to work, and a browser that behaves like one (cookies, Origin, tokens)."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiohttp import ClientResponse, ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher

from admin.app import build_panel
from admin.keys import FetchFile, PanelSettings
from core.cases.message_words import MessageWords
from core.catalog.snapshot import Catalogue
from core.centres.tables import Centre
from core.language.forms import FormTable
from core.permissions import Permission
from core.staff.accounts import AccountId, NewAccount, add_account
from core.staff.grants import Grant, Place, grant_role
from core.staff.passwords import Passwords
from core.staff.roles import Role
from core.storage.database import Database, Unit
from core.storage.signals import Signals
from core.texts import Texts
from core.use_case import Store, System
from tests.proactive import catalogue_of
from tests.stores import Clock, store_over

TEXTS_FOLDER = Path(__file__).parents[2] / "data" / "texts" / "ru"
PASSWORD = "шесть тихих слонов"
OFFICE = System("office", frozenset(Permission))
WORDS = MessageWords(FormTable.of(()), lambda text: "опасно" in text)
"""Messages are found by their stems alone; danger has one word."""
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def texts() -> Texts:
    """The product's own words."""
    return Texts([path.read_text(encoding="utf-8") for path in sorted(TEXTS_FOLDER.glob("*.ftl"))])


@dataclass
class Office:
    """A running panel over a database, and the people who work there."""

    store: Store
    clock: Clock
    server: TestServer
    files: dict[str, bytes]
    """What the messenger would hand over."""
    centres: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Scheme, host and port as a browser names them."""
        return f"http://{self.server.host}:{self.server.port}"

    async def open_centre(self, slug: str, region: str = "LEN") -> int:
        """A centre that answers."""

        def work(unit: Unit) -> int:
            row = Centre(slug=slug, region=region, name=slug.title(), time_zone="Europe/Moscow", opened=True)
            unit.session.add(row)
            unit.session.flush()
            assert row.id is not None
            return row.id

        self.centres[slug] = await self.store.database.write(work)
        return self.centres[slug]

    async def hire(self, login: str, role: Role | None, place: Place, name: str = "", chosen: bool = True) -> int:
        """A member of staff; `chosen` False leaves the password as issued."""
        new = NewAccount(login, name or login.title(), CHEAP.hash(PASSWORD), must_change_password=not chosen)
        account = (await self.store.write(add_account, new, OFFICE)).account_id
        self.accounts[login] = account
        if role is not None:
            await self.store.write(grant_role, Grant(account, role, place), OFFICE)
        return account

    def person(self, login: str) -> AccountId:
        """The account of somebody hired."""
        return AccountId(self.accounts[login])

    def browser(self, **headers: str) -> "Browser":
        """A fresh browser nobody has signed in with."""
        return Browser(self.origin, headers)

    async def at_work(self, login: str) -> "Browser":
        """A browser in which `login` has signed in."""
        browser = self.browser()
        answer = await browser.sign_in(login)
        assert answer.status == 200, await answer.text()
        return browser


class Browser:
    """Keeps cookies, sends Origin with forms, and takes the form token from the page it looks at."""

    def __init__(self, origin: str, headers: dict[str, str]) -> None:
        self.origin = origin
        self._session = ClientSession(origin, cookie_jar=CookieJar(unsafe=True), headers=headers)
        self.token = ""

    async def close(self) -> None:
        """Shut the window."""
        await self._session.close()

    async def open(self, path: str, **kwargs: object) -> ClientResponse:
        """Look at a page."""
        answer = await self._session.get(path, **kwargs)  # type: ignore[arg-type]
        await self._remember(answer)
        return answer

    async def post(self, path: str, headers: dict[str, str] | None = None, **fields: str | int) -> ClientResponse:
        """Submit a form of the page last looked at."""
        sent = {"csrf": self.token, **{name: str(value) for name, value in fields.items()}}
        answer = await self._session.post(path, data=sent, headers={"Origin": self.origin, **(headers or {})})
        await self._remember(answer)
        return answer

    async def text(self, path: str) -> str:
        """A page as one line of its source, for looking for words."""
        answer = await self.open(path)
        assert answer.status == 200, await answer.text()
        return re.sub(r"\s+", " ", await answer.text())

    async def sends(self, path: str, expected: int = 200, **fields: str | int) -> str:
        """Send a form; the address one is led to, or the page that explains the refusal."""
        await self.open("/account")
        answer = await self.post(path, **fields)
        words = await answer.text()
        assert answer.status == expected, words
        return str(answer.url.relative()) if expected == 200 else words

    async def post_raw(self, path: str, **kwargs: object) -> ClientResponse:
        """Send exactly this, as an attacker would."""
        return await self._session.post(path, allow_redirects=False, **kwargs)  # type: ignore[arg-type]

    async def sign_in(self, login: str, password: str = PASSWORD) -> ClientResponse:
        """Fill in the sign-in form."""
        await self.open("/sign-in")
        return await self.post("/sign-in", login=login, password=password, next="")

    def cookies(self) -> dict[str, str]:
        """What is stored for the panel."""
        return {cookie.key: cookie.value for cookie in self._session.cookie_jar}

    async def _remember(self, answer: ClientResponse) -> None:
        if answer.content_type == "text/html":
            found = re.search(r'name="csrf" value="([^"]+)"', await answer.text())
            self.token = found.group(1) if found else self.token
            nonce = answer.headers["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
            assert set(re.findall(r'nonce="([^"]+)"', await answer.text())) <= {nonce}


async def _named() -> str:
    return "romashka_bot"


def from_memory(files: dict[str, bytes]) -> FetchFile:
    """A messenger that keeps these files and no others."""

    async def fetch(_channel: str, channel_file: str) -> bytes | None:
        return files.get(channel_file)

    return fetch


async def open_office(
    database: Database,
    signals: Signals,
    clock: Clock,
    settings: PanelSettings | None = None,
    catalogue: Catalogue | None = None,
) -> Office:
    """Start a panel on a free port; its catalogue is the test's, else the one of every test here."""
    given = catalogue
    store = replace(store_over(database, clock), catalogue=(lambda: given) if given is not None else catalogue_of)
    files: dict[str, bytes] = {}
    panel = build_panel(
        store, signals, texts(), settings or PanelSettings(), from_memory(files), WORDS, Passwords(CHEAP), _named
    )
    server = TestServer(panel)
    await server.start_server()
    return Office(store, clock, server, files)
