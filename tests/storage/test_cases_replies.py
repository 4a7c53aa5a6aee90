"""A curator's words: posted once, never past a newer message, delivered and retried part by part."""

import asyncio
from uuid import uuid4

import pytest
import sqlalchemy as sa

from core.cases.delivery import RetryPart, retry_part
from core.cases.drafts import DraftOf, SaveDraft, read_draft, save_draft
from core.cases.files import IncomingFile, OutgoingFile
from core.cases.notes import WriteNote, note
from core.cases.open_file import OpenFile, open_file
from core.cases.refusals import (
    FilesTooBig,
    NewerMessages,
    NoAddress,
    NothingToSend,
    NotRetryable,
    NotYours,
    TakenBy,
    TooLong,
    UsedElsewhere,
)
from core.cases.states import Content, Delivery, Direction, WaitsFor
from core.cases.tables import ConversationAddress
from core.cases.take import Release, release
from core.messaging.letters import AttachmentKind, Verbatim
from core.messaging.outbox import State
from core.staff.tables import AuditEntry
from core.storage.database import Database
from core.use_case import Forbidden
from tests.desks import Curator, Desk, Person, desk_at
from tests.stores import store_over


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await desk_at(store_over(database))


async def talking(desk: Desk) -> tuple[Curator, Person, int]:
    """A curator who owns the conversation with a family that has said something."""
    anna, mother = await desk.curator("Анна"), await desk.adult()
    received = await mother.say("нужна помощь")
    await anna.take(received.conversation_id)
    return anna, mother, received.conversation_id


def words(letters) -> list[str]:
    return [letter.letter.body.words for letter in letters if isinstance(letter.letter.body, Verbatim)]


async def test_a_reply_reaches_the_family_and_it_is_their_turn(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)

    await anna.say(conversation_id, "Здравствуйте! Расскажите, что случилось.")
    [letter] = await desk.deliver_all()

    assert letter.address == mother.address
    assert words([letter]) == ["Здравствуйте! Расскажите, что случилось."]
    [line] = await anna.lines(conversation_id, Direction.OUT)
    assert (line.author, line.delivery) == ("Анна", Delivery.SENT)
    assert (await anna.read(conversation_id)).head.waits_for is WaitsFor.FAMILY


async def test_A6_a_hundred_clicks_in_two_tabs_are_one_letter(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    uuid, seen = str(uuid4()), (await anna.read(conversation_id)).head.newest_id

    posts = await asyncio.gather(
        *(anna.say(conversation_id, "Уже смотрю.", client_uuid=uuid, seen=seen) for _ in range(100))
    )

    assert len({post.message_id for post in posts}) == 1
    assert sum(not post.repeated for post in posts) == 1
    assert words(await desk.deliver_all()) == ["Уже смотрю."]


async def test_A12_a_newer_message_of_the_family_stops_the_reply_until_it_was_shown(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)
    seen = (await anna.read(conversation_id)).head.newest_id
    newer = await mother.say("уже не нужно, спасибо")

    with pytest.raises(NewerMessages) as refusal:
        await anna.say(conversation_id, "Приходите завтра.", seen=seen)

    assert (refusal.value.newest_id, refusal.value.count) == (newer.message_id, 1)
    await anna.say(conversation_id, "Рада, что решилось.", seen=refusal.value.newest_id)
    assert words(await desk.deliver_all()) == ["Рада, что решилось."]


async def test_A12_a_colleagues_words_stop_it_too_but_ones_own_do_not(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    seen = (await anna.read(conversation_id)).head.newest_id
    await anna.say(conversation_id, "Первое.", seen=seen)
    await anna.say(conversation_id, "Второе.", seen=seen)
    boris = await desk.curator("Борис")
    await desk.store.write(release, Release(conversation_id), anna.actor)
    await boris.take(conversation_id)

    with pytest.raises(NewerMessages):
        await boris.say(conversation_id, "Третье.", seen=seen)


async def test_only_the_owner_answers(desk: Desk) -> None:
    _, _, conversation_id = await talking(desk)
    boris, waiting = await desk.curator("Борис"), await desk.visitor().call()

    with pytest.raises(TakenBy) as refusal:
        await boris.say(conversation_id, "И я тут.")
    with pytest.raises(NotYours):
        await boris.say(waiting.conversation_id, "Здравствуйте.")

    assert refusal.value.name == "Анна"
    assert await desk.deliver_all() == []


async def test_an_empty_reply_is_refused(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)

    with pytest.raises(NothingToSend):
        await anna.say(conversation_id, "  \n ")


async def test_more_than_goes_out_at_once_is_refused_before_anything_is_kept(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    scans = tuple(OutgoingFile(AttachmentKind.PHOTO, f"{number}.jpg", b"jpg") for number in range(11))

    with pytest.raises(TooLong):
        await anna.say(conversation_id, "а" * 20_000)
    with pytest.raises(FilesTooBig):
        await anna.say(conversation_id, "Вот.", files=scans)

    assert await anna.lines(conversation_id, Direction.OUT) == ()


async def test_one_uuid_is_one_message_of_one_conversation(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    other = await desk.visitor().call()
    await anna.take(other.conversation_id)
    uuid = str(uuid4())
    await anna.say(conversation_id, "Это вам.", client_uuid=uuid)

    with pytest.raises(UsedElsewhere):
        await anna.say(other.conversation_id, "Это вам.", client_uuid=uuid)


async def test_a_quote_reaches_the_channel_both_ways(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)
    [asked] = await anna.lines(conversation_id)

    await anna.say(conversation_id, "Про это?", reply_to_id=asked.message_id)
    [letter] = await desk.deliver_all()
    assert letter.letter.reply_to == "m1"

    [told] = await anna.lines(conversation_id, Direction.OUT)
    await mother.send(mother.message("да", reply_to="500000"))
    assert (await anna.lines(conversation_id))[-1].reply_to_id == told.message_id


async def test_a_long_reply_leaves_in_order_and_whole(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    text = "\n\n".join(f"Шаг {number}. " + "Возьмите паспорт и свидетельство. " * 20 for number in range(20))

    await anna.say(conversation_id, text)
    sent = words(await desk.deliver_all())

    assert len(sent) > 1
    assert all(len(piece) <= 4096 for piece in sent)
    assert " ".join(sent).split() == text.split()


async def test_A8_only_the_failed_part_is_sent_again(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    files = tuple(
        OutgoingFile(AttachmentKind.DOCUMENT, f"{name}.pdf", b"%PDF") for name in ("бланк", "образец", "памятка")
    )
    await anna.say(conversation_id, "Вот бумаги.", files=files)
    fates = iter((State.SENT, State.SENT, State.FAILED, State.SENT))
    while batch := await desk.claim():
        for claimed in batch:
            fate = next(fates)
            await desk.settle(claimed, fate, "file rejected" if fate is State.FAILED else None)

    [line] = await anna.lines(conversation_id, Direction.OUT)
    assert [part.state for part in line.parts] == [Delivery.SENT, Delivery.SENT, Delivery.FAILED, Delivery.SENT]
    assert line.delivery is Delivery.FAILED
    await desk.store.write(retry_part, RetryPart(line.parts[2].part_id), anna.actor)

    [again] = await desk.deliver_all()
    assert again.letter.attachment is not None
    assert (again.letter.attachment.name, again.letter.attachment.content) == ("образец.pdf", b"%PDF")
    [line] = await anna.lines(conversation_id, Direction.OUT)
    assert line.delivery is Delivery.SENT


async def test_A7_an_expired_lease_ends_as_unknown_and_retry_is_a_real_call(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    await anna.say(conversation_id, "Вы здесь?")
    await desk.claim()
    [line] = await anna.lines(conversation_id, Direction.OUT)
    assert line.delivery is Delivery.SENDING

    desk.store.clock.forward(seconds=60)
    await desk.recover()

    [line] = await anna.lines(conversation_id, Direction.OUT)
    assert line.delivery is Delivery.UNKNOWN
    assert await desk.deliver_all() == [], "nobody sends it twice unasked"
    retries = [desk.store.write(retry_part, RetryPart(line.parts[0].part_id), anna.actor) for _ in range(2)]
    results = await asyncio.gather(*retries, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NotRetryable", "Retried"]
    assert words(await desk.deliver_all()) == ["Вы здесь?"]
    [line] = await anna.lines(conversation_id, Direction.OUT)
    assert line.delivery is Delivery.SENT


async def test_A7_what_arrived_after_its_lease_is_shown_so_and_not_sent_again(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    await anna.say(conversation_id, "Вы здесь?")
    [slow] = await desk.claim()
    desk.store.clock.forward(seconds=60)
    await desk.recover()

    await desk.settle(slow, State.SENT)

    [line] = await anna.lines(conversation_id, Direction.OUT)
    assert line.delivery is Delivery.SENT
    with pytest.raises(NotRetryable):
        await desk.store.write(retry_part, RetryPart(line.parts[0].part_id), anna.actor)
    assert await desk.deliver_all() == []


async def test_a_part_that_arrived_is_not_sent_again(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    await anna.say(conversation_id, "Готово.")
    await desk.deliver_all()
    [line] = await anna.lines(conversation_id, Direction.OUT)

    with pytest.raises(NotRetryable):
        await desk.store.write(retry_part, RetryPart(line.parts[0].part_id), anna.actor)


async def test_A13_without_an_address_nothing_is_sent_anywhere(desk: Desk, database: Database) -> None:
    anna, _, conversation_id = await talking(desk)
    await anna.say(conversation_id, "Ещё в пути.")

    def forget(unit) -> None:
        unit.session.delete(unit.session.get(ConversationAddress, conversation_id))

    await database.write(forget)

    assert await desk.deliver_all() == []
    with pytest.raises(NoAddress):
        await anna.say(conversation_id, "Кому это?")


async def test_A11_a_draft_outlives_a_change_of_owner_and_a_colleagues_message(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    boris = await desk.curator("Борис")
    await desk.store.write(save_draft, SaveDraft(conversation_id, "Посмотрела ваши доку"), anna.actor)
    await desk.store.write(release, Release(conversation_id), anna.actor)
    await boris.take(conversation_id)
    await boris.say(conversation_id, "Теперь с вами я.")

    draft = await desk.store.read(read_draft, DraftOf(conversation_id), anna.actor)
    assert draft.text == "Посмотрела ваши доку"
    assert (await desk.store.read(read_draft, DraftOf(conversation_id), boris.actor)).text == ""


async def test_a_sent_message_ends_its_draft(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    await desk.store.write(save_draft, SaveDraft(conversation_id, "Приходите в"), anna.actor)
    await desk.store.write(save_draft, SaveDraft(conversation_id, "Приходите в среду."), anna.actor)

    await anna.say(conversation_id, "Приходите в среду.")

    assert (await desk.store.read(read_draft, DraftOf(conversation_id), anna.actor)).saved_at is None


async def test_a_file_opens_for_the_centre_and_for_nobody_else(desk: Desk) -> None:
    anna, mother, conversation_id = await talking(desk)
    stranger = await (await desk_at(desk.store, "dalny")).curator("Чужая")
    blank = OutgoingFile(AttachmentKind.DOCUMENT, "бланк.pdf", b"%PDF-1.7", "application/pdf")
    await anna.say(conversation_id, "", files=(blank,))
    passport = IncomingFile(Content.PHOTO, "photo-1", size=1000)
    await mother.send(mother.message(None, content=Content.PHOTO, files=(passport,)))

    [sent] = (await anna.lines(conversation_id, Direction.OUT))[-1].files
    opened = await desk.store.read(open_file, OpenFile(sent.attachment_id), anna.actor)
    assert (opened.name, opened.content, opened.channel_file) == ("бланк.pdf", b"%PDF-1.7", None)
    [received] = (await anna.lines(conversation_id))[-1].files
    opened = await desk.store.read(open_file, OpenFile(received.attachment_id), anna.actor)
    assert (opened.content, opened.channel, opened.channel_file) == (None, mother.address.channel, "photo-1")
    with pytest.raises(Forbidden):
        await desk.store.read(open_file, OpenFile(received.attachment_id), stranger.actor)


async def test_the_audit_knows_the_deeds_of_staff_and_no_word(desk: Desk, database: Database) -> None:
    anna, _, conversation_id = await talking(desk)
    await anna.say(conversation_id, "Секрет семьи.")

    def entries(unit) -> list[tuple[str, int, str]]:
        query = sa.select(AuditEntry.action, AuditEntry.account_id, AuditEntry.fields).order_by(AuditEntry.id)
        return [tuple(row) for row in unit.session.execute(query)]

    account_id = anna.actor.account_id
    assert await database.read(entries) == [
        ("conversation.taken", account_id, ""),
        ("conversation.replied", account_id, ""),
    ]


async def test_a_note_stays_in_the_centre(desk: Desk) -> None:
    anna, _, conversation_id = await talking(desk)
    boris = await desk.curator("Борис")
    uuid = str(uuid4())

    for _ in range(2):
        await desk.store.write(note, WriteNote(conversation_id, uuid, "Проверить опеку."), boris.actor)

    [line] = await anna.lines(conversation_id, Direction.NOTE)
    assert (line.author, line.text, line.parts) == ("Борис", "Проверить опеку.", ())
    assert await desk.deliver_all() == []
