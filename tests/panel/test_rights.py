"""Who may do what, in which centre: every role, every reach, every route (D1), and every form against forgers (D3)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from aiohttp import web

from admin.access import Door, Route, UnguardedRoute
from admin.app import build_panel
from admin.keys import PanelSettings
from admin.routes import panel_routes
from core.accompaniment.check_ins import PlanCheckIn, plan_check_in
from core.accompaniment.goals import SetGoal, set_goal
from core.cases.files import IncomingFile
from core.cases.states import Content
from core.cases.take import Release, release
from core.cases.transfer import OfferTransfer, offer_transfer
from core.permissions import Permission
from core.staff.grants import Place
from core.staff.passwords import Passwords
from core.staff.roles import Role
from core.storage.signals import Signals
from tests.desks import Curator, Desk
from tests.panel.furniture import a_club, a_draft
from tests.panel.office import CHEAP, WORDS, Browser, Office, from_memory, texts

TALKERS = {Role.CURATOR, Role.DUTY, Role.HEAD}
SEES_FAMILIES = TALKERS | {Role.SPECIALIST}
KEEPS_HOURS = {Role.HEAD, Role.ADMINISTRATOR}
EVERYBODY = set(Role)
WRITES_TO_MANY = {Role.HEAD, Role.EDITOR}
STEERING = ("launch", "return", "pause", "resume", "cancel", "ledger", "copy", "launch-all")

WORK: dict[tuple[str, str], set[Role]] = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/inbox"): TALKERS,
    ("GET", "/inbox/list"): TALKERS,
    ("GET", "/inbox/queues"): TALKERS,
    ("GET", "/search"): TALKERS,
    ("GET", "/templates"): TALKERS,
    ("POST", "/templates"): TALKERS,
    ("POST", "/templates/remove"): TALKERS,
    ("GET", "/conversations/{id}/template"): TALKERS,
    ("GET", "/conversations/{id}"): TALKERS,
    ("GET", "/conversations/{id}/stream"): TALKERS,
    ("GET", "/conversations/{id}/family"): TALKERS,
    ("POST", "/conversations/{id}/received"): TALKERS,
    ("GET", "/files/{id}"): TALKERS,
    ("GET", "/files/{id}/picture"): TALKERS,
    ("POST", "/conversations/{id}/take"): TALKERS,
    ("POST", "/conversations/{id}/reply"): TALKERS,
    ("POST", "/conversations/{id}/retry"): TALKERS,
    ("POST", "/conversations/{id}/note"): TALKERS,
    ("POST", "/conversations/{id}/draft"): TALKERS,
    ("POST", "/conversations/{id}/read"): TALKERS,
    ("POST", "/conversations/{id}/ask-whether-solved"): TALKERS,
    ("POST", "/conversations/{id}/return"): TALKERS,
    ("POST", "/conversations/{id}/take-back"): TALKERS,
    ("POST", "/conversations/{id}/correct"): TALKERS,
    ("POST", "/conversations/{id}/offer"): TALKERS,
    ("POST", "/conversations/{id}/withdraw"): TALKERS,
    ("POST", "/conversations/{id}/give"): TALKERS,
    ("POST", "/conversations/{id}/snooze"): TALKERS,
    ("POST", "/conversations/{id}/tags"): TALKERS,
    ("POST", "/transfers/{id}/accept"): TALKERS,
    ("POST", "/transfers/{id}/refuse"): TALKERS,
    ("POST", "/absences"): TALKERS,
    ("POST", "/absences/end"): TALKERS,
    ("GET", "/tasks"): SEES_FAMILIES,
    ("POST", "/tasks"): SEES_FAMILIES,
    ("GET", "/proposals"): TALKERS,
    ("POST", "/proposals"): TALKERS,
    ("GET", "/board"): TALKERS,
    ("GET", "/board/columns"): TALKERS,
    ("GET", "/cases/{id}"): SEES_FAMILIES,
    ("GET", "/cases/{id}/sheet"): SEES_FAMILIES,
    ("POST", "/cases/{id}/move"): TALKERS,
    ("POST", "/cases/{id}/goals"): TALKERS,
    ("POST", "/cases/{id}/goals/mark"): TALKERS,
    ("POST", "/cases/{id}/steps"): TALKERS,
    ("POST", "/cases/{id}/steps/mark"): TALKERS,
    ("POST", "/cases/{id}/papers"): TALKERS,
    ("POST", "/cases/{id}/check-ins"): TALKERS,
    ("POST", "/cases/{id}/check-ins/mark"): TALKERS,
    ("POST", "/cases/{id}/route"): TALKERS,
    ("GET", "/appointments"): SEES_FAMILIES,
    ("GET", "/appointments/list"): SEES_FAMILIES,
    ("POST", "/appointments"): SEES_FAMILIES,
    ("GET", "/duty"): TALKERS,
    ("GET", "/duty/alarms"): TALKERS,
    ("POST", "/duty/drill"): {Role.DUTY, Role.HEAD},
    ("POST", "/duty/drill/answer"): TALKERS,
    ("POST", "/duty/reviewed"): {Role.DUTY, Role.HEAD},
    ("POST", "/duty/chat"): TALKERS,
    ("POST", "/duty/chat/forget"): TALKERS,
    ("POST", "/duty/safe"): TALKERS,
    ("POST", "/conversations/{id}/come"): TALKERS,
    ("POST", "/conversations/{id}/danger-over"): TALKERS,
    ("GET", "/duty/roster"): {Role.HEAD, Role.ADMINISTRATOR},
    ("POST", "/duty/roster/add"): {Role.HEAD, Role.ADMINISTRATOR},
    ("POST", "/duty/roster/remove"): {Role.HEAD, Role.ADMINISTRATOR},
    ("GET", "/helplines"): EVERYBODY,
    ("GET", "/book"): SEES_FAMILIES,
    ("POST", "/book"): SEES_FAMILIES,
    ("GET", "/visits/{ticket}"): SEES_FAMILIES,
    ("POST", "/visits/{ticket}"): SEES_FAMILIES,
    ("GET", "/routes"): SEES_FAMILIES,
    ("GET", "/poster"): SEES_FAMILIES,
    ("GET", "/waiting"): SEES_FAMILIES,
    ("GET", "/waiting/list"): SEES_FAMILIES,
    ("POST", "/waiting"): SEES_FAMILIES,
    ("GET", "/gatherings"): SEES_FAMILIES,
    ("POST", "/gatherings"): {Role.HEAD},
    ("GET", "/gatherings/{id}"): SEES_FAMILIES,
    ("POST", "/gatherings/{id}"): SEES_FAMILIES,
    ("POST", "/gatherings/{id}/offer"): {Role.HEAD},
    ("POST", "/gatherings/{id}/call-off"): {Role.HEAD},
    ("GET", "/centres"): KEEPS_HOURS,
    ("GET", "/centres/{id}"): KEEPS_HOURS,
    ("POST", "/centres/{id}"): KEEPS_HOURS,
    ("GET", "/centres/{id}/outings"): KEEPS_HOURS,
    ("POST", "/centres/{id}/outings"): KEEPS_HOURS,
    ("GET", "/centres/{id}/assigning"): KEEPS_HOURS,
    ("POST", "/centres/{id}/assigning"): KEEPS_HOURS,
    **{("GET", f"/campaigns{path}"): WRITES_TO_MANY for path in ("", "/new", "/{id}", "/{id}/progress")},
    **{("POST", f"/campaigns{path}"): WRITES_TO_MANY for path in ("", "/{id}")},
    **{("POST", f"/campaigns/{{id}}/{deed}"): WRITES_TO_MANY for deed in STEERING},
    ("POST", "/campaigns/{id}/approve"): {Role.HEAD},
    ("POST", "/campaigns/{id}/approve-all"): {Role.HEAD},
    ("GET", "/campaigns/{id}/preview"): {Role.HEAD},
    ("GET", "/changes"): WRITES_TO_MANY,
    ("GET", "/changes/{id}"): WRITES_TO_MANY,
    ("GET", "/changes/{id}/families"): SEES_FAMILIES,
    ("POST", "/changes/{id}/write"): WRITES_TO_MANY,
    ("GET", "/account"): EVERYBODY,
    ("POST", "/account/password"): EVERYBODY,
    ("POST", "/account/second-factor"): EVERYBODY,
    ("POST", "/account/second-factor/off"): EVERYBODY,
    ("POST", "/account/sessions/end"): EVERYBODY,
    ("POST", "/account/sessions/end-others"): EVERYBODY,
    ("GET", "/help"): EVERYBODY,
    ("GET", "/channel"): TALKERS,
    ("GET", "/events"): TALKERS,
    ("POST", "/sign-out"): EVERYBODY,
}
"""Who is meant to do what, written down a second time, by hand: the panel's own table is what is being checked."""

REACHES = {
    "here": Place(centre="tikhvin"),
    "another centre": Place(centre="gatchina"),
    "this region": Place(region="LEN"),
    "another region": Place(region="CHE"),
    "everywhere": Place(),
}
REACHING_HERE = {"here", "this region", "everywhere"}


@dataclass(frozen=True)
class Subject:
    """What the requests of the matrix are about: a conversation of Tikhvin with a part that failed."""

    conversation_id: int
    part_id: int
    file_id: int
    message_id: int
    transfer_id: int
    case_id: int
    goal_id: int
    check_in_id: int
    centre_id: int
    gathering_id: int
    campaign_id: int

    def address(self, path: str) -> str:
        """The route with the subject's own number."""
        numbers = {
            "files": self.file_id,
            "transfers": self.transfer_id,
            "cases": self.case_id,
            "centres": self.centre_id,
            "gatherings": self.gathering_id,
            "campaigns": self.campaign_id,
        }
        number = numbers.get(path.split("/")[1], self.conversation_id)
        return path.replace("{id}", str(number)).replace("{ticket}", "NOSUCH22")

    def fields(self, path: str) -> dict[str, str | int]:
        """A form as the page would send it."""
        end = "people" if path == "/gatherings/{id}" else path.rpartition("/")[2]
        if path in ("/campaigns", "/campaigns/{id}"):
            return {
                "title": "",
                "centre": self.centre_id,
                "topic": "clubs",
                "repeat": "skip",
                "starts": "",
                "until": "",
            }
        return {
            "reply": {"text": "Здравствуйте", "client_uuid": str(uuid4()), "last_seen": 10**9},
            "note": {"text": "Проверить", "client_uuid": str(uuid4())},
            "draft": {"text": "Начало"},
            "read": {"up_to": 1},
            "retry": {"part": self.part_id},
            "mark": {
                "goal": self.goal_id,
                "check_in": self.check_in_id,
                "step": 10**9,
                "state": "open",
                "done": "yes",
            },
            "tasks": {"step": 10**9},
            "move": {"state": "triage", "level": "help"},
            "goals": {"words": "Своё жильё"},
            "steps": {"words": "Позвонить", "doer": "family"},
            "papers": {"measure": "none", "agency": "СФР"},
            "check-ins": {"due_on": "2026-12-01"},
            "route": {"route": "none"},
            "take-back": {"message": self.message_id},
            "correct": {"message": self.message_id, "text": "Другие слова"},
            "assigning": {"deed": "how", "how": "by-hand"},
            "offer": {"to": f"account:{10**9}", "offered": "yes"},
            "give": {"to": f"account:{10**9}"},
            "withdraw": {"transfer": self.transfer_id},
            "appointments": {"ticket": "NOSUCH22", "status": "arrived"},
            "second-factor": {"secret": "A" * 32, "code": "000000"},
            "off": {"code": "000000"},
            "password": {"old": "wrong", "new": "wrong"},
            "book": {"deed": "book", "service": 10**9, "mode": "place", "slot": 1},
            "{ticket}": {"deed": "cancel"},
            "people": {"deed": "enrol", "family": "NOSUCH22"},
            "gatherings": {"capacity": 1, "first": "", "last": "", "kind": "club", "title": ""},
            "waiting": {"deed": "leave", "family": "NOSUCH22", "service": 10**9},
            "{id}": {"deed": "room", "name": ""},
            "write": {"move": "gains"},
            "received": {"measure": "none", "received": "yes"},
            "end": {"session": 10**9},
            "outings": {"deed": "crew", "name": ""},
        }.get(end, {})


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path):
    """The matrices run on one engine: rights are decided above the database."""
    from shutil import copy

    copy(request.getfixturevalue("sqlite_template"), tmp_path / "ryadom.sqlite")
    return f"sqlite:///{tmp_path / 'ryadom.sqlite'}"


@pytest.fixture
async def subject(office: Office) -> AsyncIterator[Subject]:
    desk = Desk(office.store, office.centres["tikhvin"])
    curator, family = await desk.curator("Мария"), desk.visitor()
    await family.call()
    conversation_id = (await family.say("Добрый день")).conversation_id
    await curator.take(conversation_id)
    await curator.say(conversation_id, "Здравствуйте!")
    page = await curator.read(conversation_id)
    await office.store.write(release, Release(conversation_id), curator.actor)
    photo = IncomingFile(Content.PHOTO, "photo-1", size=3)
    await family.send(family.message(None, content=Content.PHOTO, files=(photo,)))
    shown = (await curator.read(conversation_id)).lines
    part_id = next(line.parts[0].part_id for line in page.lines if line.parts)
    file_id = next(line.files[0].attachment_id for line in shown if line.files)
    message_id = next(line.message_id for line in page.lines if line.parts)
    case_id = await _a_case(desk, curator)
    goal = await office.store.write(set_goal, SetGoal(case_id, "Жильё"), curator.actor)
    day = await office.store.write(plan_check_in, PlanCheckIn(case_id, date(2026, 12, 7)), curator.actor)
    offer = await _an_offer(desk)
    centre_id = office.centres["tikhvin"]
    yield Subject(
        conversation_id,
        part_id,
        file_id,
        message_id,
        offer,
        case_id,
        goal.goal_id,
        day.check_in_id,
        centre_id,
        await a_club(office, centre_id),
        await a_draft(office),
    )


async def _a_case(desk: Desk, curator: Curator) -> int:
    """A family of this centre whom nobody accompanies yet."""
    mother = await desk.adult()
    conversation_id = (await mother.say("Здравствуйте")).conversation_id
    return (await curator.read(conversation_id)).head.case_id


async def _an_offer(desk: Desk) -> int:
    """Somebody of this centre is asked to accept another family."""
    olga, pavel, family = await desk.curator("Ольга"), await desk.curator("Павел"), desk.visitor()
    await family.call()
    conversation_id = (await family.say("Здравствуйте")).conversation_id
    await olga.take(conversation_id)
    command = OfferTransfer(conversation_id, account_id=pavel.actor.account_id)
    return (await desk.store.write(offer_transfer, command, olga.actor)).transfer_id


async def _ask(browser: Browser, method: str, path: str, subject: Subject) -> int:
    address = subject.address(path)
    if method == "GET":
        answer = await browser.open(address)
        answer.close()
    else:
        answer = await browser.post(address, **subject.fields(path))
    return answer.status


@pytest.mark.parametrize("role", list(Role))
async def test_D1_a_role_opens_exactly_its_own_work_and_only_where_it_is_held(
    office: Office, subject: Subject, role: Role
) -> None:
    wrong = []
    for reach, place in REACHES.items():
        login = f"{role}-{reach}".replace(" ", "-")
        await office.hire(login, role, place)
        browser = await office.at_work(login)
        for (method, path), roles in WORK.items():
            await browser.open("/account")
            about_the_conversation = "{id}" in path and not path.startswith("/changes")  # rules belong to no centre
            expected = role in roles and (reach in REACHING_HERE or not about_the_conversation)
            allowed = await _ask(browser, method, path, subject) not in (401, 403)
            if allowed is not expected:
                wrong.append((reach, method, path, "allowed" if allowed else "refused"))
        await browser.close()

    assert wrong == []


def test_D1_the_matrix_covers_every_guarded_route_in_more_than_300_cells() -> None:
    guarded = {(route.method, route.path) for route in panel_routes() if route.needs is not Door.OPEN}

    assert guarded == set(WORK)
    assert len(WORK) * len(Role) * len(REACHES) >= 300


async def test_D1_rights_of_two_roles_do_not_lend_each_other_their_places(office: Office, subject: Subject) -> None:
    await office.hire("olga", Role.CURATOR, Place(centre="gatchina"))
    from core.staff.grants import Grant, grant_role
    from tests.panel.office import OFFICE

    await office.store.write(grant_role, Grant(office.accounts["olga"], Role.SPECIALIST, Place()), OFFICE)
    browser = await office.at_work("olga")

    assert (await browser.open(f"/conversations/{subject.conversation_id}")).status == 403
    assert (await browser.open(f"/appointments?centre={office.centres['tikhvin']}")).status == 200
    await browser.close()


async def test_D1_a_route_without_a_named_right_stops_the_start(office: Office) -> None:
    panel = build_panel(office.store, Signals(), texts(), PanelSettings(), from_memory({}), WORDS, Passwords(CHEAP))

    async def forgotten(request: web.Request) -> web.Response:
        return web.Response(text="everything")

    panel.router.add_get("/forgotten", forgotten)

    with pytest.raises(UnguardedRoute, match="/forgotten"):
        await web.AppRunner(panel).setup()


def _posts() -> list[Route]:
    return [route for route in panel_routes() if route.method == "POST"]


OWN = "the panel's own origin"
FORGERIES: dict[str, tuple[str, dict[str, str]]] = {
    "no token": ("", {"Origin": OWN}),
    "wrong token": ("0" * 32, {"Origin": OWN}),
    "foreign origin": ("right", {"Origin": "https://evil.example"}),
    "origin null": ("right", {"Origin": "null"}),
    "no origin": ("right", {}),
    "cross-site": ("right", {"Origin": OWN, "Sec-Fetch-Site": "cross-site"}),
    "same-site": ("right", {"Sec-Fetch-Site": "same-site"}),
}
"""What the form carries as its token, and which headers the browser adds."""


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_D3_a_forged_form_changes_nothing_on_any_route(office: Office, subject: Subject, forgery: str) -> None:
    await office.hire("head", Role.HEAD, Place())
    browser = await office.at_work("head")
    await browser.open("/account")
    let_through = []
    for route in _posts():
        token, sent = FORGERIES[forgery]
        fields = {"csrf": browser.token if token == "right" else token}
        headers = {name: browser.origin if value == OWN else value for name, value in sent.items()}
        path = subject.address(route.path)
        form = {**{name: str(value) for name, value in subject.fields(route.path).items()}, **fields}
        answer = await browser.post_raw(path, data=form, headers=headers)
        if answer.status != 403:
            let_through.append((path, answer.status))

    assert let_through == []
    await browser.close()


@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "application/octet-stream", ""])
async def test_D3_a_body_no_form_of_ours_sends_is_refused_on_every_route(
    office: Office, subject: Subject, media_type: str
) -> None:
    await office.hire("head", Role.HEAD, Place())
    browser = await office.at_work("head")
    await browser.open("/account")
    headers = {"Origin": browser.origin, "X-CSRF-Token": browser.token, "Content-Type": media_type}

    statuses = {
        (await browser.post_raw(route.path.replace("{id}", "1"), data=b"text=x", headers=headers)).status
        for route in _posts()
    }

    assert statuses == {403}
    await browser.close()


async def test_D3_a_token_of_another_session_is_refused(office: Office) -> None:
    anna, boris = await office.at_work("anna"), await office.at_work("boris")
    await anna.open("/account")
    await boris.open("/account")
    boris.token = anna.token

    assert (await boris.post("/sign-out")).status == 403
    await asyncio.gather(anna.close(), boris.close())


def test_every_role_has_rights_and_every_staff_right_has_a_role() -> None:
    from core.staff.roles import RIGHTS

    given = frozenset[Permission]().union(*RIGHTS.values())
    assert set(RIGHTS) == set(Role)
    assert given == set(Permission) - {Permission.FAMILY, Permission.SYSTEM}
