"""Vue's single-file components in answers: in fences, with names, several of them, and without a fence."""

from __future__ import annotations

import pytest

from evaluations.extractors import extract
from evaluations.records import Kind, TaskSpec

COUNTER = """<script setup>
import { ref } from 'vue';
const n = ref(0);
</script>
<template><b @click="n++">{{ n }}</b></template>"""
PAGE = "```html\n<!doctype html><p>a</p>\n```"
SPEC = TaskSpec(slug="t", title="t", kind=Kind.COMPONENT, prompt="A counter.", language="vue", entry="answer.vue")


@pytest.mark.parametrize(
    "answer",
    [
        f"Here it is:\n```vue\n{COUNTER}\n```\nEnjoy!",
        f"```html\n{COUNTER}\n```",
        f"```\n{COUNTER}\n```",
        f"Install it:\n```bash\nnpm i vue\n```\n```vue\n{COUNTER}\n```\n```js\nimport App from './App.vue'\n```",
        f"Sure!\n{COUNTER}\nThat is all.",
        f"<think>```vue\n<template><i/></template>\n```</think>\n```vue\n{COUNTER}\n```",
    ],
)
def test_component_is_found(answer: str) -> None:
    assert extract(answer, SPEC).files == {"answer.vue": COUNTER}


def test_component_that_imports_the_other_is_the_entry() -> None:
    app = "<script setup>\nimport Item from './components/Item.vue';\n</script>\n<template><Item /></template>"
    item = "<template><li>an item of the list, longer than what uses it, by far and by a lot of words</li></template>"
    answer = f"`components/Item.vue`\n```vue\n{item}\n```\n`App.vue`\n```vue\n{app}\n```"
    extraction = extract(answer, SPEC)
    assert extraction.files == {"answer.vue": app, "components/Item.vue": item}
    assert extraction.entry == "answer.vue"


@pytest.mark.parametrize("answer", ["", "I cannot.", "```js\nconst a = 1;\n```", PAGE])
def test_other_answers_contain_no_component(answer: str) -> None:
    extraction = extract(answer, SPEC)
    assert (dict(extraction.files), extraction.rule) == ({}, "none")
