"""Right code is found whole, also when it is wrapped and surrounded at random in the ways of models."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.extractors import extract
from evaluations.records import Kind, TaskSpec

SPEC = TaskSpec(slug="t", title="t", prompt="", kind=Kind.FUNCTION, entry="answer.js", entry_point="add", language="js")
CODES = (
    "function add(a, b) {\n  return a + b;\n}",
    "const add = (a, b) => {\n  const text = `}${a}`;\n  return /[}]/.test(text) ? b : a + b;\n};",
    "export default class add {\n  // it's {\n  static of(a) {\n    return [a, '}'];\n  }\n}",
    "/**\n * Adds (a.\n */\nexport const add = async (a, ...b) => {\n\n  for (const x of b) a += x;\n  return a;\n};",
)
OPENINGS = (
    "",
    "Sure!",
    "Here is the function you asked for:",
    "**Solution**",
    "# Answer",
    "好的，这是代码：",
    "<think>\nfunction add() {}\n</think>",
)
ENDINGS = (
    "",
    "Explanation: it adds.",
    "Done.",
    "That's it! :)",
    "- fast\n- small",
    "1. It (adds\n2. Returns",
    "这个函数。",
    "**Note**: it adds.",
    "<|im_end|>\n<|im_start|>user",
    "User: now subtract",
    "Time complexity: O(1)",
)


def fenced(code: str, label: str, word: str, mark: str, usage: str) -> str:
    lines = [f"{mark}{label}", *([word] if word else []), code, *(["", usage] if usage else []), mark]
    return "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(
    code=st.sampled_from(CODES),
    opening=st.sampled_from(OPENINGS),
    ending=st.sampled_from(ENDINGS),
    label=st.sampled_from(("", "js", "javascript", "JavaScript", "jsx", "java")),
    word=st.sampled_from(("", "javascript", "JavaScript")),
    mark=st.sampled_from(("```", "~~~", "````")),
    usage=st.sampled_from(("", "console.log(add(1, 2)", "add(1, 2) => 3;", "This adds two numbers.")),
    is_fenced=st.booleans(),
)
def test_whole_code_is_found(
    code: str, opening: str, ending: str, label: str, word: str, mark: str, usage: str, *, is_fenced: bool
) -> None:
    middle = fenced(code, label, word, mark, usage) if is_fenced else code
    assert extract(f"{opening}\n\n{middle}\n\n{ending}", SPEC).files == {"answer.js": code}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="{}()[]`'\"/\\<>=;:.,$ \n\0\ud800abfunction add", max_size=400))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for kind, language in ((Kind.FUNCTION, "js"), (Kind.COMPONENT, "tsx"), (Kind.PYTHON, "py"), (Kind.PAGE, "html")):
        spec = TaskSpec(
            slug="t", title="t", prompt="", kind=kind, entry=f"answer.{language}", entry_point="add", language=language
        )
        for answer in (text, f"```\n{text}\n```", f"function add() {{}}\n{text}", f"def add(): pass\n{text}"):
            assert extract(answer, spec).rule
