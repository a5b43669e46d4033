"""Forms in which the task is a file that begins: an editor plug-in's, and raw completion for models without a chat."""

from __future__ import annotations

from evaluations.prompts import fill
from evaluations.prompts.own import filled
from evaluations.prompts.plain import messages_for, request
from evaluations.records import Kind, Message, Prompt, TaskSpec

# An editor plug-in's words, as its prompt has them.
EDITOR = (
    "The following is a complete {LANG} file named {FILE_NAME} in the project {PROJECT_NAME}. "
    "Anything NOT code is written as a CODE COMMENT."
)
# Where the file is over for a model that would go on: a closing fence, the next file, end marks of base models.
STOPS = ("\n```", "\nThe following is a complete", "<|endoftext|>", "<|file_sep|>")


def editor_file(spec: TaskSpec) -> Prompt:
    """Return a chat whose message is the beginning of a file, as an editor plug-in sends it."""
    if spec.turns:
        return Prompt(messages=messages_for(spec, request(spec)), strategy="editor_file")
    fence = "```"
    while fence in request(spec):
        fence += "`"
    content = f"{filled(EDITOR, spec)}\n\n{fence}{spec.language}\n{fill.comment(request(spec), spec.language)}"
    return Prompt(messages=messages_for(spec, content), strategy="editor_file")


def unsupported_reason(spec: TaskSpec) -> str:
    """Return why this task cannot be asked by raw completion, with what to do; "" when it can."""
    if spec.turns:
        return "A model that completes text takes no conversation. Choose another strategy."
    if spec.kind is Kind.EDIT:
        return "A model that completes text cannot be asked for a change of files. Choose another strategy."
    return ""


def completion(spec: TaskSpec) -> Prompt:
    """Return the beginning of a file without a chat template around it; the answer is what follows.

    Code that the task gives is the beginning of the file. Source of the form: Chen et al. 2021, arXiv 2107.03374.
    """
    head = f"{fill.comment(filled(EDITOR, spec), spec.language)}"
    split = fill.split_of(spec)
    if split and not split.suffix.strip():
        front, own = head + fill.comment(split.request or request(spec), spec.language), split.prefix
    else:
        front, own = head + fill.comment(request(spec), spec.language), ""
    message = Message(role="user", content=front + own)
    return Prompt(messages=(message,), strategy="completion", suffix="", own_from=len(front))
