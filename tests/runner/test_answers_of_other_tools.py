"""Result files of promptfoo and lm-evaluation-harness become stored answers. Other entries are named and skipped."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evaluations.actions.import_answers import StoredAnswer
from evaluations.errors import SuiteError
from evaluations.runner.answers import read_answers


def result(**changed: Any) -> dict[str, Any]:
    """A result as promptfoo 0.119 writes it."""
    return {
        "provider": {"id": "ollama:chat:qwen2.5-coder:1.5b", "label": ""},
        "prompt": {"raw": "Write add.", "label": "plain words"},
        "vars": {"task": "add"},
        "response": {"output": "```js\nexport const add = (a, b) => a + b\n```", "tokenUsage": {"completion": 20}},
        "success": True,
        "testCase": {"vars": {"task": "add"}, "metadata": {}},
        **changed,
    }


def read(path: Path, form: str, model: str = "") -> tuple[list[StoredAnswer], list[str]]:
    complaints: list[str] = []
    return list(read_answers(path, complaints.append, form=form, model=model)), complaints


def test_results_of_promptfoo_as_json_and_as_lines(tmp_path: Path) -> None:
    rows = [result(), result(testCase={"metadata": {"task": "sum"}}), result(provider="openai:chat:gpt-x")]
    whole = tmp_path / "results.json"
    whole.write_text(json.dumps({"evalId": "e", "results": {"version": 3, "results": rows}, "config": {}}))
    lines = tmp_path / "results.jsonl"
    lines.write_text("\n".join(json.dumps(row) for row in rows))
    for path in (whole, lines):
        answers, complaints = read(path, "promptfoo")
        assert complaints == []
        assert [answer.task_id for answer in answers] == ["add", "sum", "add"]
        assert [answer.model for answer in answers] == ["qwen2.5-coder:1.5b"] * 2 + ["gpt-x"]
        assert answers[0].prompt == "Write add."
        assert answers[0].template == "plain words"
        assert "export const add" in answers[0].raw_answer


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"response": {"error": "timeout"}}, "there is no output as text"),
        ({"response": None}, "there is no output as text"),
        ({"response": {"output": {"a": 1}}}, "there is no output as text"),
        ({"provider": None}, "no provider is named"),
        ({"provider": {"id": 7}}, "no provider is named"),
        ({"vars": {}, "testCase": {}}, "nothing says which task it is"),
        ({"vars": ["x"], "testCase": "x"}, "nothing says which task it is"),
    ],
)
def test_result_without_required_fields_is_named_and_left_out(tmp_path: Path, changed: Any, says: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps({"results": {"results": [result(**changed), result()]}}))
    answers, complaints = read(path, "promptfoo")
    assert len(answers) == 1
    assert says in complaints[0]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": 3}', "\xff", "[" * 100_000])
def test_other_file_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(SuiteError, match=r"cannot be read|not a result file of promptfoo"):
        read(path, "promptfoo")


def sample(**changed: Any) -> dict[str, Any]:
    """A sample as lm-evaluation-harness 0.4 writes it."""
    arguments = {"gen_args_0": {"arg_0": "def add(a, b):", "arg_1": {"temperature": 0.2, "until": ["\n\n"]}}}
    resps = [["    return a + b", "    return b + a"]]
    return {"doc_id": 3, "doc": {"task_id": "HumanEval/3"}, "arguments": arguments, "resps": resps, **changed}


def test_samples_of_lm_eval_each_response_is_an_answer(tmp_path: Path) -> None:
    folder = tmp_path / "Qwen__Qwen2.5-Coder-1.5B"
    folder.mkdir()
    path = folder / "samples_humaneval_2026-11-29T10-00-00.123.jsonl.gz"
    older = sample(doc={}, arguments=[["def add(a, b):", {"temperature": 0}]], resps=[["    return 0"]])
    with gzip.open(path, "wt") as file:
        file.write(f"{json.dumps(sample())}\n{json.dumps(older)}\nnot json\n")
    answers, complaints = read(path, "lm-eval")
    assert [answer.task_id for answer in answers] == ["HumanEval/3", "HumanEval/3", "humaneval/3"]
    assert {answer.model for answer in answers} == {"Qwen/Qwen2.5-Coder-1.5B"}
    assert answers[0].prompt == "def add(a, b):"
    assert answers[0].params == {"temperature": 0.2, "until": ["\n\n"]}
    assert len(complaints) == 1
    assert {answer.model for answer in read(path, "lm-eval", "mine")[0]} == {"mine"}


@pytest.mark.parametrize("resps", [[[-1.5, False]], [], None, [{"x": 1}], [[[0.1, True]]]])
def test_log_likelihoods_are_not_read_as_answers(tmp_path: Path, resps: Any) -> None:
    path = tmp_path / "samples_arc.jsonl"
    path.write_text(json.dumps(sample(resps=resps)))
    answers, complaints = read(path, "lm-eval")
    assert answers == []
    assert "multiple-choice" in complaints[0]


def test_unknown_file_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="samples_TASK_DATE"):
        read(tmp_path / "results_1.json", "lm-eval")
