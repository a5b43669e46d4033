"""The strategy `words`: the plain request without the marked signature."""

from __future__ import annotations

from dataclasses import replace

from evaluations.prompts import render, unsupported_reason
from evaluations.records import Kind, TaskSpec

SIGNATURE = "```ts signature\nfunction useOnline(): boolean;\n```"
SPEC = TaskSpec(
    slug="use-online",
    title="Whether there is a network",
    kind=Kind.HOOK,
    prompt=f"Write a React hook `useOnline()`.\n\n{SIGNATURE}\n",
    context={"a.ts": "export const a = 1;\n"},
)


def content(strategy: str, spec: TaskSpec) -> str:
    return render(strategy, spec).messages[-1].content


def test_words_is_the_plain_request_without_the_signature() -> None:
    assert SIGNATURE in content("plain", SPEC)
    assert content("words", SPEC) == content("plain", SPEC).replace(f"{SIGNATURE}\n\n", "")
    assert render("words", SPEC).strategy == "words"
    assert unsupported_reason("words", SPEC) == ""


def test_only_marked_blocks_are_left_out_at_any_place() -> None:
    example = "```ts\nconst isOnline = useOnline();\n```"
    spec = replace(SPEC, prompt=f"{SIGNATURE}\n\nWrite it.\n\n{example}\n\n````tsx signature\n```\nx\n````\nThen stop.")
    assert content("words", spec).startswith(f"Write it.\n\n{example}\n\nThen stop.")
    assert "function useOnline" not in content("words", spec)


def test_prompt_without_a_signature_cannot_use_this_strategy() -> None:
    spec = replace(SPEC, prompt="Write a hook.\n\n```ts\nsignature\n```\n")
    assert unsupported_reason("words", spec).startswith(
        "The prompt shows no signature to leave out. Mark its code block"
    )
    assert unsupported_reason("words", replace(SPEC, prompt="```ts signature\nfunction f();")) != ""  # never closed
