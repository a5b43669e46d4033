"""The tokens of one answer while a model writes it: they go to open pages while they are needed."""

from __future__ import annotations

import logging
import time

from django.db import InterfaceError, OperationalError, connection

from evaluations import events
from evaluations.models import Candidate, ModelServer, Run
from evaluations.queries.queue_order import Rank, must_give_way
from evaluations.records import Channel, Piece
from evaluations.runner.thinking import TokenMeter
from evaluations.runner.workers import Liveness, take_lease

STREAM_EVERY_S = 0.12
LOOK_EVERY_S = 0.5  # with the 0.25 s of a read that waits, a cancel is seen within a second
log = logging.getLogger(__name__)


class AnswerStream:
    """Passes tokens on to open pages, and regularly checks whether the run still needs them."""

    def __init__(
        self, candidate: Candidate, meter: TokenMeter, server: ModelServer, rank: Rank, liveness: Liveness
    ) -> None:
        self.candidate, self.meter = candidate, meter
        self.server, self.rank, self.liveness = server, rank, liveness
        self.parts: dict[Channel, list[str]] = {"thinking": [], "text": []}
        self.sent: dict[Channel, int] = {"thinking": 0, "text": 0}
        self.sent_at = self.looked_at = time.monotonic()

    def add(self, piece: Piece) -> None:
        """Add more from the model."""
        self.meter.add(piece)
        self.parts[piece.channel].append(piece.text)
        if time.monotonic() - self.sent_at >= STREAM_EVERY_S:
            self.sent_at = time.monotonic()
            self._send()

    def _send(self) -> None:
        texts: dict[Channel, str] = {channel: "".join(parts) for channel, parts in self.parts.items()}
        for channel, text in texts.items():
            self.parts[channel] = [text]
            start = self.sent[channel]
            if len(text) > start:
                events.candidate_text(self.candidate.run_id, self.candidate.pk, start, text[start:], channel)
                self.sent[channel] = len(text)
        events.store_partial_answer(self.candidate.pk, texts["text"], texts["thinking"])

    def should_stop(self) -> bool:
        """Return whether the worker has to end, the answer is over its limit, or the run was cancelled or deleted.

        A paused run stops before the first token too; an answer that has begun goes on to its end. A short outage of
        the database loses no answer: the model goes on, and the answer is stored later.
        """
        if self.meter.is_over():
            return True
        if self.liveness.stop_requested.is_set():
            return True
        if time.monotonic() - self.looked_at < LOOK_EVERY_S:
            return False
        try:
            return not self._is_wanted()
        except (OperationalError, InterfaceError):
            log.warning("The database does not answer while a model writes.", exc_info=True)
            connection.close()
            return False
        finally:
            self.looked_at = time.monotonic()

    def _is_wanted(self) -> bool:
        take_lease(self.server, self.liveness.name)
        has_begun = any(self.parts.values())
        if self.rank is Rank.DEMONSTRATION and must_give_way(self.server.pk, Rank.DEMONSTRATION):
            return False  # its answer is no longer needed now; it is asked again later
        ends = [Run.State.CANCELLED] if has_begun else [Run.State.CANCELLED, Run.State.PAUSED]
        return Candidate.objects.filter(pk=self.candidate.pk).exclude(run__state__in=ends).exists()
