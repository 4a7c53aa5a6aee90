"""A curator's words corrected after they were sent: in the family's chat, and every wording in the centre (C2)."""

import pytest

from core.cases.correcting import Corrected, CorrectMessage, correct_message
from core.cases.delivery import RetryPart, retry_part
from core.cases.drafts import DraftOf, read_draft
from core.cases.reading import Line
from core.cases.recall import TakeBack, take_back
from core.cases.refusals import AnotherLength, NotEditable, NothingToSend, TakenBy
from core.cases.splitting import LIMIT
from core.cases.states import Delivery, Direction, WaitsFor
from core.cases.tables import MessageVersion
from core.messaging.letters import Verbatim
from core.messaging.outbox import State
from core.storage.database import Database, Unit
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import Clock, store_over


@pytest.fixture
async def desk(database: Database, clock: Clock) -> Desk:
    return await desk_at(store_over(database, clock))


async def answered(desk: Desk, words: str = "Приходите в среду") -> tuple[Curator, Person, int, int]:
    """A family, its curator Anna, the conversation, and what Anna has posted."""
    anna, mother = await desk.curator("Анна"), await desk.adult()
    conversation_id = (await mother.say("Когда прийти?")).conversation_id
    await anna.take(conversation_id)
    return anna, mother, conversation_id, (await anna.say(conversation_id, words)).message_id


async def correct(desk: Desk, who: Curator, message_id: int, words: str) -> Corrected:
    return await desk.store.write(correct_message, CorrectMessage(message_id, words), who.actor)


async def shown(anna: Curator, conversation_id: int) -> Line:
    (line,) = await anna.lines(conversation_id, Direction.OUT)
    return line


async def test_C2_words_that_arrived_are_changed_where_they_stand_and_the_old_ones_are_kept(
    desk: Desk, clock: Clock
) -> None:
    anna, _, conversation_id, message_id = await answered(desk)
    [sent] = await desk.deliver_all()
    clock.forward(minutes=3)

    assert (await correct(desk, anna, message_id, " Приходите в четверг ")).changed
    line = await shown(anna, conversation_id)
    assert (line.text, [each.text for each in line.earlier]) == ("Приходите в четверг", ["Приходите в среду"])
    assert (line.edited_at, line.correction, line.delivery) == (clock(), Delivery.QUEUED, Delivery.SENT)

    [change] = await desk.deliver_all()
    assert change.letter.body == Verbatim("Приходите в четверг") and change.letter.edits is not None
    assert change.address == sent.address
    assert (await shown(anna, conversation_id)).correction is Delivery.SENT
    assert (await anna.read(conversation_id)).head.waits_for is WaitsFor.FAMILY
    assert not (await correct(desk, anna, message_id, "Приходите в четверг")).changed, "a second press changes nothing"
    assert await desk.deliver_all() == []


async def test_C2_words_that_have_not_left_leave_corrected_and_once(desk: Desk) -> None:
    anna, _, conversation_id, message_id = await answered(desk)
    await correct(desk, anna, message_id, "Приходите в четверг")

    [sent] = await desk.deliver_all()
    assert (sent.letter.body, sent.letter.edits) == (Verbatim("Приходите в четверг"), None)
    assert (await shown(anna, conversation_id)).correction is None


async def test_C2_words_on_their_way_are_changed_when_they_arrive(desk: Desk) -> None:
    anna, _, conversation_id, message_id = await answered(desk)
    [on_its_way] = await desk.claim()
    await correct(desk, anna, message_id, "Приходите в четверг")
    assert (await shown(anna, conversation_id)).correction is Delivery.QUEUED
    await desk.settle(on_its_way)

    [change] = await desk.deliver_all()
    assert change.letter.body == Verbatim("Приходите в четверг") and change.letter.edits is not None
    assert (await shown(anna, conversation_id)).correction is Delivery.SENT


async def test_C2_words_that_did_not_arrive_are_sent_again_corrected(desk: Desk) -> None:
    anna, _, conversation_id, message_id = await answered(desk)
    [on_its_way] = await desk.claim()
    await correct(desk, anna, message_id, "Приходите в четверг")
    await desk.settle(on_its_way, State.FAILED, "chat closed")
    line = await shown(anna, conversation_id)
    assert (line.delivery, line.correction) == (Delivery.FAILED, None)

    await desk.store.write(retry_part, RetryPart(line.parts[0].part_id), anna.actor)
    [sent] = await desk.deliver_all()
    assert (sent.letter.body, sent.letter.edits) == (Verbatim("Приходите в четверг"), None)


async def test_C2_a_correction_that_failed_is_told_and_can_be_tried_again(desk: Desk) -> None:
    anna, _, conversation_id, message_id = await answered(desk)
    await desk.deliver_all()
    await correct(desk, anna, message_id, "Приходите в четверг")
    [change] = await desk.claim()
    await desk.settle(change, State.FAILED, "message can't be edited")
    assert (await shown(anna, conversation_id)).correction is Delivery.FAILED

    assert (await correct(desk, anna, message_id, "Приходите в четверг")).changed
    await desk.deliver_all()
    assert (await shown(anna, conversation_id)).correction is Delivery.SENT


async def test_C2_only_the_newest_of_several_corrections_reaches_the_family(desk: Desk) -> None:
    anna, _, conversation_id, message_id = await answered(desk)
    await desk.deliver_all()
    for day in ("четверг", "пятницу", "субботу"):
        await correct(desk, anna, message_id, f"Приходите в {day}")

    changes = await desk.deliver_all()
    assert [change.letter.body for change in changes] == [Verbatim("Приходите в субботу")]
    line = await shown(anna, conversation_id)
    assert (line.correction, len(line.earlier)) == (Delivery.SENT, 3)


async def test_C2_a_long_answer_changes_only_in_as_many_messages_as_it_stands_in(desk: Desk) -> None:
    long = "а" * LIMIT + "б" * 100
    anna, _, conversation_id, message_id = await answered(desk, long)
    await desk.deliver_all()
    with pytest.raises(AnotherLength) as refused:
        await correct(desk, anna, message_id, "коротко")
    assert refused.value.messages == 2

    await correct(desk, anna, message_id, "в" * LIMIT + "г")
    changes = await desk.deliver_all()
    assert [change.letter.body for change in changes] == [Verbatim("в" * LIMIT), Verbatim("г")]
    assert len({change.letter.edits for change in changes}) == 2
    assert (await shown(anna, conversation_id)).correction is Delivery.SENT


async def test_C2_what_was_taken_back_is_not_corrected_and_comes_back_with_its_newest_words(desk: Desk) -> None:
    anna, _, conversation_id, message_id = await answered(desk)
    await desk.deliver_all()
    await correct(desk, anna, message_id, "Приходите в четверг")
    await desk.store.write(take_back, TakeBack(message_id), anna.actor)

    letters = await desk.deliver_all()
    assert [letter.letter.deletes is not None for letter in letters] == [True], "nothing is changed that goes away"
    draft = await desk.store.read(read_draft, DraftOf(conversation_id), anna.actor)
    assert draft.text == "Приходите в четверг"
    with pytest.raises(NotEditable):
        await correct(desk, anna, message_id, "Приходите в пятницу")


async def test_C2_nobody_changes_the_familys_words_a_colleagues_or_old_ones(desk: Desk, clock: Clock) -> None:
    anna, mother, conversation_id, message_id = await answered(desk)
    boris = await desk.curator("Борис")
    with pytest.raises(TakenBy):
        await correct(desk, boris, message_id, "Мимо")
    with pytest.raises(NotEditable):
        await correct(desk, anna, (await mother.say("Это сказала я")).message_id, "Не она")
    with pytest.raises(NothingToSend):
        await correct(desk, anna, message_id, "  ")
    clock.forward(hours=48)
    with pytest.raises(NotEditable):
        await correct(desk, anna, message_id, "Поздно")
    assert (await shown(anna, conversation_id)).earlier == ()


async def test_C2_every_wording_lies_sealed(desk: Desk) -> None:
    anna, _, _, message_id = await answered(desk)
    await correct(desk, anna, message_id, "Приходите в четверг")

    def sealed(unit: Unit) -> bytes:
        row = unit.session.get_one(MessageVersion, 1)
        assert row.text_sealed is not None
        return bytes(row.text_sealed)

    kept = await desk.store.database.read(sealed)
    assert "четверг".encode() not in kept and len(kept) > 40
