"""The preview of a prompt, message by message, and whether it fits the ticked models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from evaluations import prompts
from evaluations.errors import SuiteError
from evaluations.limits import MAX_SAMPLES, MAX_THINKING_TOKENS
from evaluations.models import LanguageModel, OwnStrategy, Team, Workbook
from evaluations.queries.time_estimate import TimeEstimate, estimate
from evaluations.queries.work import TaskSize, Work
from evaluations.records import Kind, Message, Sampling, TaskSpec, Think
from evaluations.statistics.answer_lengths import usual_tokens
from evaluations.tokens import TokenCount
from webapp.model_servers.context_budget import max_tokens_in, smallest_context
from webapp.prompts import examples
from webapp.prompts.forms import versions_to_follow
from webapp.prompts.submit import checks_sentence
from webapp.prompts.task_spec import spec_of, uses_examples
from webapp.prompts.token_count import measured
from webapp.site.query_params import parse_id, parse_number, parse_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The pane beside the form. warning: one sentence when it does not fit; error: why nothing can be shown.

    estimate: how long it will take; None while no model is ticked.
    suffix: the text after the gap that is to be filled in; None for a chat. notes: what was cut so that it fits.
    is_exact: counted by the smallest model's own tokenizer.
    """

    messages: tuple[Message, ...] = ()
    suffix: str | None = None
    notes: tuple[str, ...] = ()
    n_tokens: int = 0
    is_exact: bool = False
    smallest: LanguageModel | None = None
    warning: str = ""
    error: str = ""
    checked: str = ""
    is_empty: bool = False
    estimate: TimeEstimate | None = None

    @property
    def share(self) -> float:
        """Of the smallest context, in [0, 1]."""
        context = self.smallest.context_tokens if self.smallest else None
        return min(1.0, self.n_tokens / context) if context else 0.0


def preview_of(team: Team, fields: Mapping[str, Any], context: Mapping[str, str]) -> Preview:
    """Return the preview of fields while they are typed; they need not be valid."""
    data = dict(fields) | {
        "workbook": _workbook(team, fields.get("workbook")),
        "max_tokens": max_tokens_in(fields),
        "follows": versions_to_follow(team).filter(pk=parse_id(fields.get("follows"))).first(),
    }
    if data.get("kind") not in list(Kind):
        data["kind"] = Kind.COMPONENT
    try:
        spec = spec_of(data, context, with_files=False)
    except ValueError as exc:
        return Preview(error=str(exc))
    strategy = str(data.get("strategy"))
    n_examples = len(examples.parse(data["examples"])) if uses_examples(data) else 0
    preview = preview_of_spec(team, spec, known_strategy(team, strategy), fields.get("models") or [])
    time = _estimate(team, fields, spec, preview.n_tokens)
    return replace(preview, checked=checks_sentence(spec, n_examples), estimate=time)


def known_strategy(team: Team, name: str) -> str:
    """Return the strategy of this name, also a team's own; plain if it does not exist."""
    is_known = name in prompts.STRATEGIES or OwnStrategy.objects.named(team, name) is not None
    return name if is_known else "plain"


def _estimate(team: Team, fields: Mapping[str, Any], spec: TaskSpec, prompt_tokens: int) -> TimeEstimate | None:
    ready = LanguageModel.objects.can_generate().visible_to(team).select_related("server")
    models = list(ready.filter(pk__in=parse_numbers(fields.get("models") or [])))
    if not models:
        return None
    n_samples = min(MAX_SAMPLES, parse_number(fields.get("n_samples")) or 1)
    size = TaskSize(usual=usual_tokens(0, spec.kind), most=spec.max_tokens, prompt=prompt_tokens)
    return estimate(team, models, Work(sizes=(size,), n_answers=n_samples, sampling=_limits(fields)))


def _limits(fields: Mapping[str, Any]) -> Sampling:
    """Return the settings that decide how many tokens an answer may have, as typed; the defaults while they are not
    valid.
    """
    thinking = parse_number(fields.get("max_thinking_tokens")) or Sampling().max_thinking_tokens
    think = next((value for value in get_args(Think) if value == fields.get("think")), None)
    return Sampling(think=think, max_thinking_tokens=min(thinking, MAX_THINKING_TOKENS))


def preview_of_spec(team: Team, spec: TaskSpec, strategy: str, model_pks: list[Any]) -> Preview:
    """Return the preview of a complete task."""
    smallest = smallest_context(team, model_pks)
    try:
        counted = measured(team, strategy, spec, smallest)
    except SuiteError as exc:
        return Preview(error=str(exc))
    ticked = LanguageModel.objects.visible_to(team).filter(pk__in=parse_numbers(model_pks)).select_related("server")
    cannot = prompts.unsupported_models(strategy, list(ticked))
    return Preview(
        messages=counted.prompt.messages,
        suffix=counted.prompt.suffix,
        notes=counted.prompt.notes,
        n_tokens=counted.count.n,
        is_exact=counted.count.is_exact,
        smallest=smallest,
        warning=cannot or _warning(counted.count, spec.max_tokens, smallest),
        is_empty=not spec.prompt.strip(),
    )


def _warning(count: TokenCount, max_tokens: int, smallest: LanguageModel | None) -> str:
    n = count.n
    if smallest is None or not smallest.context_tokens or n + max_tokens <= smallest.context_tokens:
        return ""
    size = f"{'' if count.is_exact else 'about '}{n:,} tokens here and up to {max_tokens:,} for the answer"
    hint = "Shorten the prompt or its context files" if n > max_tokens else "Lower max tokens or shorten the prompt"
    return f"Does not fit: {size} are more than the {smallest.context_tokens:,} of {smallest.model_id}. {hint}."


def _workbook(team: Team, pk: Any) -> Workbook | None:
    return Workbook.objects.filter(team=team, pk=parse_id(pk)).first()
