"""What will be sent, message by message, and whether it fits the ticked models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from evaluations import prompts
from evaluations.errors import SuiteError
from evaluations.models import LanguageModel, Team, Workbook
from evaluations.records import Kind, Message, TaskSpec
from webapp import examples
from webapp.submission import spec_of, uses_examples, what_is_checked

BYTES_A_TOKEN = 3.5
MAX_SUGGESTED = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The pane beside the form. warning: one sentence when it does not fit; trouble: why nothing can be shown."""

    messages: tuple[Message, ...] = ()
    n_tokens: int = 0
    smallest: LanguageModel | None = None
    warning: str = ""
    trouble: str = ""
    checked: str = ""
    is_empty: bool = False

    @property
    def share(self) -> float:
        """Of the smallest context, in [0, 1]."""
        context = self.smallest.context_tokens if self.smallest else None
        return min(1.0, self.n_tokens / context) if context else 0.0


def preview_of(team: Team, fields: Mapping[str, Any], context: Mapping[str, str]) -> Preview:
    """The pane for fields as they are typed: nothing is valid yet."""
    data = dict(fields) | {"workbook": _workbook(team, fields.get("workbook")), "max_tokens": _number(fields)}
    if data.get("kind") not in list(Kind):
        data["kind"] = Kind.COMPONENT
    try:
        spec = spec_of(data, context, with_files=False)
    except ValueError as exc:
        return Preview(trouble=str(exc))
    strategy = str(data.get("strategy"))
    n_examples = len(examples.parse(data["examples"])) if uses_examples(data) else 0
    found = _of_spec(spec, strategy if strategy in prompts.STRATEGIES else "plain", fields.get("models") or [])
    return replace(found, checked=what_is_checked(spec, n_examples))


def _of_spec(spec: TaskSpec, strategy: str, model_pks: list[Any]) -> Preview:
    try:
        rendered = prompts.render(strategy, spec)
    except SuiteError as exc:
        return Preview(trouble=str(exc))
    n = estimate_tokens("".join(message.content for message in rendered.messages))
    smallest = _smallest(model_pks)
    return Preview(
        messages=rendered.messages, n_tokens=n, smallest=smallest,
        warning=_warning(n, spec.max_tokens, smallest), is_empty=not spec.prompt.strip(),
    )  # fmt: skip


def estimate_tokens(text: str) -> int:
    """Tokens of a text, estimated from its bytes; each model's own tokenizer counts a little differently."""
    return round(len(text.encode(errors="replace")) / BYTES_A_TOKEN)


def _smallest(pks: list[Any]) -> LanguageModel | None:
    numbers = [int(pk) for pk in pks if str(pk).isdigit()]
    known = LanguageModel.objects.filter(pk__in=numbers, context_tokens__isnull=False).select_related("server")
    return known.order_by("context_tokens").first()


def room_for(model_pks: list[Any], max_tokens: str) -> int:
    """Characters a prompt may have beside an answer of max_tokens in the smallest of these models; 6,000 at most."""
    smallest = _smallest(model_pks)
    if smallest is None or not smallest.context_tokens:
        return MAX_SUGGESTED
    left = smallest.context_tokens - _number({"max_tokens": max_tokens})
    return max(400, min(MAX_SUGGESTED, int(left * BYTES_A_TOKEN * 0.9)))


def _warning(n: int, max_tokens: int, smallest: LanguageModel | None) -> str:
    if smallest is None or not smallest.context_tokens or n + max_tokens <= smallest.context_tokens:
        return ""
    size = f"about {n:,} tokens here and up to {max_tokens:,} for the answer"
    cure = "Shorten the prompt or its context files" if n > max_tokens else "Lower max tokens or shorten the prompt"
    return f"Does not fit: {size} are more than the {smallest.context_tokens:,} of {smallest.model_id}. {cure}."


def _workbook(team: Team, pk: Any) -> Workbook | None:
    return Workbook.objects.filter(team=team, pk=pk).first() if str(pk or "").isdigit() else None


def _number(fields: Mapping[str, Any]) -> int:
    text = str(fields.get("max_tokens") or "")
    return int(text) if text.isdigit() and len(text) < 7 else 1024
