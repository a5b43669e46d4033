"""Serves the harness over loopback, so that V8 keeps its compiled code; it refuses all other requests."""

from __future__ import annotations

import asyncio
import hashlib
import socket
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from evaluations import wheels
from evaluations.cdn import BUNDLED
from evaluations.errors import SandboxError
from evaluations.packages import EXTRAS

DIST = Path(__file__).parents[1] / "dist"
PARTS = ("expect", "timers", "assert", "lodash")  # of the frame's script, before its core; harness/bundle-parts.ts
BUNDLES = (
    "page",
    "spec",
    "frame",
    "compile",
    *EXTRAS,
    "python-host",
    "python-worker",
    "visual-compare",
    *(f"part-{name}" for name in PARTS),
)
PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'unsafe-inline' data: blob:; "
    "img-src data: blob:; font-src data:; media-src data: blob:; worker-src blob:; frame-src 'none'; "
    "connect-src data: blob:; "
    "form-action 'none'; base-uri 'none'; object-src 'none'; webrtc 'block'"
)
COMPILER_POLICY = "default-src 'none'; script-src 'self' 'unsafe-eval'"
# The frames of the function lane inherit it.
FRAME_POLICY = (
    "default-src 'none'; script-src 'unsafe-eval'; worker-src 'none'; frame-src 'none'; connect-src 'none'; "
    "form-action 'none'; base-uri 'none'; object-src 'none'; webrtc 'block'"
)
SPEC_POLICY = "default-src 'none'; script-src 'self' 'unsafe-eval'; form-action 'none'; base-uri 'none'; webrtc 'block'"
CACHE_FOREVER = "public, max-age=31536000, immutable"
LOADING_HOST = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"
PYTHON_WORKER = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'none'"
# Read when the first case asks for them, of Python, Vue, types or accessibility: 50 MB that other cases do not need.
LATE_FILES = {
    "pyodide.wasm": "application/wasm",
    "python-library.zip": "application/zip",
    "python.snapshot": "application/octet-stream",
    "python-lock.json": "application/json",
    "types.js": "text/javascript",
    "types.json": "application/json",
    "axe.js": "text/javascript",
    "vue-compiler.js": "text/javascript",
}
DOCUMENTS = {
    "/python": (LOADING_HOST, ("python-host",)),
    "/types": (LOADING_HOST, ("types",)),
    "/spec": (SPEC_POLICY, ("spec",)),
    "/function": (FRAME_POLICY, ()),
    "/compile": (COMPILER_POLICY, ("compile",)),
    "/visual": (COMPILER_POLICY, ("visual-compare",)),
}


@cache
def bundles() -> dict[str, bytes]:
    """Return the built bundles by name. Raises SandboxError when they are missing."""
    try:
        return {name: (DIST / f"{name}.js").read_bytes() for name in BUNDLES}
    except OSError as exc:
        raise SandboxError(f"The harness is not built ({exc}). Run `make setup`.") from exc


@cache
def harness_version() -> str:
    """Return the content hash of the bundles: two results are comparable when it is the same."""
    digest = hashlib.sha256()
    for name, content in sorted(bundles().items()):
        digest.update(name.encode() + b"\0" + content)
    for name in sorted(BUNDLED.keys() - {"tailwindcss"}):  # tailwindcss is already among the bundles
        digest.update((DIST / f"cdn-{name}.js").read_bytes())
    for path in sorted((DIST / "fonts").glob("*.ttf")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def page_path(extras: Iterable[str]) -> str:
    """Return the address of the page lane's document with these extras, which are loaded in the order of EXTRAS."""
    return "+".join(["/page", *(name for name in EXTRAS if name in set(extras))])


def _document(path: str) -> tuple[str, tuple[str, ...]] | None:
    """Return policy and scripts of the document at this address; None if there is none. Each has only one address."""
    name, *extras = path.split("+")
    if name == "/page" and path == page_path(extras):
        return PAGE_POLICY, ("page", *extras)
    return DOCUMENTS.get(path)


@cache
def frame_script() -> str:
    """Return the first script of every frame of the function lane: `bakeoff(parts)` makes the harness from these
    parts.
    """
    parts = ",".join(f"{name}(){{{bundles()[f'part-{name}'].decode()}}}" for name in PARTS)
    core = bundles()["frame"].decode()
    take = "const run=globalThis['bakeoff:run'];delete globalThis['bakeoff:run'];return run"
    script = (
        f"const parts={{{parts}}};globalThis.bakeoff=(names)=>{{for(const name of names)parts[name]();{core};{take}}}"
    )
    return f"if(window!==top){{{script}}}"


def late_part(name: str) -> str:
    """Return a part that a frame gets only when its case needs it: too large to be in each."""
    return bundles()[name].decode()


def _answer_to(path: str) -> bytes:
    """Return the whole response for this address."""
    if document := _document(path):
        return _document_answer(*document)
    name = path[1:].removesuffix(f"-{harness_version()}.js")
    if name in bundles() and path == _address(name):
        return _bundle_answer(name)
    return _late_file(path)


def _address(name: str) -> str:
    """Return the address of a bundle."""
    return f"/{name}-{harness_version()}.js"


@cache
def _bundle_answer(name: str) -> bytes:
    head = _head("text/javascript", CACHE_FOREVER, PYTHON_WORKER if name == "python-worker" else "default-src 'none'")
    return _answer(head, bundles()[name])


def _document_answer(policy: str, scripts: tuple[str, ...]) -> bytes:
    tags = "".join(f'<script defer src="{_address(name)}"></script>' for name in scripts)
    html = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>candidate</title>{tags}<body></body></html>'
    return _answer(_head("text/html; charset=utf-8", "no-store", policy), html.encode())


def _path(address: str) -> str:
    """Return the requested path. The last part of a document's address is a random word (target.py).

    Each file has only one address: otherwise the next candidate could find in the browser's cache which address an
    earlier one has requested.
    """
    first, separator, word = address.removeprefix("/").partition("/")
    path = f"/{first}"
    return path if not separator or _document(path) else f"{path}/{word}"


def _late_file(path: str) -> bytes:
    """Return one of LATE_FILES, whose address carries the harness's version."""
    if path.startswith("/wheel-"):
        return _wheel(path.removeprefix("/wheel-").removesuffix(".whl"))
    name = path[1:].replace(f"-{harness_version()}.", ".")
    if name not in LATE_FILES or not (DIST / name).is_file():
        return NOT_FOUND
    return _answer(_head(LATE_FILES[name], CACHE_FOREVER, "default-src 'none'"), (DIST / name).read_bytes())


def _wheel(digest: str) -> bytes:
    """Return a Python package for the Python lane's page."""
    content = wheels.content(digest)
    return (
        NOT_FOUND
        if content is None
        else _answer(_head("application/zip", CACHE_FOREVER, "default-src 'none'"), content)
    )


def _head(kind: str, caching: str, policy: str) -> str:
    return f"Content-Type: {kind}\r\nCache-Control: {caching}\r\nContent-Security-Policy: {policy}\r\n"


def _answer(head: str, content: bytes) -> bytes:
    extra = "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-DNS-Prefetch-Control: off\r\n"
    return f"HTTP/1.1 200 OK\r\n{head}{extra}Content-Length: {len(content)}\r\n\r\n".encode() + content


NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class HarnessServer:
    """Loopback only, on a port of the system's choice; the same number in the network of a browser that has its own."""

    def __init__(self) -> None:
        self._servers: list[asyncio.Server] = []
        self._talks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def start(self) -> None:
        """Begin to answer."""
        bundles()
        self._servers = [await asyncio.start_server(self._begin, "127.0.0.1", 0, limit=65536)]
        self.port = self._servers[0].sockets[0].getsockname()[1]

    async def listen_in(self, listener: socket.socket) -> None:
        """Answer also in a browser's own network, instead of the last browser's."""
        for gone in self._servers[1:]:
            gone.close()
        self._servers[1:] = [await asyncio.start_server(self._begin, sock=listener, limit=65536)]

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._talks.add(task)
        task.add_done_callback(self._talks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 300)
                path = _path(head.split(b" ", 2)[1].decode("ascii", "replace"))
                # None of our scripts may become a service worker: it would outlive its candidate.
                is_allowed = head.startswith(b"GET ") and b"\r\nservice-worker:" not in head.lower()
                writer.write(_answer_to(path) if is_allowed else NOT_FOUND)
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, OSError, IndexError):
            pass
        finally:
            writer.close()

    async def stop(self) -> None:
        """End listening, and every conversation."""
        for server in self._servers:
            server.close()
        for task in list(self._talks):
            task.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
