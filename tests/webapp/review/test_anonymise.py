"""Text that reveals the model is hidden and marked, and the code still works."""

from __future__ import annotations

import pytest

from evaluations.models import LanguageModel, ModelServer
from webapp.review.anonymise import MARK, Mask, mask_for, names_of


def model(name: str, **kwargs: str) -> LanguageModel:
    return LanguageModel(server=ModelServer(slug="ollama"), name=name, **kwargs)


MASK = Mask(
    names_of(
        [
            model("deepseek-coder:6.7b-instruct-q4_0", family="llama", digest="sha256:0123456789abcdef"),
            model("smollm2:135m"),
            model("phi:2.7b"),
        ]
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "// by deepseek-coder:6.7b-instruct-q4_0",
        "/* Generated with DeepSeek Coder */",
        "<!-- SmolLM2 -->",
        "// SMOLLM says hi",
        "/* phi */",
        "// I am ChatGPT, made by OpenAI",
        "// Code Llama 7B",
        "/* unterminated gpt-4o",
        "// ollama/deepseek-coder",
        "// digest 0123456789ab",
    ],
)
def test_names_in_comments_are_marked(text: str) -> None:
    masked = MASK.code(text).lower()
    assert MARK in masked
    for name in ("deepseek", "smollm", "phi", "gpt", "openai", "llama", "6.7b", "0123456789ab"):
        assert name not in masked


def test_own_names_in_code_become_one_word_everywhere() -> None:
    files = {"smollm2.ts": "export const smollm2 = 1;", "answer.ts": "import { smollm2 } from './smollm2';"}
    assert MASK.files(files) == {
        "hidden.ts": "export const hidden = 1;",
        "answer.ts": "import { hidden } from './hidden';",
    }


@pytest.mark.parametrize(
    "source",
    [
        "const graphics = 'sophisticated';",
        "const claude = animals.filter(gemini);",
        "a // b\nconst x = 1 / 2;",
        "const url = 'https://example.org/a';",
        "",
        "return <p>{model.base}</p>;",
    ],
)
def test_other_code_stays_as_it_is(source: str) -> None:
    assert MASK.code(source) == source


@pytest.mark.parametrize(
    ("source", "path", "masked"),
    [
        ("const url = 'https://smollm2.example/a';", "a.ts", "const url = 'https://hidden.example/a';"),
        ("const text = '/* smollm2 */';", "a.ts", "const text = '/* hidden */';"),
        ("const a = `// gemini`; // gemini", "a.ts", f"const a = `// gemini`; // {MARK}"),
        ("x = 'a # gemini'  # gemini", "a.py", f"x = 'a # gemini'  # {MARK}"),
        ("<p>{/* gemini */}</p>", "a.tsx", f"<p>{{/* {MARK} */}}</p>"),
    ],
)
def test_comments_follow_the_syntax_of_the_language(source: str, path: str, masked: str) -> None:
    assert MASK.code(source, path) == masked


def test_prose_is_masked_whole() -> None:
    assert MASK.prose("hello from DeepSeek-Coder and Mistral-7B") == f"hello from {MARK} and {MARK}"


def test_names_of_the_maker_go_with_the_models_and_sizes_go_in_prose() -> None:
    mask = mask_for([model("gpt-4o"), model("codellama:7b-instruct")])
    assert mask.code("const by = 'ChatGPT';") == "const by = 'hidden';"
    assert mask.code("// 7B, by Meta AI") == f"// {MARK}, by {MARK}"
    assert mask.code("const n = '7b';") == "const n = '7b';"
    assert mask.prose("a 7 B model") == f"a {MARK} model"


@pytest.mark.parametrize(
    "text",
    ["// by DeepSeek Coder 6.7B", "// by deepseek coder", "// by SmolLM2 135M Instruct v0.2", "// by GPT-4 Turbo"],
)
def test_parts_of_a_name_are_masked_with_it(text: str) -> None:
    assert MASK.code(text) == f"// by {MARK}"


def test_words_that_only_follow_a_name_are_kept() -> None:
    assert MASK.code("// smollm2 codes a base64 table") == f"// {MARK} codes a base64 table"


def test_python_comments_and_docstrings_are_comments() -> None:
    assert MASK.code("# by gpt-4\nclaude = 1", "a.py") == f"# by {MARK}\nclaude = 1"
    assert MASK.code('"""Made by Claude"""', "a.py") == f'"""Made by {MARK}"""'


def test_only_names_of_the_campaign_are_masked_in_the_task_text() -> None:
    assert MASK.own("A page about smollm2 and gemini") == f"A page about {MARK} and gemini"


def test_ordinary_words_in_names_stay() -> None:
    mask = Mask(names_of([model("qwen3-coder-next:80b"), model("demonstration-unset-time")]))
    assert mask.own("A Next button that shows the time") == "A Next button that shows the time"
    assert mask.code("const next = time();") == "const next = time();"
    assert mask.prose("by qwen3-coder-next or demonstration-unset-time") == f"by {MARK} or {MARK}"


def test_mask_without_names_hides_only_known_model_names() -> None:
    assert Mask(frozenset()).code("const deepseek = 1; // by gpt-4") == f"const deepseek = 1; // by {MARK}"
