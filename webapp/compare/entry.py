"""One model of one run with one strategy: a row, mark or bar on every page of comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from evaluations.models import LanguageModel, Run
from evaluations.queries.comparison import Figures, Key
from evaluations.queries.counts import Cost, Counts, Speed
from evaluations.queries.model_names import ShortName, short_names
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
        """The unique key of the entry."""
        return (self.run.pk, self.model.pk, self.strategy)

    @property
    def is_authors(self) -> bool:
        """Whether it was sampled as the model's author recommends. This is a part of what is compared."""
        return bool(self.run.sampling.get("profile") == "author")

    @property
    def token(self) -> str:
        """The key in a form for addresses."""
        return "-".join(map(str, self.key))

    @property
    def query(self) -> str:
        """Return the query of its answers on the answers page."""
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
    def ms_per_pass(self) -> float | None:
        """Time of generation for each answer that passed; None when nothing passed or no time is known."""
        return self.spent.ms / self.counts.n_passed if self.spent.ms and self.counts.n_passed else None

    @property
    def tokens_per_answer(self) -> float | None:
        """Mean length of an answer with its thought; None when the server counts no tokens."""
        spent = self.spent
        return spent.completion_tokens / spent.n_answers if spent.completion_tokens and spent.n_answers else None

    @property
    def thinking_tokens_per_answer(self) -> float | None:
        """The thought's part of `tokens_per_answer`; None for a model that did not think."""
        return self.spent.thinking_tokens / self.spent.n_answers if self.spent.n_thoughts else None

    @property
    def text_tokens_per_answer(self) -> float | None:
        """The answer's own part of `tokens_per_answer`."""
        total = self.tokens_per_answer
        return None if total is None else total - (self.thinking_tokens_per_answer or 0)

    @property
    def thinking_ms_per_answer(self) -> float | None:
        """Mean time of thinking before an answer; None where no time is known."""
        return self.spent.thinking_ms / self.spent.n_answers if self.spent.thinking_ms else None


def names_of(entries: Sequence[Entry]) -> dict[Key, str]:
    """Return the shortest unique names: model, with strategy and run only where they differ."""
    alike: dict[str, list[Entry]] = {}
    for entry in entries:
        alike.setdefault(entry.model.name, []).append(entry)
    names: dict[Key, str] = {}
    for entry in entries:
        same = alike[entry.model.name]
        is_shared = len({other.model.pk for other in same}) > 1
        names[entry.key] = (entry.model.model_id if is_shared else entry.model.name) + _name_suffix(entry, same)
    return names


def labels_of(entries: Sequence[Entry]) -> dict[Key, ShortName]:
    """Return names for pictures: family, size and quantisation, with strategy and run where they differ.

    If there is little space, only the family is cut, because the rest distinguishes the entries.
    """
    by_model = short_names(entry.model for entry in entries)
    alike: dict[int, list[Entry]] = {}
    for entry in entries:
        alike.setdefault(entry.model.pk, []).append(entry)
    labels: dict[Key, ShortName] = {}
    for entry in entries:
        name = by_model[entry.model.pk]
        labels[entry.key] = replace(name, quantisation=name.quantisation + _name_suffix(entry, alike[entry.model.pk]))
    return labels


def _name_suffix(entry: Entry, alike: Sequence[Entry]) -> str:
    """Return the part of the name that distinguishes entries of the same model."""
    text = f", {AUTHORS}" if entry.is_authors else ""
    if len({other.strategy for other in alike}) > 1:
        text += f", {entry.strategy}"
    if len({other.run.pk for other in alike}) > 1:
        text += f" (run {entry.run.pk})"
    return text
