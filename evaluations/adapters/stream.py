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

DONE = re.compile(r'\s*"?(?:\[DONE\]|DONE)"?\s*', re.IGNORECASE)
FIELD = re.compile(r"[ \t]*(data|event|id|retry|error)(?::[ ]?|$)")
KEEP_ALIVE = re.compile(r"(?!\s*[{\[])\W*(?:ping|keep-?alive|heartbeat|null)?\W*", re.IGNORECASE)
# Between two events that came without a line end, or with "\\r" alone.
BETWEEN = re.compile(r"\s*(?:data:\s*)?")
DECODER = json.JSONDecoder(strict=False)
MOST_BRACES = 200  # lines with a closing brace alone at which a document is tried; more would take long
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
        self.length = self.n_chunks = self.n_braces = 0

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
        elif name == "data" and DONE.fullmatch(value):
            yield None
        elif name == "data" and (self.data or not KEEP_ALIVE.fullmatch(value)):
            yield from self._data(value)

    def _data(self, value: str) -> Iterator[Chunk | None]:
        if not self.data and (chunks := _parse(value, self.secret)):
            yield from self._counted(chunks)
        else:
            self._append(self.data, value)

    def _end_of_event(self) -> Iterator[Chunk | None]:
        text, self.event, self.data = "\n".join(self.data), "", []
        if not text:
            return
        if not (chunks := _parse(text, self.secret)):
            raise _not_json(text, self.secret)
        yield from self._counted(chunks)

    def _json_line(self, line: str) -> Iterator[Chunk | None]:
        """Take a JSON line, or a line of a document, which ends with a brace at the beginning of a line."""
        if not self.document and (chunks := _parse(line, self.secret)):
            yield from self._counted(chunks)
            return
        if not self.document and DONE.fullmatch(line):
            yield None
            return
        self._append(self.document, line)
        if line.rstrip() == "}":
            self.n_braces += 1
            text = "\n".join(self.document)
            if chunks := _parse(text, self.secret):
                self.document = []
                yield from self._counted(chunks)
            elif self.n_braces > MOST_BRACES:
                raise _not_json(text, self.secret)

    def end(self) -> Iterator[Chunk | None]:
        """Handle the rest after the last line: a whole object, one that was cut, or no stream at all."""
        for text in filter(None, ("\n".join(self.data), "\n".join(self.document))):
            if chunks := _parse(text, self.secret):
                yield from self._counted(chunks)
            elif not self.n_chunks and not text.lstrip().startswith("{"):
                raise _not_json(text, self.secret)

    def _append(self, lines: list[str], line: str) -> None:
        lines.append(line)
        self.length += len(line)
        if self.length > LARGEST_ANSWER:
            raise AdapterError("The server sent text that never becomes JSON. Is it a model server?")

    def _counted(self, chunks: list[Chunk | None]) -> list[Chunk | None]:
        self.n_chunks += len(chunks)
        return chunks

    def _error(self, value: str) -> Chunk:
        self.n_chunks += 1
        chunk = next(filter(None, _parse(value, self.secret)), None)
        return {"error": chunk.get("error") or chunk if chunk else value.strip() or "no reason"}


def _parse(text: str, secret: str) -> list[Chunk | None]:
    """Return the JSON objects in the text, also those of an array or of several events on one line; empty for no JSON.

    Other JSON without a value, such as null, is an empty object. None: the server says that it is done.
    """
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _several(text)
    items = value if isinstance(value, list) and value else [value]
    if any(item and not isinstance(item, dict) for item in items):
        raise AdapterError(f"The server sent JSON that is not an answer: {excerpt(text, secret)} Is it a model server?")
    return [item or {} for item in items]


def _several(text: str) -> list[Chunk | None]:
    """Return the objects of events that are not separated by line ends; empty if there is anything else."""
    chunks: list[Chunk | None] = []
    at = 0
    while at < len(text):
        if chunks and DONE.fullmatch(text, at):
            return [*chunks, None]
        try:
            value, end = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return []
        if not isinstance(value, dict):
            return []
        chunks.append(value)
        between = BETWEEN.match(text, end)
        at = between.end() if between else end
    return chunks


def _not_json(text: str, secret: str) -> AdapterError:
    return AdapterError(f"The server sent text that is not JSON: {excerpt(text, secret)}", retryable=True)
