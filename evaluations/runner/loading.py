"""The model that a server has in memory for us, loaded once with the context of its run; the load is timed once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from evaluations import prompts
from evaluations.adapters import Adapter
from evaluations.errors import AdapterError
from evaluations.models import Candidate, LanguageModel, ModelServer, Run, State

log = logging.getLogger(__name__)


class LoadedModel:
    """The model that this worker had one server load. Its threads share it."""

    def __init__(self, server: ModelServer, adapter: Adapter) -> None:
        self.server, self.adapter = server, adapter
        self.model: LanguageModel | None = None
        self.context_tokens: int | None = None
        self._load_ms: float | None = None
        self._lock = threading.Lock()

    def load(self, model: LanguageModel, context_tokens: int | None, should_stop: Callable[[], bool]) -> None:
        """Have the model loaded with this context, unless it is loaded already. Raises AdapterError."""
        if self.model and self.model.pk == model.pk and self.context_tokens == context_tokens:
            return
        if self.model and self.model.pk != model.pk and self.server.unloads_between:
            self._unload()
        self.model = None
        self._load_ms = self.adapter.load(model.name, context_tokens, should_stop)
        self.model, self.context_tokens = model, context_tokens

    def take_load_ms(self) -> float | None:
        """Return milliseconds of the load, for the first answer after it; None for all later ones."""
        with self._lock:
            load_ms, self._load_ms = self._load_ms, None
        return load_ms

    def forget(self) -> None:
        """Ask for a load before the next question: the model in the server's memory is no longer known."""
        self.context_tokens, self.model = None, None

    def end(self) -> None:
        """Unload the model if the server's settings say so and no answer will come back for repair."""
        if self.model and self.server.unloads_at_end and not _may_come_back(self.model):
            self._unload()

    def _unload(self) -> None:
        """Unload the model. It may be gone from its server, which must not count against the next model."""
        if self.model is None:
            return
        try:
            self.adapter.unload(self.model.name)
        except AdapterError as exc:
            log.warning("%s could not be unloaded: %s", self.model.model_id, exc)
        self.model = None


def _may_come_back(model: LanguageModel) -> bool:
    rows = Candidate.objects.filter(model=model, run__state=Run.State.RUNNING)
    busy = rows.exclude(state__in=[State.DONE, State.CANCELLED])
    return busy.filter(strategy__in=prompts.REPAIR_ROUNDS).exists() or busy.filter(state=State.QUEUED).exists()
