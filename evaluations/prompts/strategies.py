"""Strategies beyond plain. Each changes one thing, so that its effect can be measured."""

from __future__ import annotations

from dataclasses import replace

from evaluations.prompts.plain import context_file, messages_for, request
from evaluations.records import Kind, Message, Prompt, TaskSpec

OUTLINE = "You need first to write a step-by-step outline and then write the code."
PLAN = "First write a short numbered plan of the steps. Then write the code that follows the plan, in one code block."
GUARDRAIL = (
    "You write browser code that runs as it is. Answer with one complete code block and nothing else: no explanation, "
    "no usage example. Import everything you use. Export what you define."
)
GUARDRAIL_EDIT = (
    "You change browser code that runs. Answer with the changed files or a diff, in code blocks, and nothing else: no "
    "explanation, no usage example. Leave everything else as it is."
)
GUARDRAIL_PYTHON = (
    "You write Python that runs as it is, with the standard library alone. Answer with one complete code block and "
    "nothing else: no explanation, no usage example. Import everything you use."
)
GUARDRAILS = {Kind.PYTHON: GUARDRAIL_PYTHON, Kind.EDIT: GUARDRAIL_EDIT}
# Source: Jiang et al. 2023, arXiv 2310.06825 (Mistral 7B), section 5.1, word for word.
GUARDRAIL_MISTRAL = (
    "Always assist with care, respect, and truth. Respond with utmost utility yet securely. Avoid harmful, unethical, "
    "prejudiced, or negative content. Ensure replies promote fairness and positivity."
)
PLAN_ALONE = "Do not write the code yet. Write a short numbered plan of the steps, and nothing else."
CODE_AFTER_PLAN = "Now write the code that follows this plan. Answer with the complete code in one code block."
NO_PLAN = "I go straight to the code."
EXAMPLE_PYTHON = "```python\ndef double(n):\n    return n * 2\n```"
EXAMPLE_REQUEST = "Write a function double(n) that returns twice the number."
EXAMPLE_ANSWER = "```js\nexport function double(n) {\n  return n * 2;\n}\n```"


def _user(content: str) -> Message:
    return Message(role="user", content=content)


def outline(spec: TaskSpec) -> Prompt:
    """Ask for an outline before the code. Source: Guo et al. 2024, arXiv 2401.14196, section 4.1 (DeepSeek-Coder)."""
    return Prompt(messages=messages_for(spec, f"{request(spec)}\n\n{OUTLINE}"), strategy="outline")


def numbered_plan(spec: TaskSpec) -> Prompt:
    """Ask for a plan first (self-planning). Source: Jiang et al. 2023, arXiv 2303.06689."""
    return Prompt(messages=messages_for(spec, f"{request(spec)}\n\n{PLAN}"), strategy="numbered_plan")


def few_shot(spec: TaskSpec) -> Prompt:
    """Show one solved example, as an earlier turn; in a conversation the earlier answer is the example."""
    if spec.turns:
        return Prompt(messages=messages_for(spec, request(spec)), strategy="few_shot")
    answer = EXAMPLE_PYTHON if spec.kind is Kind.PYTHON else EXAMPLE_ANSWER
    example = (_user(EXAMPLE_REQUEST), Message(role="assistant", content=answer))
    return Prompt(messages=(*example, _user(request(spec))), strategy="few_shot")


def guardrail(spec: TaskSpec) -> Prompt:
    """Add a system message that asks for code only."""
    system = Message(role="system", content=GUARDRAILS.get(spec.kind, GUARDRAIL))
    return Prompt(messages=(system, *messages_for(spec, request(spec))), strategy="guardrail")


def guardrail_mistral(spec: TaskSpec) -> Prompt:
    """Add the system message that Mistral's paper recommends."""
    system = Message(role="system", content=GUARDRAIL_MISTRAL)
    return Prompt(messages=(system, *messages_for(spec, request(spec))), strategy="guardrail_mistral")


def plan(spec: TaskSpec) -> Prompt:
    """Render the first of two calls: the plan alone. Source: Jiang et al. 2023, arXiv 2303.06689."""
    return Prompt(messages=messages_for(spec, f"{request(spec)}\n\n{PLAN_ALONE}"), strategy="two_phase")


def code_after(prompt: Prompt, planned: str) -> Prompt:
    """Render the second call: the request for the plan, the plan, and the request for code."""
    answer = Message(role="assistant", content=planned.strip() or NO_PLAN)
    return replace(prompt, messages=(*prompt.messages, answer, _user(CODE_AFTER_PLAN)))


def tests(spec: TaskSpec) -> Prompt:
    """Show the checks; the score then says how well a model works to a given test."""
    if spec.checks is None:
        return Prompt(messages=messages_for(spec, request(spec)), strategy="tests")
    shown = context_file(spec.checks.path, spec.checks.source)
    module = spec.entry.removesuffix(".py") if spec.kind is Kind.PYTHON else f"./{spec.entry}"
    use = "they open the page" if spec.lane == "spec" else f"it is imported from `{module}`"
    text = f"{request(spec)}\n\nIt must pass these tests; {use}.\n\n{shown}"
    return Prompt(messages=messages_for(spec, text), strategy="tests")
