"""Handing a family over: offered, accepted, and never between two chairs (A22)."""

import asyncio

import pytest
from sqlmodel import select

from core.cases.conversations import look
from core.cases.offers import MyOffers, Offer, my_offers
from core.cases.refusals import NoSuchTransfer, NotAtWork, TakenBy, TransferPending
from core.cases.states import Direction, Happening
from core.cases.tables import Case
from core.cases.take import Assign, Release, assign, release
from core.cases.transfer import (
    AnswerTransfer,
    OfferTransfer,
    accept_transfer,
    offer_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from core.families.tables import Family
from core.permissions import Permission
from core.staff.tables import AuditEntry
from core.storage.database import Database, Unit
from core.use_case import Forbidden, Tx, use_case
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import TEST, store_over


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


@pytest.fixture
async def other(desk: Desk) -> Desk:
    """Another centre of the same installation."""
    return await desk_at(desk.store, "lugovoy")


async def answered(desk: Desk, name: str = "Анна") -> tuple[Curator, Person, int]:
    """A family and its curator."""
    anna, mother = await desk.curator(name), await desk.adult()
    conversation_id = (await mother.say("Как оформить пособие?")).conversation_id
    await anna.take(conversation_id)
    return anna, mother, conversation_id


async def offer(curator: Curator, conversation_id: int, **to: object) -> int:
    command = OfferTransfer(conversation_id, why="Нужен юрист", **to)  # type: ignore[arg-type]
    return (await curator.store.write(offer_transfer, command, curator.actor)).transfer_id


async def offers(curator: Curator) -> tuple[Offer, ...]:
    return (await curator.store.read(my_offers, MyOffers(), curator.actor)).entries


async def owner(curator: Curator, conversation_id: int) -> str | None:
    return (await curator.read(conversation_id)).head.curator


async def test_A22_a_colleague_is_asked_and_until_the_yes_the_sender_answers(desk: Desk) -> None:
    anna, mother, conversation_id = await answered(desk)
    boris = await desk.curator("Борис")
    transfer_id = await offer(anna, conversation_id, account_id=boris.actor.account_id)

    assert [(each.sender, each.why) for each in await offers(boris)] == [("Анна", "Нужен юрист")]
    assert await offers(anna) == ()
    await anna.say(conversation_id, "Я всё ещё с вами")

    await desk.store.write(accept_transfer, AnswerTransfer(transfer_id), boris.actor)
    assert await owner(boris, conversation_id) == "Борис"
    with pytest.raises(TakenBy, match="owner"):
        await anna.say(conversation_id, "И ещё")
    letters = await desk.deliver_all()
    assert [letter.kind for letter in letters] == ["curator_message", "curator_changed"], "the family learns the name"
    assert (await mother.say("Спасибо")).curator == "Борис"


async def test_A22_another_centre_gets_nothing_but_the_reason_before_it_accepts(desk: Desk, other: Desk) -> None:
    anna, mother, conversation_id = await answered(desk)
    vera = await other.curator("Вера")
    transfer_id = await offer(anna, conversation_id, centre_id=other.centre_id)

    assert [each.from_centre for each in await offers(vera)] == ["ozerny"]
    with pytest.raises(Forbidden):
        await vera.read(conversation_id)
    assert (await anna.read(conversation_id)).head.mine

    await desk.store.write(accept_transfer, AnswerTransfer(transfer_id), vera.actor)
    assert (await vera.read(conversation_id)).head.mine
    with pytest.raises(Forbidden):
        await anna.read(conversation_id)
    await mother.say("Мы переехали")
    assert await desk.store.database.read(_centres) == {(other.centre_id, other.centre_id)}, "case and card move along"


async def test_A22_the_sender_goes_on_reading_only_when_that_was_agreed(desk: Desk, other: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    vera, stranger = await other.curator("Вера"), await (await desk_at(desk.store, "dalny")).curator("Глеб")
    transfer_id = await offer(anna, conversation_id, centre_id=other.centre_id, keeps_reading=True)
    await desk.store.write(accept_transfer, AnswerTransfer(transfer_id), vera.actor)

    assert len((await anna.read(conversation_id)).lines) > 0
    with pytest.raises(Forbidden):
        await anna.say(conversation_id, "Пишу без права", seen=10**9)
    with pytest.raises(Forbidden):
        await stranger.read(conversation_id)


async def test_A22_a_refusal_and_a_withdrawal_change_nothing_and_everything_is_logged(desk: Desk, other: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    boris, vera = await desk.curator("Борис"), await other.curator("Вера")
    first = await offer(anna, conversation_id, account_id=boris.actor.account_id)
    with pytest.raises(TransferPending):
        await offer(anna, conversation_id, centre_id=other.centre_id)
    await desk.store.write(refuse_transfer, AnswerTransfer(first), boris.actor)
    second = await offer(anna, conversation_id, centre_id=other.centre_id)
    await desk.store.write(withdraw_transfer, AnswerTransfer(second), anna.actor)

    for late in (first, second):
        with pytest.raises(NoSuchTransfer):
            await desk.store.write(accept_transfer, AnswerTransfer(late), (boris if late == first else vera).actor)
    assert await owner(anna, conversation_id) == "Анна"
    told = [line.happening for line in await anna.lines(conversation_id, Direction.SYSTEM)][-4:]
    assert told == [
        Happening.TRANSFER_OFFERED,
        Happening.TRANSFER_REFUSED,
        Happening.TRANSFER_OFFERED,
        Happening.TRANSFER_WITHDRAWN,
    ]
    assert (await desk.store.database.read(_audited))[-4:] == [f"conversation.{each.value}" for each in told if each]


async def test_A22_of_many_who_accept_at_once_one_becomes_the_owner(desk: Desk, other: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    crowd = [await other.curator(f"Куратор {number}") for number in range(12)]
    transfer_id = await offer(anna, conversation_id, centre_id=other.centre_id)

    async def accept(curator: Curator) -> bool:
        try:
            await desk.store.write(accept_transfer, AnswerTransfer(transfer_id), curator.actor)
        except (NoSuchTransfer, Forbidden):
            return False
        return True

    assert sum(await asyncio.gather(*(accept(each) for each in crowd))) == 1


async def test_A22_an_offer_dies_with_the_ownership_it_came_from(desk: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    boris, galina = await desk.curator("Борис"), await desk.curator("Галина")
    transfer_id = await offer(anna, conversation_id, account_id=boris.actor.account_id)
    await desk.store.write(release, Release(conversation_id), anna.actor)
    with pytest.raises(NoSuchTransfer):
        await desk.store.write(accept_transfer, AnswerTransfer(transfer_id), boris.actor)

    await galina.take(conversation_id)
    again = await offer(galina, conversation_id, account_id=boris.actor.account_id)
    await desk.store.write(assign, Assign(conversation_id, anna.actor.account_id), galina.actor)
    with pytest.raises(NoSuchTransfer):
        await desk.store.write(accept_transfer, AnswerTransfer(again), boris.actor)


async def test_A22_nobody_is_offered_a_family_who_cannot_answer_it(desk: Desk, other: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    vera = await other.curator("Вера")
    closed = await desk_at(desk.store, "zakryty", opened=False)
    for to in ({"account_id": vera.actor.account_id}, {"account_id": anna.actor.account_id}, {}):
        with pytest.raises(NotAtWork):
            await offer(anna, conversation_id, **to)
    with pytest.raises(Exception, match="is not opened"):
        await offer(anna, conversation_id, centre_id=closed.centre_id)
    with pytest.raises(TakenBy):
        await offer(await desk.curator("Борис"), conversation_id, centre_id=other.centre_id)


def _centres(unit: Unit) -> set[tuple[int | None, int]]:
    """Centre of each family with that of its case."""
    query = select(Family.centre_id, Case.centre_id).join(Case)
    return {(family, case) for family, case in unit.session.exec(query)}


def _audited(unit: Unit) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.subject_kind == "conversation").order_by(AuditEntry.id)
    return list(unit.session.exec(query))


@use_case(Permission.SYSTEM)
def _look(tx: Tx, conversation_id: int) -> int:
    return look(tx, conversation_id).centre_id


async def test_A22_the_program_itself_still_reads_every_conversation(desk: Desk, other: Desk) -> None:
    anna, _, conversation_id = await answered(desk)
    vera = await other.curator("Вера")
    transfer_id = await offer(anna, conversation_id, centre_id=other.centre_id)
    await desk.store.write(accept_transfer, AnswerTransfer(transfer_id), vera.actor)

    assert await desk.store.read(_look, conversation_id, TEST) == other.centre_id
