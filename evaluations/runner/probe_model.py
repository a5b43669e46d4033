"""Ask a model three short questions under the server's lease: how fast it is, and what memory it takes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.timezone import now

from evaluations import events
from evaluations.actions.probe_model import LATER
from evaluations.adapters import Adapter
from evaluations.adapters.patience import AnswerStopped
from evaluations.errors import AdapterError
from evaluations.models import LanguageModel, ModelProbe
from evaluations.models.model_probes import ProbeAnswer
from evaluations.records import Completion, Kind, Message, Prompt, Sampling
from evaluations.runner.build_request import SMALLEST_WINDOW
from evaluations.runner.servers import adapter_for, refresh
from evaluations.runner.workers import release_lease, take_lease
from evaluations.statistics.answer_lengths import usual_tokens

MOST_S, LEASE_EVERY_S = 600.0, 5.0
ANSWER_TOKENS = 256
LINES = 120  # of code in the long question: about 1,500 tokens
CODE = "\n".join(f"export const rule{n} = (value: number) => value > {n} ? value - {n} : {n};" for n in range(LINES))
# Different beginnings: a server keeps what it has evaluated, and would not evaluate it again.
SHORT_PROMPT = "Write a function add(a, b) in JavaScript."
MIDDLE = "Implement `groupBy(items, key)` in TypeScript: a Map from each value of that property to its items."
LONG_PROMPT = f"Say in one sentence what this file is for.\n\n```ts\n{CODE}\n```"
# Characters of a usual solution: the length of an answer is compared with what is usual for it.
SHORT_SOLUTION, MIDDLE_SOLUTION = 46, 290
SAMPLING = Sampling(temperature=0.0, seed=1, max_tokens=ANSWER_TOKENS, context_tokens=SMALLEST_WINDOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """The result of three answers: tokens per second, and ms to the first token of a short request."""

    first_token_ms: float | None
    prompt_tokens_s: float | None
    answer_tokens_s: float | None


def probe(row: ModelProbe) -> bool:
    """Fill the row; False when the server failed or is busy, with the reason in it."""
    model = row.model
    name = f"probe-{os.getpid()}-{time.monotonic_ns()}"
    if not take_lease(model.server, name):
        return _end_probe(row, error=f"{model.server.slug} is answering a run. {LATER}")
    try:
        with adapter_for(model.server) as adapter:
            stop = _stopping(model, name)
            load_ms = adapter.load(model.name, SMALLEST_WINDOW, stop)
            answers = [_ask(adapter, model, text, stop) for text in (SHORT_PROMPT, MIDDLE, LONG_PROMPT)]
            row.n_slots = adapter.n_slots()
        row.answers = lengths_of(answers)
        refresh(model.server)
        model.refresh_from_db()
        return _end_probe(row, load_ms=load_ms, speeds=speeds_of(answers))
    except AnswerStopped:
        return _end_probe(
            row, error=f"{model} took longer than {MOST_S:.0f} s. Probe a smaller model, or look at the log."
        )
    except AdapterError as exc:
        return _end_probe(row, error=str(exc))
    finally:
        release_lease(model.server, name)


def _ask(adapter: Adapter, model: LanguageModel, text: str, stop: Callable[[], bool]) -> Completion:
    prompt = Prompt(messages=(Message(role="user", content=text),))
    sampling = replace(SAMPLING, think="off" if model.can_think else None)
    completion = adapter.generate(model.name, prompt, sampling, lambda piece: None, stop)
    if completion.stop_reason == "cancelled":
        raise AnswerStopped
    return completion


def speeds_of(answers: list[Completion]) -> Speeds:
    """Return speeds by the answers to a short, a middle and a long question, in this order."""
    short, _, long = answers
    timed = [row for row in answers if row.completion_tokens and row.generation_ms]
    tokens, ms = sum(row.completion_tokens or 0 for row in timed), sum(row.generation_ms or 0 for row in timed)
    prompt_s = None
    if short.first_token_ms and long.first_token_ms and long.prompt_tokens and short.prompt_tokens:
        # Both include the way to the server and back, which is not evaluation of the prompt.
        more_ms = long.first_token_ms - short.first_token_ms
        more_tokens = long.prompt_tokens - short.prompt_tokens
        prompt_s = more_tokens * 1000 / more_ms if more_ms > 0 and more_tokens > 0 else None
    return Speeds(
        first_token_ms=short.first_token_ms,
        prompt_tokens_s=prompt_s and round(prompt_s, 1),
        answer_tokens_s=round(tokens * 1000 / ms, 2) if ms else None,
    )


def lengths_of(answers: list[Completion]) -> list[ProbeAnswer]:
    """Return lengths of the answers to the short and the middle question, which ask for code, beside what is usual."""
    usual = (usual_tokens(chars, Kind.FUNCTION) for chars in (SHORT_SOLUTION, MIDDLE_SOLUTION))
    return [
        {"tokens": answer.completion_tokens, "usual": tokens, "is_cut": answer.stop_reason == "length"}
        for answer, tokens in zip(answers, usual, strict=False)
        if answer.completion_tokens
    ]


def _end_probe(row: ModelProbe, *, error: str = "", load_ms: float | None = None, speeds: Speeds | None = None) -> bool:
    row.state = ModelProbe.State.FAILED if error else ModelProbe.State.DONE
    row.error, row.load_ms, row.finished_at = error, load_ms, now()
    if speeds:
        row.first_token_ms, row.prompt_tokens_s = speeds.first_token_ms, speeds.prompt_tokens_s
        row.answer_tokens_s = speeds.answer_tokens_s
        row.memory_bytes, row.gpu_bytes = row.model.memory_bytes, row.model.gpu_bytes
        row.context_tokens = row.model.loaded_context_tokens
    row.save()
    events.models_changed()
    return not error


def _stopping(model: LanguageModel, lease: str) -> Callable[[], bool]:
    """Return a function that renews the lease regularly, and returns True when the time is over."""
    until, renewed = time.monotonic() + MOST_S, time.monotonic()

    def should_stop() -> bool:
        nonlocal renewed
        if time.monotonic() - renewed > LEASE_EVERY_S:
            renewed = time.monotonic()
            take_lease(model.server, lease)
        return time.monotonic() > until

    return should_stop
