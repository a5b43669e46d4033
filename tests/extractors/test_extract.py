"""Code from real answers, and from forms that a careless extractor gets wrong."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from evaluations.extractors import extract
from evaluations.records import Extraction, Kind, TaskSpec

REAL = [json.loads(line) for line in (Path(__file__).parent / "answers.jsonl").read_text().splitlines()]
FENCE = "```"


def spec(kind: Kind = Kind.FUNCTION, entry_point: str | None = "add", entry: str = "answer.js") -> TaskSpec:
    return TaskSpec(slug="t", title="t", kind=kind, prompt="", entry=entry, entry_point=entry_point)


def code(text: str, task: TaskSpec | None = None) -> str | None:
    task = task or spec()
    return extract(text, task).files.get(task.entry)


@pytest.mark.parametrize("row", REAL, ids=lambda row: row["answer_id"])
def test_real_answer(row: dict[str, str]) -> None:
    extraction = extract(row["raw_answer"], spec(entry_point=row["entry_point"]))
    assert (extraction.rule, extraction.files.get("answer.js")) == (row["rule"], row["code"])


@pytest.mark.parametrize("row", REAL, ids=lambda row: row["answer_id"])
def test_offsets_point_into_the_raw_answer(row: dict[str, str]) -> None:
    extraction = extract(row["raw_answer"], spec(entry_point=row["entry_point"]))
    for block in extraction.blocks:
        assert 0 <= block.start <= block.end <= len(row["raw_answer"])
        first = block.source.strip().splitlines()[0] if block.source.strip() else ""
        assert first.strip() in row["raw_answer"][block.start : block.end].replace("\r", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FENCE}js\nconst add = 1;\n{FENCE}", "const add = 1;"),
        (f"{FENCE}js\r\nconst add = 1;\r\n{FENCE}\r\n", "const add = 1;"),
        (f"````js\nconst add = `{FENCE}`;\n````", f"const add = `{FENCE}`;"),
        ("~~~js\nconst add = 1;\n~~~", "const add = 1;"),
        (f"1. Do it:\n   {FENCE}js\n   const add = 1;\n   const b = 2;\n   {FENCE}", "const add = 1;\nconst b = 2;"),
        (f"{FENCE}js\nfunction add(a, b) {{ return a +", "function add(a, b) { return a +"),
        ("function add(a, b) { return a + b; }", "function add(a, b) { return a + b; }"),
        ("Sure! Here it is:\n\nconst add = (a) => a;\n\nThis function adds two numbers.", "const add = (a) => a;"),
        ("<think>const wrong = 1;</think>\nconst add = 2;", "const add = 2;"),
        (f"<think>{FENCE}js\nconst add = 0;\n{FENCE}", None),
        ("I am sorry, I cannot do that.", None),
        ("", None),
        (f"{FENCE}python\ndef add(a, b):\n    return a + b\n{FENCE}", None),
        (f"{FENCE}js\ndef add(a, b):\n    return a + b\n{FENCE}", None),
        (f"{FENCE}bash\nnpm install\n{FENCE}\n{FENCE}js\nconst add = 1;\n{FENCE}", "const add = 1;"),
        (f"{FENCE}js\nconst add = 1;\n{FENCE}\nUse it:\n{FENCE}js\nconsole.log(add);\n{FENCE}", "const add = 1;"),
        (f"{FENCE}js\nconst add = 1;\n{FENCE}\nAgain:\n{FENCE}js\nconst add = 2;\n{FENCE}", "const add = 1;"),
        ("[JAVASCRIPT]\nfunction add() {\n  return 1;\n}\n[/JAVASCRIPT]", "function add() {\n  return 1;\n}"),
    ],
)
def test_answer_of_each_shape_gives_the_expected_code(text: str, expected: str | None) -> None:
    assert code(text) == expected


def test_several_files_keep_their_paths_and_find_each_other() -> None:
    uploader = "import { parse } from './parse';\nexport default function Uploader() { return parse('a'); }"
    app = "import Uploader from './Uploader';\nexport default () => <Uploader />;"
    text = (
        f"**src/parse.ts**\n{FENCE}ts\nexport const parse = (t: string) => t;\n{FENCE}\n"
        f"`src/Uploader.tsx`:\n{FENCE}tsx\n{uploader}\n{FENCE}\n"
        f'Use it:\n{FENCE}tsx title="src/App.tsx"\n{app}\n{FENCE}\n'
    )
    extraction = extract(text, spec(Kind.COMPONENT, None, "answer.tsx"))
    assert extraction.rule == "several_files"
    assert set(extraction.files) == {"src/parse.ts", "src/Uploader.tsx", "src/App.tsx", "answer.tsx"}
    assert extraction.files["answer.tsx"] == uploader
    assert extraction.files["src/Uploader.tsx"].startswith('export * from "./../answer"')


@pytest.mark.parametrize("path", ["../../etc/passwd.js", "/etc/cron.js", "a/../../b.js", "C:\\x\\y.js"])
def test_file_paths_never_leave_the_folder(path: str) -> None:
    first = f'{FENCE}js title="{path}"\nexport const a = 1;\n{FENCE}\n'
    second = f'{FENCE}js title="ok.js"\nexport const add = 2;\n{FENCE}'
    names = extract(first + second, spec()).files
    assert len(names) == 3
    for name in names:
        assert not name.startswith("/")
        assert ".." not in name.split("/")


def test_tests_are_taken_only_for_tasks_that_ask_for_tests() -> None:
    text = (
        f"{FENCE}tsx\nexport function useX() {{ return 1; }}\n{FENCE}\n"
        f"{FENCE}tsx\nimport {{ useX }} from './useX';\ntest('x', () => expect(useX()).toBe(1));\n{FENCE}"
    )
    tests = extract(text, spec(Kind.WRITE_TESTS, None, "x.test.tsx"))
    assert "expect(useX())" in tests.files["x.test.tsx"]
    hook = extract(text, spec(Kind.HOOK, None, "answer.tsx"))
    assert "export function useX" in hook.files["answer.tsx"]


def test_the_choice_is_explained() -> None:
    extraction: Extraction = extract(
        f"{FENCE}js\nconst a = 1;\n{FENCE}\n{FENCE}js\nfunction add() {{}}\n{FENCE}", spec()
    )
    assert extraction.chosen == (1,)
    assert len(extraction.blocks) == 2
    assert extraction.reason == "The first block that defines add."


@pytest.mark.parametrize(
    "text",
    [
        "`" * 200_000,
        f"{FENCE}js\n" * 20_000,
        "a " * 200_000,
        "Word, " * 50_000 + "const add = 1;\n" * 2_000,
        "<think>" * 20_000,
        "const x = '" + "\\" * 100_000,
        "\n" * 200_000 + "x",
        "(" * 100_000 + "\nfunction add() {}\n" + "{" * 100_000,
        "[PYTHON]" * 20_000,
        "\0\ud800\n" * 10_000,
    ],
    ids=range(10),
)
def test_hostile_text_ends_in_time(text: str) -> None:
    begun = time.perf_counter()
    extract(text, spec())
    assert time.perf_counter() - begun < 5
