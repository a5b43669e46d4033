"""Follow-ups: the conversation so far with an answer's code, and a prompt with what should change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evaluations.prompts.plain import request
from evaluations.prompts.repair import code_of
from evaluations.records import Message, TaskSpec


def changed_prompt(prompt: str, change: str) -> str:
    """Return the prompt with what should change behind it."""
    return f"{prompt.rstrip()}\n\n{change.strip()}"


def follow_prompt(spec: TaskSpec, change: str) -> TaskSpec:
    """Return the task with a prompt that also asks for the change; no earlier answer is sent."""
    return replace(spec, prompt=changed_prompt(spec.prompt, change))


def follow_answer(spec: TaskSpec, change: str, sent: Sequence[Message], files: Mapping[str, str]) -> TaskSpec:
    """Return the task that asks for a change of one answer. sent: the messages that it answered; files: its code.

    The text around the code is not sent back, and neither is a system message: the strategy adds its own.
    """
    turns = [message for message in sent if message.role != "system" and message.content.strip()]
    if not turns:  # an answer made elsewhere that does not say how it was asked
        turns = [*spec.turns, Message(role="user", content=request(spec))]
    return replace(spec, prompt=change.strip(), turns=(*turns, Message(role="assistant", content=code_of(files))))
