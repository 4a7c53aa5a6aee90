"""Files a curator attaches to a reply: taken as bytes, named plainly, never opened here (D6)."""

from aiohttp import web
from aiohttp.web_request import FileField

from admin.pictures import is_plain_jpeg
from core.cases.files import OutgoingFile
from core.messaging.letters import AttachmentKind

_LONGEST_NAME = 120


async def chosen_files(request: web.Request, name: str = "files") -> tuple[OutgoingFile, ...]:
    """What was chosen; a browser sends one empty file when nothing was."""
    sent = (await request.post()).getall(name, [])
    return tuple(_outgoing(each) for each in sent if isinstance(each, FileField) and each.filename)


def _outgoing(sent: FileField) -> OutgoingFile:
    content = sent.file.read()
    kind = AttachmentKind.PHOTO if is_plain_jpeg(content) else AttachmentKind.DOCUMENT
    return OutgoingFile(kind, _plain(sent.filename), content, sent.content_type[:100])


def _plain(name: str) -> str:
    """The last part of a path, printable, of a bearable length."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip(". ")[-_LONGEST_NAME:] or "file"
