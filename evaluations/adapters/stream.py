"""Reads what a model server streams: Server-Sent Events, JSON lines, or one JSON document. One reader for all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Protocol

import httpx

from evaluations.adapters.base import LARGEST_ANSWER
from evaluations.adapters.connections import excerpt, interrupted
from evaluations.adapters.patience import AnswerStopped, Patience, SilentServer
from evaluations.errors import AdapterError

DONE = "[DONE]"
FIELD = re.compile(r"(data|event|id|retry|error)(?::[ ]?|$)")
KEEP_ALIVE = re.compile(r"(?!\s*[{\[])\W*(?:ping|keep-?alive|heartbeat|null)?\W*", re.IGNORECASE)
Chunk = dict[str, Any]


def lines_of(response: httpx.Response, patience: Patience) -> Iterator[str]:
    """Yield the lines of the body, cut at "\\n" alone: JSON text may contain every other line end that Python knows."""
    unfinished = bytearray()
    for block in response.iter_bytes():
        *complete, tail = block.split(b"\n")
        for line in complete:
            patience.check()
            yield (unfinished + line).decode("utf-8", "replace").removesuffix("\r")
            unfinished.clear()
        unfinished += tail
        if len(unfinished) > LARGEST_ANSWER:
            raise AdapterError("The server sent a line without an end. Is it a model server?")
    if unfinished:
        yield unfinished.decode("utf-8", "replace")


class ChunkReader(Protocol):
    """Builds an answer from the stream's parts."""

    length: int  # characters so far

    @property
    def is_complete(self) -> bool:
        """Whether the server ended the answer."""

    def take(self, chunk: Chunk | None) -> None:
        """Take one chunk; None: the server says that it is done."""


def read_answer(response: httpx.Response, answer: ChunkReader, patience: Patience) -> None:
    """Read to the end of the stream, so that the connection can be used again.

    Raises AdapterError where the answer is not complete, Stopped where it is not wanted any more.
    """
    try:
        for chunk in read_chunks(response, patience):
            before = answer.length
            answer.take(chunk)
            if answer.is_complete:
                patience.expect_end()
            elif answer.length > before:
                patience.heard()
    except (httpx.HTTPError, SilentServer, AnswerStopped):
        if not answer.is_complete:
            raise
    if not answer.is_complete:
        raise interrupted(patience.base_url)


def read_chunks(response: httpx.Response, patience: Patience) -> Iterator[Chunk | None]:
    """Yield the JSON objects of the stream in order; None where the server says that it is done.

    A stream that is cut in the middle of an object ends there. Raises AdapterError for any other stream.
    """
    reader = _Reader(patience.secret)
    for line in lines_of(response, patience):
        yield from reader.take(line)
    yield from reader.end()


class _Reader:
    """Puts lines together to JSON objects. An object may be spread over several lines."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.event = ""
        self.data: list[str] = []  # of an event that goes on
        self.document: list[str] = []  # lines that are no event and no JSON object by themselves
        self.length = self.n_chunks = 0

    def take(self, line: str) -> Iterator[Chunk | None]:
        line = line.removeprefix("\ufeff")
        if not line.strip():
            yield from self._end_of_event()
        elif line.startswith(":"):
            return
        elif field := FIELD.match(line):
            yield from self._field(field.group(1), line[field.end() :])
        else:
            yield from self._json_line(line)

    def _field(self, name: str, value: str) -> Iterator[Chunk | None]:
        if name == "error":
            yield self._error(value)
        elif name == "event":
            self.event = value.strip()
        elif name == "data" and self.event == "error":
            yield self._error(value)
        elif name == "data" and value.strip() == DONE:
            yield None
        elif name == "data" and (self.data or not KEEP_ALIVE.fullmatch(value)):
            yield from self._data(value)

    def _data(self, value: str) -> Iterator[Chunk]:
        if not self.data and (chunk := _parse(value, self.secret)) is not None:
            yield self._counted(chunk)
        else:
            self._append(self.data, value)

    def _end_of_event(self) -> Iterator[Chunk]:
        text, self.event, self.data = "\n".join(self.data), "", []
        if not text:
            return
        if (chunk := _parse(text, self.secret)) is None:
            raise _not_json(text, self.secret)
        yield self._counted(chunk)

    def _json_line(self, line: str) -> Iterator[Chunk | None]:
        """Take a JSON line, or a line of a document, which ends with a brace at the beginning of a line."""
        if not self.document and (chunk := _parse(line, self.secret)) is not None:
            yield self._counted(chunk)
            return
        if not self.document and line.strip() == DONE:
            yield None
            return
        self._append(self.document, line)
        if line.rstrip() == "}":
            text, self.document = "\n".join(self.document), []
            if (chunk := _parse(text, self.secret)) is None:
                raise _not_json(text, self.secret)
            yield self._counted(chunk)

    def end(self) -> Iterator[Chunk]:
        """Handle the rest after the last line: a whole object, one that was cut, or no stream at all."""
        for text in filter(None, ("\n".join(self.data), "\n".join(self.document))):
            chunk = _parse(text, self.secret)
            if chunk is not None:
                yield self._counted(chunk)
            elif not self.n_chunks and not text.lstrip().startswith("{"):
                raise _not_json(text, self.secret)

    def _append(self, lines: list[str], line: str) -> None:
        lines.append(line)
        self.length += len(line)
        if self.length > LARGEST_ANSWER:
            raise AdapterError("The server sent text that never becomes JSON. Is it a model server?")

    def _counted(self, chunk: Chunk) -> Chunk:
        self.n_chunks += 1
        return chunk

    def _error(self, value: str) -> Chunk:
        chunk = _parse(value, self.secret)
        return self._counted({"error": chunk.get("error") or chunk if chunk else value.strip() or "no reason"})


def _parse(text: str, secret: str) -> Chunk | None:
    """Return the JSON object in the text; None for no JSON, and an empty object for other JSON, such as null."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        return value
    if not value:
        return {}
    raise AdapterError(f"The server sent JSON that is not an answer: {excerpt(text, secret)} Is it a model server?")


def _not_json(text: str, secret: str) -> AdapterError:
    return AdapterError(f"The server sent text that is not JSON: {excerpt(text, secret)}", retryable=True)
