"""What is sent by own strategies, images, raw completion, and the form of an editor plug-in."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from evaluations import prompts
from evaluations.errors import SuiteError
from evaluations.prompts import Example, Recipe, cannot, is_own, render, unsupported_models, unsupported_reason
from evaluations.prompts.strategies import CODE_AFTER_PLAN, GUARDRAIL_MISTRAL, PLAN_ALONE
from evaluations.records import Kind, Message, TaskSpec

SPEC = TaskSpec(
    slug="shop", title="Sum", kind=Kind.FUNCTION, prompt="Add two numbers.", language="ts", entry="answer.ts"
)
PNG = b"\x89PNG\r\n"


class Model:
    """A model with these abilities."""

    def __init__(self, model_id: str, capabilities: tuple[str, ...] = (), can_insert: bool | None = None) -> None:
        self.model_id, self.capabilities, self.can_insert = model_id, list(capabilities), can_insert


def test_own_strategy_puts_its_words_around_the_request() -> None:
    recipe = Recipe(system="Be short in {LANG}.", prefix="In {FILE_NAME} of {PROJECT_NAME}:", suffix="Export it.")
    system, user = render("own_short_v2", SPEC, recipe=recipe).messages
    assert (system.role, system.content) == ("system", "Be short in TypeScript.")
    assert user.content == "In answer.ts of shop:\n\nAdd two numbers.\n\nWrite it in TypeScript.\n\nExport it."
    assert render("own_short_v2", SPEC, recipe=recipe).strategy == "own_short_v2"


def test_examples_are_turns_and_a_task_is_never_given_its_own_answer() -> None:
    recipe = Recipe(
        examples=(
            Example(request="Subtract.", answer="a - b"),
            Example(request=" Add  two numbers.\n", answer="THE ANSWER", source="starter/shop"),
        )
    )
    messages = render("own_few_v1", SPEC, recipe=recipe).messages
    assert [(message.role, message.content) for message in messages[:2]] == [
        ("user", "Subtract."),
        ("assistant", "a - b"),
    ]
    assert "THE ANSWER" not in str(messages)
    assert "THE ANSWER" in str(render("own_few_v1", replace(SPEC, prompt="Multiply."), recipe=recipe).messages)


def test_example_whose_request_was_taken_with_the_language_is_left_out_too() -> None:
    request = render("plain", SPEC).messages[0].content
    recipe = Recipe(examples=(Example(request=request, answer="THE ANSWER"),))
    assert "THE ANSWER" not in str(render("own_few_v1", SPEC, recipe=recipe))


def test_in_a_conversation_the_earlier_turns_are_the_examples() -> None:
    turns = (Message(role="user", content="First"), Message(role="assistant", content="ok"))
    recipe = Recipe(system="Short.", examples=(Example(request="x", answer="y"),))
    messages = render("own_few_v1", replace(SPEC, turns=turns), recipe=recipe).messages
    assert [message.role for message in messages] == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize("name", ["own_a_v1", "own_a_b2_v12"])
def test_names_of_own_strategies(name: str) -> None:
    assert is_own(name)


@pytest.mark.parametrize("name", ["plain", "own__v1", "own_a_v0", "own_a", "own_A_v1", "own_a_v1\n", "own_a__b_v1"])
def test_invalid_names_of_own_strategies_are_refused(name: str) -> None:
    assert not is_own(name)
    with pytest.raises(SuiteError):
        render(name if name != "plain" else "plain?", SPEC)


def test_mistrals_wording_is_sent_as_in_its_paper() -> None:
    system, _ = render("guardrail_mistral", SPEC).messages
    assert system.content == GUARDRAIL_MISTRAL
    assert GUARDRAIL_MISTRAL.startswith("Always assist with care, respect, and truth. Respond with utmost utility yet")
    assert GUARDRAIL_MISTRAL.endswith("Ensure replies promote fairness and positivity.")


def test_plan_has_its_own_call_and_is_part_of_the_second_one() -> None:
    first = render("two_phase", SPEC)
    assert first.messages[-1].content.endswith(PLAN_ALONE)
    second = prompts.PLANNED["two_phase"](first, "1. Add them.\n")
    assert second.messages[:-2] == first.messages
    assert [message.content for message in second.messages[-2:]] == ["1. Add them.", CODE_AFTER_PLAN]
    assert prompts.PLANNED["two_phase"](first, " ").messages[-2].content


def test_editors_form_names_the_file_and_comments_the_request() -> None:
    (message,) = render("editor_file", SPEC).messages
    assert message.content.startswith(
        "The following is a complete TypeScript file named answer.ts in the project shop. "
        "Anything NOT code is written as a CODE COMMENT.\n\n```ts\n/*\nAdd two numbers."
    )
    assert message.content.count("```") == 1


def test_raw_completion_is_a_file_that_begins() -> None:
    prompt = render("completion", SPEC)
    content = prompt.messages[0].content
    assert (prompt.suffix, content[prompt.own_from :]) == ("", "")
    assert content.startswith("// The following is a complete TypeScript file named answer.ts")
    assert "Add two numbers." in content
    spec_with_code = replace(SPEC, prompt="Add:\n```ts\nexport function add(a: number, b: number) {\n```")
    prompt = render("completion", spec_with_code)
    assert prompt.messages[0].content[prompt.own_from :] == "export function add(a: number, b: number) {\n"


def test_raw_completion_takes_no_conversation() -> None:
    assert "conversation" in unsupported_reason("completion", replace(SPEC, turns=(Message(role="user", content="a"),)))


def test_images_of_the_task_are_sent_in_order() -> None:
    spec = replace(SPEC, fixtures={"b.png": PNG, "a.JPG": b"j", "data.csv": b"1"})
    prompt = render("images", spec)
    assert prompt.images == (
        f"data:image/jpeg;base64,{base64.b64encode(b'j').decode()}",
        f"data:image/png;base64,{base64.b64encode(PNG).decode()}",
    )
    assert "Look at the attached images: a.JPG, b.png." in prompt.messages[-1].content
    assert render("images", replace(SPEC, fixtures={"b.png": b""})).images == ()


def test_picture_is_described_in_words_only_to_models_that_do_not_see() -> None:
    prompt = "Rebuild this page.\n\n```text picture\nA red card.\n```\nUse no image files."
    spec = replace(SPEC, prompt=prompt, fixtures={"wide.png": b"1"})
    content = render("images", spec).messages[-1].content
    assert ("A red card." in content, "Use no image files." in content) == (False, True)
    assert "A red card." in render("plain", spec).messages[-1].content


def test_task_without_images_or_with_a_huge_one_is_not_asked() -> None:
    assert "has no image" in unsupported_reason("images", replace(SPEC, fixtures={"data.csv": b"1"}))
    assert "larger than 5 MB" in unsupported_reason("images", replace(SPEC, fixtures={"a.png": b"x" * (5 * 2**20 + 1)}))
    assert unsupported_reason("images", replace(SPEC, fixtures={"a.png": b""})) == ""


def test_models_that_do_not_see_are_named() -> None:
    sees, blind, silent = Model("a/eye", ("completion", "vision")), Model("b/blind", ("completion",)), Model("c/llama")
    assert [bool(cannot("images", model)) for model in (sees, blind, silent)] == [False, True, False]
    assert unsupported_models("images", [sees, blind]).startswith("b/blind cannot see images. Untick it")
    assert unsupported_models("plain", [blind]) == ""
