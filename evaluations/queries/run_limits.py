"""Reading: the token limits that a run's questions are sent with, task by task and model by model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import IntegerField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from evaluations.models.runs import Run
from evaluations.models.servers import LanguageModel
from evaluations.token_limits import TokenLimits, token_limits


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """answers: task's slug to the most tokens of an answer. thinking: model id to what its thought may have beside it.

    A model that does not think has 0. What is sent is the sum of both.
    """

    answers: Mapping[str, int]
    thinking: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """The limits in words: `answers of at most 512 to 1,024 tokens, and 4,096 for thinking before them`."""
        least, most = min(self.answers.values(), default=0), max(self.answers.values(), default=0)
        span = f"{most:,}" if least == most else f"{least:,} to {most:,}"
        thinking = max(self.thinking.values(), default=0)
        before = f", and {thinking:,} for thinking before them" if thinking else ""
        return f"answers of at most {span} tokens{before}"


def run_limits(run: Run) -> RunLimits:
    """Return the limits of a run, by what its models' servers say of thinking now."""
    sampling = run.to_sampling()
    tasks = run.suite_version.tasks.order_by("position").annotate(
        limit=Cast(KeyTransform("max_tokens", "spec"), IntegerField())
    )
    answers = {slug: token_limits(sampling, limit, False).answer for slug, limit in tasks.values_list("slug", "limit")}
    models = LanguageModel.objects.filter(runmodel__run=run).select_related("server").order_by("runmodel__position")
    return RunLimits(
        answers=answers,
        thinking={model.model_id: token_limits(sampling, 0, model.can_think).thinking for model in models},
    )


def limits_of(run: Run, task_tokens: int, model: LanguageModel) -> TokenLimits:
    """Return the limits of one question of a run."""
    return token_limits(run.to_sampling(), task_tokens, model.can_think)
