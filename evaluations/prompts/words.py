"""Words alone: the request without the signature that it shows in code."""

from __future__ import annotations

import re
from dataclasses import replace

from evaluations.prompts.plain import messages_for, request
from evaluations.records import Prompt, TaskSpec

# A code block whose first line ends in the word "signature": ```ts signature
SIGNATURE = re.compile(r"^(`{3,})[\w+-]*[ \t]+signature[ \t]*\n.*?^\1[ \t]*$\n?", re.MULTILINE | re.DOTALL)


def unsupported_reason(spec: TaskSpec) -> str:
    """Return why this task cannot be asked by words alone, with what to do; "" when it can."""
    if SIGNATURE.search(spec.prompt):
        return ""
    return "The prompt shows no signature to leave out. Mark its code block: ```ts signature."


def render(spec: TaskSpec) -> Prompt:
    """Return the plain request without the blocks that are marked as signature."""
    words = replace(spec, prompt=SIGNATURE.sub("", spec.prompt).strip())
    return Prompt(messages=messages_for(words, request(words)), strategy="words")
