"""New conversations find a curator who is there, once, and never somebody in danger away from duty (C2)."""

import asyncio
from datetime import date, timedelta

import pytest

from core.booking.hours import Hours, WeekLine
from core.booking.staffing import AddResource, add_resource
from core.booking.working_time import SetWeek, set_week
from core.cases.absences import PlanAbsence, plan_absence
from core.cases.assigning import Assignments, AssignWaiting, assign_waiting
from core.cases.call_person import PromiseNow, promise_now
from core.cases.choices import ReadChoices, read_choices
from core.cases.choosing import Choice, Knowledge
from core.cases.crew import ReadCrew, SetAssigning, SetKnowledge, read_crew, set_assigning, set_knowledge
from core.cases.refusals import NoSuchColleague, TakenBy
from core.cases.states import Direction, Happening, OwnerKind
from core.cases.take import Assign, Release, assign, release
from core.centres.states import Assigning
from core.families.consenting import Agreement, GiveConsent, give_consent
from core.families.needs import ChooseNeeds, choose_needs
from core.families.settings import ChooseLanguage, choose_language
from core.families.spoken import Spoken
from core.families.tables import ConsentPurpose
from core.staff.roles import Role
from core.storage.database import Database
from core.triage.needs import Need
from core.use_case import Forbidden
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import TEST, Clock, store_over


@pytest.fixture
async def desk(database: Database, clock: Clock) -> Desk:
    """A centre at work on a Monday morning, whose head lets the program give conversations out."""
    desk = await desk_at(store_over(database, clock))
    await desk.open_weekdays()
    await decide(desk, Assigning.AUTOMATIC)
    return desk


async def head(desk: Desk) -> Curator:
    return await desk.curator("Галина", Role.HEAD)


async def decide(desk: Desk, way: Assigning | None) -> None:
    await desk.store.write(set_assigning, SetAssigning(desk.centre_id, way), (await head(desk)).actor)


async def knows(desk: Desk, who: Curator, *needs: Need, speaks: tuple[Spoken, ...] = ()) -> None:
    command = SetKnowledge(desk.centre_id, who.actor.account_id, Knowledge(frozenset(needs), frozenset(speaks)))
    await desk.store.write(set_knowledge, command, (await head(desk)).actor)


async def given(desk: Desk) -> dict[int, str]:
    """One look of the program: which conversation went to whom."""
    made = (await desk.store.write(assign_waiting, AssignWaiting(), TEST)).made
    return {conversation_id: choice.name for conversation_id, choice in made}


async def owner(desk: Desk, anybody: Curator, conversation_id: int) -> tuple[OwnerKind, str | None]:
    head = (await anybody.read(conversation_id)).head
    return head.owner, head.curator


async def test_C2_new_conversations_are_spread_over_the_curators_of_the_centre(desk: Desk) -> None:
    for name in ("Анна", "Борис", "Вера"):
        await desk.curator(name)
    await (await desk_at(desk.store, "lugovoy")).curator("Чужая")
    called = [(await desk.visitor().call()).conversation_id for _ in range(6)]

    found = await given(desk)

    assert set(found) == set(called)
    assert sorted(found.values()) == ["Анна", "Анна", "Борис", "Борис", "Вера", "Вера"], (
        "no head, nobody from elsewhere"
    )
    assert await given(desk) == {}


@pytest.mark.parametrize("way", [None, Assigning.ADVISED])
async def test_C2_where_the_head_has_not_switched_it_on_nothing_is_given_away(
    desk: Desk, way: Assigning | None
) -> None:
    await decide(desk, way)
    anna = await desk.curator("Анна")
    called = await desk.visitor().call()

    assert await given(desk) == {}
    assert await owner(desk, anna, called.conversation_id) == (OwnerKind.QUEUE, None)
    advice = (await desk.store.read(read_choices, ReadChoices(called.conversation_id), anna.actor)).suggestion
    assert (advice and advice.name) == ("Анна" if way else None)


async def test_C2_outside_working_time_it_waits_and_the_morning_gives_it_out(desk: Desk, clock: Clock) -> None:
    await desk.curator("Анна")
    clock.forward(hours=12)
    called = await desk.visitor().call()

    assert await given(desk) == {}
    clock.forward(hours=13)
    assert await given(desk) == {called.conversation_id: "Анна"}


async def test_C2_a_curator_with_hours_of_their_own_gets_new_ones_only_within_them(desk: Desk, clock: Clock) -> None:
    anna, _ = await desk.curator("Анна"), await desk.curator("Борис")
    own = await desk.store.write(
        add_resource, AddResource(desk.centre_id, "Анна", account_id=anna.actor.account_id), TEST
    )
    afternoon = WeekLine(1, Hours(14 * 60, 17 * 60))
    await desk.store.write(set_week, SetWeek(own.resource_id, (afternoon,)), TEST)
    morning = [(await desk.visitor().call()).conversation_id for _ in range(2)]
    assert set((await given(desk)).values()) == {"Борис"} and len(morning) == 2

    clock.forward(hours=6)
    await desk.visitor().call()
    assert set((await given(desk)).values()) == {"Анна"}


async def test_C2_who_is_away_gets_nothing_and_the_substitute_carries_both_loads(desk: Desk, clock: Clock) -> None:
    anna, boris, _ = [await desk.curator(name) for name in ("Анна", "Борис", "Вера")]
    for _ in range(2):
        await anna.take((await desk.visitor().call()).conversation_id)
    today = date(2026, 11, 23)
    command = PlanAbsence(anna.actor.account_id, boris.actor.account_id, today, today + timedelta(days=1))
    await desk.store.write(plan_absence, command, anna.actor)
    for _ in range(2):
        await desk.visitor().call()

    assert list((await given(desk)).values()) == ["Вера", "Вера"], "Boris answers two of Anna's families already"


async def test_C2_subject_and_language_of_the_family_choose_and_the_conversation_says_why(desk: Desk) -> None:
    anna, boris = await desk.curator("Анна"), await desk.curator("Борис")
    await knows(desk, boris, Need.HOME, speaks=(Spoken.TATAR,))
    await boris.take((await desk.visitor().call()).conversation_id)
    mother = await desk.adult()
    await desk.store.write(choose_language, ChooseLanguage(Spoken.TATAR), mother.actor)
    await desk.store.write(choose_needs, ChooseNeeds((Need.HOME,)), mother.actor)
    await agree_to_hand_over(desk, mother)
    called = await mother.call()

    assert await given(desk) == {called.conversation_id: "Борис"}
    lines = await anna.lines(called.conversation_id, Direction.SYSTEM)
    [row] = [line for line in lines if line.happening is Happening.ASSIGNED]
    assert row.author is None and row.text is not None
    why = Choice(boris.actor.account_id, "Борис", 1, False, False, Spoken.TATAR, (Need.HOME,))
    assert Choice.read(row.text) == why


async def test_D11_needs_nobody_may_read_do_not_choose_and_are_not_told(desk: Desk) -> None:
    await desk.curator("Анна")
    boris = await desk.curator("Борис")
    await knows(desk, boris, Need.HOME)
    await boris.take((await desk.visitor().call()).conversation_id)
    mother = await desk.adult()
    await desk.store.write(choose_needs, ChooseNeeds((Need.HOME,)), mother.actor)
    called = await mother.call()

    made = (await desk.store.write(assign_waiting, AssignWaiting(), TEST)).made
    assert [(number, choice.name, choice.needs) for number, choice in made] == [(called.conversation_id, "Анна", ())]


async def agree_to_hand_over(desk: Desk, person: Person) -> None:
    agreement = Agreement(ConsentPurpose.HAND_OVER, "1", "0" * 64)
    await desk.store.write(give_consent, GiveConsent((agreement,), desk.centre_id, "Europe/Moscow"), person.actor)


async def test_E5_somebody_in_danger_is_never_given_away_from_duty(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    called = await desk.visitor().call(crisis=True)

    assert await given(desk) == {}
    assert await owner(desk, anna, called.conversation_id) == (OwnerKind.QUEUE, None)
    choices = await desk.store.read(read_choices, ReadChoices(called.conversation_id), anna.actor)
    assert choices.suggestion is None


async def test_F8_the_family_hears_a_name_only_after_somebody_is_there(desk: Desk) -> None:
    await desk.curator("Анна")
    mother = await desk.adult()
    called = await mother.call()
    assert called.curator is None

    await given(desk)

    promised = await desk.store.read(promise_now, PromiseNow(mother.address), mother.actor)
    assert promised is not None and promised.curator == "Анна"


async def test_C2_the_curator_the_family_knows_gets_it_again_and_whoever_returned_it_does_not(desk: Desk) -> None:
    anna, _ = await desk.curator("Анна"), await desk.curator("Борис")
    for _ in range(3):
        await anna.take((await desk.visitor().call()).conversation_id)
    called = await desk.visitor().call()
    await anna.take(called.conversation_id)
    await desk.store.write(release, Release(called.conversation_id), anna.actor)

    assert await given(desk) == {called.conversation_id: "Борис"}, "Anna has just given it back"


async def test_A10_fifty_who_take_and_a_program_that_gives_make_one_owner(desk: Desk) -> None:
    curators = [await desk.curator(f"Куратор {number:02}") for number in range(50)]
    called = await desk.visitor().call()

    results = await asyncio.gather(
        *(curator.take(called.conversation_id) for curator in curators[:25]),
        *(desk.store.write(assign_waiting, AssignWaiting(), TEST) for _ in range(5)),
        *(curator.take(called.conversation_id) for curator in curators[25:]),
        return_exceptions=True,
    )

    refused = {each.name for each in results if isinstance(each, TakenBy)}
    made = [name for each in results if isinstance(each, Assignments) for _, name in each.made]
    taken = [each for each in results if not isinstance(each, TakenBy | Assignments)]
    kind, name = await owner(desk, curators[0], called.conversation_id)
    assert kind is OwnerKind.CURATOR
    assert len(made) <= 1
    assert len(taken) == 1, taken  # whom the program chose takes what is theirs already
    assert refused == {name}


async def test_A10_programs_that_look_at_the_same_moment_give_each_conversation_once(desk: Desk) -> None:
    anna = await desk.curator("Анна")
    await desk.curator("Борис")
    called = [(await desk.visitor().call()).conversation_id for _ in range(20)]

    looks = await asyncio.gather(*(desk.store.write(assign_waiting, AssignWaiting(), TEST) for _ in range(8)))
    looks.append(await desk.store.write(assign_waiting, AssignWaiting(), TEST))

    assert sorted(number for look in looks for number, _ in look.made) == sorted(called)
    for number in called:
        told = [line.happening for line in await anna.lines(number, Direction.SYSTEM)]
        assert told == [Happening.CALLED, Happening.ASSIGNED]


async def test_A10_advice_taken_too_late_takes_nothing_from_who_has_come(desk: Desk) -> None:
    await decide(desk, Assigning.ADVISED)
    anna, boris = await desk.curator("Анна"), await desk.curator("Борис")
    called = await desk.visitor().call()
    advice = (await desk.store.read(read_choices, ReadChoices(called.conversation_id), boris.actor)).suggestion
    assert advice is not None and advice.name == "Анна" and advice.least_busy
    await boris.take(called.conversation_id)

    late = Assign(called.conversation_id, advice.account_id, only_free=True)
    with pytest.raises(TakenBy, match="owner"):
        await desk.store.write(assign, late, anna.actor)
    assert await owner(desk, anna, called.conversation_id) == (OwnerKind.CURATOR, "Борис")


async def test_C14_only_who_plans_the_centre_decides_who_gets_what(desk: Desk) -> None:
    anna, elsewhere = await desk.curator("Анна"), await desk_at(desk.store, "lugovoy")
    stranger = await elsewhere.curator("Вера")
    with pytest.raises(Forbidden):
        await desk.store.write(set_assigning, SetAssigning(desk.centre_id, None), anna.actor)
    with pytest.raises(Forbidden):
        await desk.store.read(read_crew, ReadCrew(desk.centre_id), (await head(elsewhere)).actor)
    command = SetKnowledge(desk.centre_id, stranger.actor.account_id, Knowledge(frozenset({Need.HOME})))
    with pytest.raises(NoSuchColleague):
        await desk.store.write(set_knowledge, command, (await head(desk)).actor)
