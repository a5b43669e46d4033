"""Repository context: files with their paths, dependencies first, the request at the end.

Source: Guo et al. 2024, arXiv 2401.14196, section 2.2 (dependency order, a comment with the path before each file).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from evaluations.prompts.order import dependency_order
from evaluations.prompts.plain import context_file, messages_for, request
from evaluations.records import Prompt, TaskSpec
from evaluations.tokens import estimate_tokens

HEAD = "These are files of the repository, each with its path. A file stands behind those it imports."
FEWEST_LINES = 3  # lines of a cut file; fewer are useless


def estimated(text: str) -> int:
    """Return tokens by length alone."""
    return estimate_tokens(text).n


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenBudget:
    """A prompt's budget. tokens: of the context, without the answer and the template; None: unlimited.

    count: the model's own tokenizer, or an estimate.
    """

    tokens: int | None = None
    count: Callable[[str], int] = estimated


def render(spec: TaskSpec, budget: TokenBudget | None = None) -> Prompt:
    """Trim from the beginning: the text farthest from the request is cut first."""
    budget, names = budget or TokenBudget(), dependency_order(spec.context, last=spec.entry)
    ask = request(replace(spec, context={}))
    if not names or spec.turns:
        return _prompt(spec, [], ask, [])
    tokens_left = None if budget.tokens is None else budget.tokens - budget.count(_text([], ask))
    blocks: list[str] = []
    notes: list[str] = []
    for i in range(len(names) - 1, -1, -1):
        path = names[i]
        block = context_file(path, spec.context[path])
        # One token more for the blank line between two blocks.
        if tokens_left is not None and (n := budget.count(block) + 1) > tokens_left:
            tail, note = _tail(path, spec.context[path], tokens_left - 1, budget.count)
            blocks[:0] = [tail] if tail else []
            notes = [*_left_out_note(names[: i if tail else i + 1]), *([note] if tail else [])]
            break
        blocks.insert(0, block)
        tokens_left = None if tokens_left is None else tokens_left - n
    return _prompt(spec, blocks, ask, notes)


def _text(blocks: list[str], ask: str) -> str:
    return "\n\n".join([HEAD, *blocks, ask])


def _prompt(spec: TaskSpec, blocks: list[str], ask: str, notes: list[str]) -> Prompt:
    content = _text(blocks, ask) if blocks else ask
    return Prompt(messages=messages_for(spec, content), strategy="repository", notes=tuple(notes))


def _left_out_note(names: list[str]) -> list[str]:
    if not names:
        return []
    return [f"Left out: {', '.join(names)}."]


def _tail(path: str, source: str, tokens_left: int, count: Callable[[str], int]) -> tuple[str, str]:
    """Return as many last lines of the file as fit, with a sentence about it; "" when too few fit."""
    lines = source.rstrip().split("\n")

    def cut(n_gone: int) -> str:
        block = context_file(path, "\n".join(lines[n_gone:]))
        return block.replace(":\n", f" (its first {n_gone} of {len(lines)} lines are left out):\n", 1)

    low, high = 1, len(lines) - FEWEST_LINES + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if count(cut(middle)) <= tokens_left else (middle + 1, high)
    if low > len(lines) - FEWEST_LINES:
        return "", ""
    return cut(low), f"Cut: the first {low} of {len(lines)} lines of {path}."
