"""Stars after solved help and a proposal box whose status the family sees (F13)."""

import pytest

from app.house import FAMILY_PARTS
from core.cases.closing import AnswerClosing, AskToClose, Standing, answer_closing, ask_to_close
from core.cases.states import FamilyWord
from core.families.erasing import EraseMe, erasing
from core.feedback.proposing import (
    LONGEST,
    AnswerProposal,
    NoProposal,
    Propose,
    ReadProposals,
    answer_proposal,
    my_proposals,
    proposals_of_centres,
    propose,
)
from core.feedback.rating import NothingToRate, RateHelp, rate
from core.feedback.tables import Proposal, ProposalState, Rating
from core.storage.database import Database
from core.use_case import Forbidden
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import store_over


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def solved(desk: Desk, *, crisis: bool = False) -> tuple[Curator, Person, Standing]:
    """A family that says its problem is solved."""
    anna, mother = await desk.curator("Анна"), await desk.adult()
    called = await mother.call(crisis=crisis)
    await anna.take(called.conversation_id)
    await desk.store.write(ask_to_close, AskToClose(called.conversation_id), anna.actor)
    word = AnswerClosing(mother.address, called.number, FamilyWord.SOLVED)
    return anna, mother, await desk.store.write(answer_closing, word, mother.actor)


async def test_F13_stars_are_asked_for_after_solved_help_and_the_curator_sees_them(desk: Desk) -> None:
    anna, mother, standing = await solved(desk)
    assert standing.may_rate
    for stars in (3, 5):
        await desk.store.write(rate, RateHelp(mother.address, standing.number, stars), mother.actor)
    assert (await anna.read(standing.conversation_id)).head.rating == 5, "the last word counts"

    for stars, number in ((0, standing.number), (6, standing.number), (4, "NOSUCH22")):
        with pytest.raises(NothingToRate):
            await desk.store.write(rate, RateHelp(mother.address, number, stars), mother.actor)


async def test_F13_nobody_is_asked_for_stars_after_danger(desk: Desk) -> None:
    _, mother, standing = await solved(desk, crisis=True)
    assert not standing.may_rate
    with pytest.raises(NothingToRate):
        await desk.store.write(rate, RateHelp(mother.address, standing.number, 1), mother.actor)


async def test_F13_a_proposal_gets_a_status_and_an_answer_that_the_family_sees(desk: Desk) -> None:
    anna, mother = await desk.curator("Анна"), await desk.adult()
    vera = await (await desk_at(desk.store, "lugovoy")).curator("Вера")
    await desk.store.write(propose, Propose("Приём по субботам"), mother.actor)
    (seen,) = (await desk.store.read(proposals_of_centres, ReadProposals(), anna.actor)).entries
    assert (seen.words, seen.state) == ("Приём по субботам", ProposalState.NEW)
    assert (await desk.store.read(proposals_of_centres, ReadProposals(), vera.actor)).entries == ()

    answer = AnswerProposal(seen.proposal_id, ProposalState.ACCEPTED, "С января")
    with pytest.raises(Forbidden):
        await desk.store.write(answer_proposal, answer, vera.actor)
    await desk.store.write(answer_proposal, answer, anna.actor)
    (mine,) = (await desk.store.read(my_proposals, ReadProposals(), mother.actor)).entries
    assert (mine.state, mine.answer) == (ProposalState.ACCEPTED, "С января")


async def test_F13_an_answer_of_many_lines_may_be_as_long_as_its_form_says(desk: Desk) -> None:
    anna, family = await desk.curator("Анна"), await desk.adult()
    [sent] = (await desk.store.write(propose, Propose("Игровой уголок"), family.actor)).entries
    typed = "\r\n".join(["а"] * (LONGEST // 2))

    answered = await desk.store.write(
        answer_proposal, AnswerProposal(sent.proposal_id, ProposalState.ACCEPTED, typed), anna.actor
    )

    assert answered.answer == typed.replace("\r\n", "\n")


async def test_F13_the_box_takes_no_empty_no_endless_and_no_countless_words(desk: Desk) -> None:
    mother = await desk.adult()
    for words in ("  ", "я" * (LONGEST + 1)):
        with pytest.raises(NoProposal):
            await desk.store.write(propose, Propose(words), mother.actor)
    with pytest.raises(NoProposal):
        for number in range(30):
            await desk.store.write(propose, Propose(f"Мысль {number}"), mother.actor)


async def test_D9_erasing_takes_stars_and_proposals_along(desk: Desk) -> None:
    _, mother, standing = await solved(desk)
    await desk.store.write(rate, RateHelp(mother.address, standing.number, 4), mother.actor)
    await desk.store.write(propose, Propose("Больше скамеек"), mother.actor)
    erased = await desk.store.write(erasing(FAMILY_PARTS).erase_me, EraseMe(), mother.actor)

    assert {each.table: each.rows for each in erased.destroyed if each.table in ("rating", "proposal")} == {
        "rating": 1,
        "proposal": 1,
    }
    left = await desk.store.database.read(lambda unit: [unit.session.get(Rating, 1), unit.session.get(Proposal, 1)])
    assert left == [None, None]
