"""Records questions and answers of editors, for people who switched it on: after the answer, in a separate thread.

A stream only appends its chunks to a list. If storing fails, this is logged and the recording is lost; the stream is
never affected.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import close_old_connections

from evaluations.models import EditorRecording, RecordedAnswer
from evaluations.records import storable
from webapp.editors.admission import Plan

MOST_BYTES = 4 * 2**20  # of one answer; an Ollama stream has about forty bytes per byte of text
MOST_WAITING = 200  # answers that wait to be stored
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Recording:
    """The bytes of one answer.

    is_left: the editor closed the connection; is_whole: the server sent the complete answer.
    """

    plan: Plan
    is_on: bool
    begun: float = field(default_factory=time.monotonic)
    first_at: float | None = None
    ended_at: float | None = None
    chunks: list[bytes] = field(default_factory=list)
    n_bytes: int = 0
    is_whole: bool = False
    is_left: bool = False

    def take(self, status: int, chunk: bytes) -> None:
        """Keep a piece of an answer; errors are not kept."""
        if not self.is_on or status != 200:
            return
        self.first_at = self.first_at or time.monotonic()
        if self.n_bytes < MOST_BYTES:
            self.chunks.append(chunk)
        self.n_bytes += len(chunk)


class Recorder:
    """Stores recordings one after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="editor-recorder")
        self._lock = threading.Lock()
        self._n_waiting = 0

    def begin(self, plan: Plan) -> Recording:
        """Return a recording that keeps nothing unless the person switched it on and the path asks for an answer."""
        from evaluations.relay import REQUEST_FORMS

        return Recording(plan=plan, is_on=plan.caller.is_recording and bool(REQUEST_FORMS[plan.path].prompt))

    def end(self, recording: Recording) -> None:
        """Store it in the background; the caller does not wait."""
        recording.ended_at = time.monotonic()
        if not recording.is_on or not recording.chunks:
            return
        with self._lock:
            if self._n_waiting >= MOST_WAITING:
                log.warning("%d recorded answers wait to be stored; one more is left out.", MOST_WAITING)
                return
            self._n_waiting += 1
        self._thread.submit(self._store, recording)

    def _store(self, recording: Recording) -> None:
        try:
            close_old_connections()
            store(recording)
        except Exception:
            log.exception("An answer of an editor could not be recorded.")
        finally:
            with self._lock:
                self._n_waiting -= 1


def store(recording: Recording) -> RecordedAnswer | None:
    """Write the row, unless the person has switched recording off meanwhile."""
    from evaluations.relay import read_exchange

    plan = recording.plan
    if not EditorRecording.objects.filter(membership=plan.caller.membership).exists():
        return None
    exchange = read_exchange(plan.path, plan.fields, b"".join(recording.chunks))
    ending = RecordedAnswer.Ending.COMPLETE
    if not (recording.is_whole or exchange.is_complete):
        ending = RecordedAnswer.Ending.CLIENT_LEFT if recording.is_left else RecordedAnswer.Ending.BROKEN
    values: dict[str, Any] = {
        "messages": exchange.messages,
        "suffix": exchange.suffix,
        "options": exchange.options,
        "text": exchange.answer.text,
        "thinking": exchange.answer.thinking,
    }
    return RecordedAnswer.objects.create(
        membership_id=plan.caller.membership,
        model_id=plan.model,
        path=plan.path,
        ending=ending,
        prompt_tokens=exchange.answer.prompt_tokens,
        completion_tokens=exchange.answer.completion_tokens,
        first_byte_ms=_ms(recording.begun, recording.first_at),
        duration_ms=_ms(recording.begun, recording.ended_at),
        **{name: storable(value) for name, value in values.items()},
    )


def _ms(begun: float, at: float | None) -> float | None:
    return None if at is None else round((at - begun) * 1000, 1)
