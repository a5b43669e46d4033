"""The request unchanged, with the context files it names."""

from __future__ import annotations

from evaluations.packages import FOR_ANSWERS, FOR_TESTS, FOR_VUE
from evaluations.records import Kind, Message, Prompt, TaskSpec

LANGUAGES = {
    "js": "JavaScript",
    "jsx": "JavaScript with JSX",
    "ts": "TypeScript",
    "tsx": "TypeScript with JSX (TSX)",
    "py": "Python",
}

# Without it models put several files into one block, or leave out their names.
PAGE = (
    "Write plain HTML, CSS and JavaScript without libraries: the page `{entry}` alone, or each file in a code block of "
    "its own with its path in the line above it."
)
# A model that is asked for a change tends to answer with the changed lines alone.
WHOLE_CODE = "Answer with the complete changed code, not with the changed lines alone."
# Both forms are asked for alike, so that a model can use the one that it is good at.
EDIT = (
    "Change only what is asked for. Answer with each file that you change, whole, in a code block of its own with its "
    "path in the line above it, or with a unified diff."
)
VUE = "Write one Vue 3 single-file component (`{entry}`), with `<script setup>` or without."


def render(spec: TaskSpec) -> Prompt:
    """Return one user message, after the turns of the conversation."""
    return Prompt(messages=messages_for(spec, request(spec)), strategy="plain")


def messages_for(spec: TaskSpec, content: str) -> tuple[Message, ...]:
    """Return the conversation so far, then this message of the user."""
    return (*spec.turns, Message(role="user", content=content))


def request(spec: TaskSpec) -> str:
    """Return prompt text, language, context files: each file behind a header that names its path.

    In a conversation the first turn contains everything except the prompt.
    """
    parts = [spec.prompt.strip()]
    if spec.turns:
        return f"{parts[0]}\n\n{WHOLE_CODE}"
    if spec.kind is Kind.EDIT:
        parts.append(EDIT)
        parts.extend(context_file(path, source) for path, source in spec.context.items())
        return "\n\n".join(parts)
    if spec.language == "html":
        parts.append(PAGE.format(entry=spec.entry))
    if spec.language == "vue":
        parts.append(VUE.format(entry=spec.entry))
    if spec.language in LANGUAGES and LANGUAGES[spec.language].split()[0].lower() not in spec.prompt.lower():
        parts.append(f"Write it in {LANGUAGES[spec.language]}.")
    if packages := _packages(spec):
        parts.append(packages)
    parts.extend(context_file(path, source) for path, source in spec.context.items())
    return "\n\n".join(parts)


def _packages(spec: TaskSpec) -> str:
    """Return a sentence about packages that can be imported, for tasks that run in the page lane; "" for others."""
    if spec.lane != "page":
        return ""
    names = FOR_VUE if spec.language == "vue" else FOR_ANSWERS
    names = (*names, *(FOR_TESTS if spec.kind is Kind.WRITE_TESTS else ()))
    listed = ", ".join(names)
    return f"It runs in a browser. Of packages only these can be imported: {listed}. Tailwind classes take effect."


def context_file(path: str, source: str) -> str:
    """Return a fenced block; the fence is longer than any in the file."""
    ending = path.rpartition(".")[2]
    fence = "```"
    while fence in source:
        fence += "`"
    return f"File `{path}`:\n{fence}{ending}\n{source.rstrip()}\n{fence}"
