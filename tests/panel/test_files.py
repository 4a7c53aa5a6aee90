"""Files: a family's photo is shown, everything else is only saved, and what a curator attaches leaves as it is (D6)."""

import pytest
from aiohttp import FormData

from admin.pictures import is_plain_jpeg
from core.cases.files import IncomingFile
from core.cases.states import Content
from tests.desks import Desk
from tests.panel.office import Browser, Office


def jpeg(height: int = 40, width: int = 30) -> bytes:
    """The head of a JPEG with these sides; enough for everything that does not decode it."""
    frame = (
        b"\xff\xc0\x00\x11\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    )
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + frame + b"\xff\xd9"


HOSTILE = {
    "svg script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
    "png of 50,000 points": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xc3\x50\x00\x00\xc3\x50",
    "gif with script": b"GIF89a/*" + b"*/=alert(1)//",
    "jpeg of 60,000 points": jpeg(60_000, 60_000),
    "jpeg with sides of zero": jpeg(0, 0),
    "jpeg without a frame": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20,
    "jpeg that promises more than it has": b"\xff\xd8\xff\xe0\xff\xff",
    "jpeg with endless empty segments": b"\xff\xd8\xff\xe0\x00\x00" * 50,
    "pdf": b"%PDF-1.7",
    "zip": b"PK\x03\x04",
    "program": b"MZ\x90\x00",
    "nothing": b"",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_D6_only_a_plain_jpeg_counts_as_a_picture(what: str) -> None:
    assert not is_plain_jpeg(HOSTILE[what])


def test_a_photo_of_a_phone_counts_as_a_picture() -> None:
    assert is_plain_jpeg(jpeg(4032, 3024))


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office.store, office.centres["tikhvin"])


async def _sent(office: Office, desk: Desk, content: bytes, kind: Content, name: str | None = None) -> tuple[int, int]:
    """A family sends one file; the conversation and the attachment."""
    family, curator = desk.visitor(), await desk.curator("Мария")
    conversation_id = (await family.call()).conversation_id
    office.files["file-1"] = content
    file = IncomingFile(kind, "file-1", size=len(content), name=name)
    await family.send(family.message(None, content=kind, files=(file,)))
    lines = await curator.lines(conversation_id)
    return conversation_id, lines[0].files[0].attachment_id


async def test_a_photo_is_shown_in_the_stream_and_can_be_saved(office: Office, desk: Desk) -> None:
    conversation_id, file_id = await _sent(office, desk, jpeg(), Content.PHOTO)
    anna = await office.at_work("anna")

    page = await (await anna.open(f"/conversations/{conversation_id}")).text()
    picture, saved = await anna.open(f"/files/{file_id}/picture"), await anna.open(f"/files/{file_id}")

    assert f'src="/files/{file_id}/picture"' in page
    assert picture.content_type == "image/jpeg" and await picture.read() == jpeg()
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert saved.headers["Content-Disposition"].startswith("attachment")
    await anna.close()


@pytest.mark.parametrize("what", ["svg script", "html", "png of 50,000 points", "program"])
async def test_D6_a_hostile_file_is_never_shown_and_never_named_as_what_it_claims(
    office: Office, desk: Desk, what: str
) -> None:
    _, file_id = await _sent(office, desk, HOSTILE[what], Content.PHOTO, '../../"x\r\ny".html')
    anna = await office.at_work("anna")

    assert (await anna.open(f"/files/{file_id}/picture")).status == 404
    saved = await anna.open(f"/files/{file_id}")
    assert saved.content_type == "application/octet-stream"
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert "\n" not in saved.headers["Content-Disposition"] and "../" not in saved.headers["Content-Disposition"]
    await anna.close()


async def test_A5_a_file_the_messenger_will_not_hand_over_is_said_to_be_gone_and_asked_for_once(
    office: Office, desk: Desk
) -> None:
    conversation_id, file_id = await _sent(office, desk, b"%PDF", Content.DOCUMENT, "справка.pdf")
    office.files.clear()
    anna = await office.at_work("anna")

    answers = [await anna.open(f"/files/{file_id}") for _ in range(3)]
    page = await (await anna.open(f"/conversations/{conversation_id}")).text()

    assert {answer.status for answer in answers} == {404}
    assert "попросили прислать ещё раз" in page
    assert [letter.kind for letter in await desk.deliver_all()] == ["lost_file"]
    await anna.close()


async def _take(anna: Browser, desk: Desk) -> str:
    family = desk.visitor()
    path = f"/conversations/{(await family.call()).conversation_id}"
    await anna.open("/account")
    await anna.post(f"{path}/take")
    return path


async def _reply(anna: Browser, path: str, *files: tuple[str, bytes]) -> int:
    form = FormData(quote_fields=False)  # browsers send names as they are
    for field, value in (("csrf", anna.token), ("text", ""), ("client_uuid", "5" * 36), ("last_seen", "1000000000")):
        form.add_field(field, value)
    for name, content in files:
        form.add_field("files", content, filename=name, content_type="application/x-anything")
    answer = await anna.post_raw(f"{path}/reply", data=form, headers={"Origin": anna.origin})
    return answer.status


async def test_what_a_curator_attaches_leaves_as_a_letter_of_its_own(office: Office, desk: Desk) -> None:
    anna = await office.at_work("anna")
    path = await _take(anna, desk)

    status = await _reply(anna, path, ("C:\\Мои документы\\Памятка.pdf", b"%PDF-1.7 body"), ("фото.jpg", jpeg()))

    enclosed = [letter.letter.attachment for letter in await desk.deliver_all()]
    assert status == 303
    assert [(each.kind.value, each.name, each.content) for each in enclosed] == [
        ("document", "Памятка.pdf", b"%PDF-1.7 body"),
        ("photo", "фото.jpg", jpeg()),
    ]
    await anna.close()


async def test_more_than_twenty_megabytes_are_refused_with_a_reason(office: Office, desk: Desk) -> None:
    anna = await office.at_work("anna")
    path = await _take(anna, desk)

    assert await _reply(anna, path, ("a.bin", b"0" * 20_600_000 + b"0" * 400_000)) == 409
    assert await _reply(anna, path, ("a.bin", b"0" * 23_000_000)) == 413
    assert await desk.deliver_all() == []
    await anna.close()
