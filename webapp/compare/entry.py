"""One model of one run with one strategy: what every page of comparison shows a row, a mark or a bar of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from evaluations.models import LanguageModel, Run
from evaluations.queries.comparison import Figures, Key
from evaluations.queries.counts import Cost, Counts, Speed
from evaluations.queries.model_size import Weights, billions, weights

AUTHORS = "author's settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Its figures, speed and costs over the tasks that are compared."""

    run: Run
    model: LanguageModel
    strategy: str
    counts: Counts
    figures: Figures
    speed: Speed
    spent: Cost
    narrowed: str = ""  # the filters of tasks, as the end of an address

    @property
    def key(self) -> Key:
        """What tells it from every other entry."""
        return (self.run.pk, self.model.pk, self.strategy)

    @property
    def is_authors(self) -> bool:
        """Whether it was sampled as the model's author recommends: a part of what is compared."""
        return bool(self.run.sampling.get("profile") == "author")

    @property
    def token(self) -> str:
        """The key as it stands in an address."""
        return "-".join(map(str, self.key))

    @property
    def query(self) -> str:
        """Its answers, as the query of the answers page."""
        return urlencode({"run": self.run.pk, "model": self.model.pk, "strategy": self.strategy}) + self.narrowed

    @property
    def billions(self) -> float | None:
        """Parameters of the model, in billions."""
        return billions(self.model)

    @property
    def weights(self) -> Weights | None:
        """Memory of its weights."""
        return weights(self.model)

    @property
    def ms_a_pass(self) -> float | None:
        """Time of generation for each answer that passed; None when nothing passed or no time is known."""
        return self.spent.ms / self.counts.n_passed if self.spent.ms and self.counts.n_passed else None

    @property
    def tokens_an_answer(self) -> float | None:
        """Mean length of an answer with its thought; None when the server counts no tokens."""
        spent = self.spent
        return spent.completion_tokens / spent.n_answers if spent.completion_tokens and spent.n_answers else None

    @property
    def thinking_tokens_an_answer(self) -> float | None:
        """The thought's part of `tokens_an_answer`; None for a model that did not think."""
        return self.spent.thinking_tokens / self.spent.n_answers if self.spent.n_thoughts else None

    @property
    def text_tokens_an_answer(self) -> float | None:
        """The answer's own part of `tokens_an_answer`."""
        whole = self.tokens_an_answer
        return None if whole is None else whole - (self.thinking_tokens_an_answer or 0)

    @property
    def thinking_ms_an_answer(self) -> float | None:
        """Mean time of thinking before an answer; None where no time is known."""
        return self.spent.thinking_ms / self.spent.n_answers if self.spent.thinking_ms else None


def names_of(entries: Sequence[Entry]) -> dict[Key, str]:
    """The shortest names that tell them apart: model, with strategy and run only where they differ."""
    alike: dict[str, list[Entry]] = {}
    for entry in entries:
        alike.setdefault(entry.model.name, []).append(entry)
    names: dict[Key, str] = {}
    for entry in entries:
        same = alike[entry.model.name]
        name = entry.model.name
        if len({other.model.pk for other in same}) > 1:
            name = entry.model.model_id
        if entry.is_authors:
            name += f", {AUTHORS}"
        if len({other.strategy for other in same}) > 1:
            name += f", {entry.strategy}"
        if len({other.run.pk for other in same}) > 1:
            name += f" (run {entry.run.pk})"
        names[entry.key] = name
    return names
