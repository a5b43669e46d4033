"""Thought that models mark inside their text, in every form that servers pass on. No code is taken from it."""

from __future__ import annotations

import time

import pytest

from evaluations.extractors import Gap, extract
from evaluations.extractors.thinking import without_thinking
from evaluations.records import Kind, TaskSpec

ADD = "export function add(a, b) {\n  return a + b;\n}"
DRAFT = "export function add(a, b) {\n  return a - b;\n}"
FENCE = "```"
FENCED, FENCED_DRAFT = f"{FENCE}js\n{ADD}\n{FENCE}", f"{FENCE}js\n{DRAFT}\n{FENCE}"
SPEC = TaskSpec(
    slug="add", title="add", kind=Kind.FUNCTION, prompt="", language="js", entry="answer.js", entry_point="add"
)
ANALYSIS = f"<|channel|>analysis<|message|>A draft:\n{FENCED_DRAFT}\n"
OPEN = "<|start|>assistant<|channel|>"
FINAL = f"{OPEN}final<|message|>"
FORMS = {
    "harmony on one line": f"<|channel|>analysis<|message|>We write it.<|end|>{FINAL}{FENCED}<|return|>",
    "harmony with a draft": f"{ANALYSIS}<|end|>{FINAL}{FENCED}\n<|return|>",
    "harmony, bare code": f"{ANALYSIS}<|end|>{FINAL}{ADD}<|return|>",
    "harmony, prose and fence": f"{ANALYSIS}<|end|>{FINAL}Here it is:\n\n{FENCED}\n\nIt adds.<|return|>",
    "harmony, the turn's mark handed through": f"<|start|>assistant{ANALYSIS}<|end|>{FINAL}{FENCED}<|end|>",
    "harmony, opened by the template": f"We write it.\n{FENCED_DRAFT}\n<|end|>{FINAL}{FENCED}<|return|>",
    "harmony, a commentary between": f"{ANALYSIS}<|end|><|start|>assistant<|channel|>commentary<|message|>"
    f"{FENCED_DRAFT}<|end|>{FINAL}{FENCED}",
    "harmony, the answer alone": f"<|channel|>final<|message|>{FENCED}<|return|>",
    "harmony, a constrained answer": f"{ANALYSIS}<|end|>{OPEN}final <|constrain|>js<|message|>{FENCED}",
    "harmony, no end of the thought": f"{ANALYSIS}{FINAL}{FENCED}",
    "harmony, the answer in the commentary": f"{ANALYSIS}<|end|>{OPEN}commentary<|message|>{FENCED}",
    "harmony without special tokens": f"analysisWe need to write it.\n{FENCED_DRAFT}assistantfinal{FENCED}",
    "harmony without special tokens, bare": f"analysisWe need to write it.assistantfinal{ADD}",
    "gemma": f"<|channel>thought\nA draft:\n{FENCED_DRAFT}\n<channel|>{FENCED}<turn|>",
    "gemma, a line's end": f"<|channel>thought\n{FENCED_DRAFT}\n<channel|>\n{FENCED}",
    "gemma, nothing thought": f"<|channel>thought\n<channel|>{ADD}",
    "gemma, opened by the template": f"A draft:\n{FENCED_DRAFT}\n<channel|>{FENCED}",
    "think": f"<think>\n{FENCED_DRAFT}\n</think>\n\n{FENCED}",
    "think, the fence on its line": f"<think>{FENCED_DRAFT}\n</think>{FENCED}",
    "think, only closed": f"A draft:\n{FENCED_DRAFT}\n</think>\n{FENCED}",
    "think, only closed, bare": f"A draft in words.\n</think>{ADD}",
    "answer on one line": f"<answer>{FENCED}</answer>",
    "answer after a thought": f"<think>hm</think><answer>{FENCED}</answer>",
    "answer on lines of its own": f"<answer>\n{FENCED}\n</answer>",
    "answer without a fence": f"<answer>\n{ADD}\n</answer>",
    "another tag": f"<final_answer>{FENCED}</final_answer>",
    "end of turn behind the fence": f"{FENCED}<|im_end|>",
    "end of turn, another": f"{FENCED}<end_of_turn>\n",
}


@pytest.mark.parametrize("form", list(FORMS))
def test_the_answer_is_taken_and_not_the_thought(form: str) -> None:
    extraction = extract(FORMS[form], SPEC)
    assert {path: source.strip() for path, source in extraction.files.items()} == {"answer.js": ADD}
    block = extraction.blocks[extraction.chosen[0]]
    assert "return a + b" in FORMS[form][block.start : block.end], "offsets are those of the raw answer"


@pytest.mark.parametrize(
    "text",
    [
        f"<think>\n{FENCED_DRAFT}",
        ANALYSIS,
        f"<|start|>assistant{ANALYSIS}",
        f"<|channel>thought\n{FENCED_DRAFT}",
        f"analysisWe need to write it.\n{FENCED_DRAFT}",
        f"{ANALYSIS}<|end|>{OPEN}analysis<|message|>",
        f"{ANALYSIS}<|end|><|start|>assistant<|channel|>commentary to=functions.write<|message|>{FENCED_DRAFT}<|call|>",
    ],
)
def test_a_thought_that_never_ends_has_no_code(text: str) -> None:
    assert extract(text, SPEC).files == {}
    assert not without_thinking(text).strip()


@pytest.mark.parametrize(
    "code",
    [
        'export const END = "<|return|>";\nexport function add(a, b) {\n  return a + b;\n}',
        "export function add(a, b) {\n  return a + b; // <|channel|>final<|message|>\n}",
        "export const analysisReport = 1;\nexport function add(a, b) {\n  return a + b;\n}",
        'export const html = "<answer>```</answer>";\nexport function add(a, b) {\n  return a + b;\n}',
    ],
)
def test_code_that_names_such_marks_stays_as_it_is(code: str) -> None:
    assert extract(f"Here:\n{FENCE}js\n{code}\n{FENCE}\n", SPEC).files == {"answer.js": code}


def test_python_after_a_mark_keeps_its_margin() -> None:
    spec = TaskSpec(
        slug="add", title="add", kind=Kind.PYTHON, prompt="", language="py", entry="answer.py", entry_point="add"
    )
    code = "def add(a, b):\n    return a + b"
    for answer in (code, f"{FENCE}python\n{code}\n{FENCE}"):
        text = f"<|channel|>analysis<|message|>We write it.<|end|>{FINAL}{answer}<|return|>"
        assert extract(text, spec).files["answer.py"].strip() == code


def test_gap_is_filled_only_with_the_answer() -> None:
    gap = Gap(before="function add(a, b) {\n", after="}\n")
    text = f"<|channel|>analysis<|message|>hm<|end|>{FINAL}  return a + b;\n<|return|>"
    assert extract(text, SPEC, gap).files["answer.js"] == "function add(a, b) {\n  return a + b;\n}\n"


@pytest.mark.parametrize(
    "text",
    [
        "<|channel|>analysis<|message|>" * 20_000,
        "<|end|><|start|>assistant" * 20_000,
        "<|channel>thought" * 20_000,
        "analysisWe need to " + "assistant" * 40_000,
        "<|start|>" + " " * 200_000,
        "```</answer>\n" * 20_000,
        "<|channel|>" * 50_000,
        "<|return|>" * 50_000,
        "<|end|>" + " \n" * 100_000 + "<|end|>",
    ],
)
def test_marks_without_end_cost_no_time(text: str) -> None:
    begun = time.process_time()
    without_thinking(text)
    assert time.process_time() - begun < 2
