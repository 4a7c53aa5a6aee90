"""Files of a conversation: a family's photo shown in place, everything else only ever saved, never opened (D6)."""

from urllib.parse import quote

from aiohttp import hdrs, web

from admin.faults import explained
from admin.forms import path_number
from admin.keys import FETCH_FILE, SIGNED_IN, STORE
from admin.pictures import is_plain_jpeg
from core.cases.files import FileLost, note_lost_file
from core.cases.open_file import OpenedFile, OpenFile, open_file
from core.cases.states import Content, FileState
from core.staff.audit import Trace, trace_reading

_LOCKED = "sandbox; default-src 'none'"


async def save_file(request: web.Request) -> web.Response:
    """The file as a download, whatever it claims to be."""
    file, content = await _opened(request)
    if content is None:
        return explained(request, 404, "file-gone")
    name = quote(file.name or f"file-{path_number(request)}", safe="")
    headers = {
        hdrs.CONTENT_DISPOSITION: f"attachment; filename=\"file\"; filename*=UTF-8''{name}",
        "Content-Security-Policy": _LOCKED,
    }
    return web.Response(body=content, content_type="application/octet-stream", headers=headers)


async def show_picture(request: web.Request) -> web.Response:
    """A photo for the stream. Raises 404 for anything that is not plainly one."""
    file, content = await _opened(request)
    if content is None or file.kind is not Content.PHOTO or not is_plain_jpeg(content):
        raise web.HTTPNotFound
    headers = {"Content-Security-Policy": _LOCKED, hdrs.CONTENT_DISPOSITION: "inline"}
    return web.Response(body=content, content_type="image/jpeg", headers=headers)


async def _opened(request: web.Request) -> tuple[OpenedFile, bytes | None]:
    """The file with its bytes; without them when the channel does not hand them over."""
    store, member, number = request.app[STORE], request[SIGNED_IN].member, path_number(request)
    file = await store.read(open_file, OpenFile(number), member)
    await store.write(trace_reading, Trace("file.read", "attachment", number), member)
    if file.content is not None or file.channel is None or file.channel_file is None:
        return file, file.content
    if file.state is not FileState.AVAILABLE:
        return file, None
    content = await request.app[FETCH_FILE](file.channel, file.channel_file)
    if content is None:
        await store.write(note_lost_file, FileLost(number), member)
    return file, content
