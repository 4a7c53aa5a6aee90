"""Script and style of the panel: own files, read once, served from memory at an address that names their content."""

import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path

from aiohttp import hdrs, web

from admin.keys import ASSETS, Asset

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def load_assets() -> Mapping[str, Asset]:
    """Every file of `static/`, by name."""
    return {path.name: _asset(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


async def asset(request: web.Request) -> web.Response:
    """One file. Its address changes with its content, so a browser may keep it for a year."""
    found = request.app[ASSETS].get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    packed = "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "")
    headers = {hdrs.CACHE_CONTROL: "public, max-age=31536000, immutable", hdrs.VARY: hdrs.ACCEPT_ENCODING}
    if packed:
        headers[hdrs.CONTENT_ENCODING] = "gzip"
    body = found.packed if packed else found.content
    return web.Response(body=body, content_type=found.media_type, charset="utf-8", headers=headers)


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    version = hashlib.sha256(content).hexdigest()[:12]
    return Asset(content, gzip.compress(content), _TYPES[path.suffix], f"/static/{path.name}?v={version}")
