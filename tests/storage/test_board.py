"""The board equals the database after any sequence of what staff and families do to cases (C4)."""

import asyncio
import random
from collections import Counter

import pytest

from core.accompaniment.board import ReadBoard, board
from core.accompaniment.moves import BOARD, may_move
from core.accompaniment.moving import MoveCase, move_case
from core.accompaniment.refusals import CaseClosed, MoveNotAllowed
from core.cases.closing import AnswerClosing, AskToClose, answer_closing, ask_to_close
from core.cases.refusals import NotAsked, NotYours, TakenBy
from core.cases.states import CaseLevel, CaseState, FamilyWord
from core.cases.take import Release, release
from core.storage.database import Database
from core.use_case import Refused
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import store_over

STEPS = 120
EXPECTED = (MoveNotAllowed, CaseClosed, NotAsked, NotYours, TakenBy)


class Model:
    """What each case should look like, kept beside the database by the plain rules of `moves.py` and F13."""

    def __init__(self) -> None:
        self.state: dict[int, CaseState] = {}
        self.asked: dict[int, str] = {}

    def board(self) -> dict[CaseState, Counter[int]]:
        """Open cases by state."""
        found = {state: Counter[int]() for state in BOARD}
        for case_id, state in self.state.items():
            if state is not CaseState.CLOSED:
                found[state][case_id] += 1
        return found


class Machine:
    """Random deeds of one day, each applied to the centre and to the model."""

    def __init__(self, desk: Desk, anna: Curator, seed: int) -> None:
        self.desk, self.anna, self.draw, self.model = desk, anna, random.Random(seed), Model()
        self.families: dict[int, tuple[Person, int]] = {}

    async def arrive(self) -> None:
        person = await self.desk.adult()
        conversation_id = (await person.say("Здравствуйте")).conversation_id
        case_id = (await self.anna.read(conversation_id)).head.case_id
        self.families[case_id], self.model.state[case_id] = (person, conversation_id), CaseState.NEW

    async def take(self, case_id: int) -> None:
        await self.anna.take(self.families[case_id][1])
        if self.model.state[case_id] is CaseState.NEW:
            self.model.state[case_id] = CaseState.TRIAGE

    async def give_back(self, case_id: int) -> None:
        await self.desk.store.write(release, Release(self.families[case_id][1]), self.anna.actor)

    async def move(self, case_id: int) -> None:
        wanted, now = self.draw.choice(list(CaseState)), self.model.state[case_id]
        await self.desk.store.write(move_case, MoveCase(case_id, wanted, CaseLevel.HELP), self.anna.actor)
        assert may_move(now, wanted), f"{now} to {wanted} must have been refused"
        self.model.state[case_id] = wanted

    async def ask(self, case_id: int) -> None:
        asked = await self.desk.store.write(ask_to_close, AskToClose(self.families[case_id][1]), self.anna.actor)
        self.model.asked[case_id] = asked.number

    async def answer(self, case_id: int) -> None:
        number = self.model.asked.get(case_id)
        if number is None:
            return
        word = self.draw.choice((FamilyWord.SOLVED, FamilyWord.NOT_SOLVED))
        person = self.families[case_id][0]
        await self.desk.store.write(answer_closing, AnswerClosing(person.address, number, word), person.actor)
        self.model.state[case_id] = CaseState.CLOSED if word is FamilyWord.SOLVED else CaseState.IN_PROGRESS

    async def step(self) -> None:
        if not self.families or self.draw.random() < 0.08:
            await self.arrive()
            return
        case_id = self.draw.choice(list(self.families))
        deed = self.draw.choice((self.take, self.give_back, self.move, self.move, self.move, self.ask, self.answer))
        if self.model.state[case_id] is CaseState.CLOSED and deed not in (self.answer, self.move):
            return
        before = self.model.state[case_id]
        try:
            await deed(case_id)
        except EXPECTED:
            assert self.model.state[case_id] is before

    async def look(self) -> dict[CaseState, Counter[int]]:
        shown = await self.desk.store.read(board, ReadBoard(), self.anna.actor)
        assert all(column.count == len(column.cards) for column in shown.columns)
        return {column.state: Counter(card.case_id for card in column.cards) for column in shown.columns}


@pytest.mark.parametrize("seed", range(4))
async def test_C4_the_board_equals_the_database_after_any_sequence(database: Database, seed: int) -> None:
    desk = await desk_at(store_over(database))
    machine = Machine(desk, await desk.curator("Анна"), seed)
    for _ in range(STEPS):
        await machine.step()
        assert await machine.look() == machine.model.board()
    assert len(set(machine.model.state.values())) > 3, "the walk has been somewhere"


async def test_C4_two_who_move_a_case_at_once_leave_it_in_one_column(database: Database) -> None:
    desk = await desk_at(store_over(database))
    anna, boris, mother = await desk.curator("Анна"), await desk.curator("Борис"), await desk.adult()
    conversation_id = (await mother.say("Помогите")).conversation_id
    await anna.take(conversation_id)
    case_id = (await anna.read(conversation_id)).head.case_id

    async def move(curator: Curator, state: CaseState) -> None:
        try:
            await desk.store.write(move_case, MoveCase(case_id, state, CaseLevel.HELP), curator.actor)
        except Refused:
            return

    await asyncio.gather(
        *(move(who, state) for who in (anna, boris) for state in (CaseState.PLANNED, CaseState.IN_PROGRESS))
    )
    shown = await desk.store.read(board, ReadBoard(mine=True), anna.actor)
    assert sum(column.count for column in shown.columns) == 1
