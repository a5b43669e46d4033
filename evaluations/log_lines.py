"""Lines of the log: plain text or JSON, each with the ids of the run and the candidate that it is about."""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType

Ids = Mapping[str, int]
_ids: ContextVar[Ids] = ContextVar("log_ids", default=MappingProxyType({}))
PLAIN_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


@contextmanager
def log_ids(**ids: int) -> Iterator[None]:
    """Add ids to the log lines of the work in the block: log_ids(run=3, candidate=17).

    Its threads do not inherit them.
    """
    token = _ids.set({**_ids.get(), **ids})
    try:
        yield
    finally:
        _ids.reset(token)


class LineFormatter(logging.Formatter):
    """One line of text, with the ids behind the message."""

    def __init__(self) -> None:
        super().__init__(PLAIN_FORMAT)

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback follows it."""
        ids = "".join(f" {name}={value}" for name, value in _ids.get().items())
        return super().formatMessage(record) + ids


class JsonFormatter(logging.Formatter):
    """One JSON object for each record: time, level, logger, message, process, host, ids, and a traceback as text."""

    def __init__(self) -> None:
        super().__init__()
        self._origin = {"process": os.environ.get("BAKEOFF_ROLE", ""), "host": socket.gethostname()}

    def format(self, record: logging.LogRecord) -> str:
        """Return the object, on one line, whatever the message contains."""
        fields: dict[str, str | int] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **self._origin,
            **_ids.get(),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields)
