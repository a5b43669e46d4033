"""Files of other benchmarks become tasks that grade correctly. A bad line is named and skipped."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evaluations.errors import SuiteError
from evaluations.graders.conditions import entry_conditions
from evaluations.licences import NO_TRAINING, forbids_training
from evaluations.records import Kind, TaskSpec
from evaluations.sandbox import Sandbox
from evaluations.suites import benchmarks
from tests.environment import needs_time

DATA = Path(__file__).parent / "data"
PYTHON = Path(__file__).parents[2] / "fixtures" / "python"
FILES = {
    "humaneval-x": DATA / "humaneval-x.jsonl",
    "multipl-e": DATA / "multipl-e.jsonl",
    "mbxp": DATA / "mbxp.jsonl",
    "exercism": DATA / "exercism.jsonl",
    "react": DATA / "react.jsonl",
    "web-bench": DATA / "web-bench.jsonl",
    "human-eval": PYTHON / "humaneval.jsonl",
    "mbpp": PYTHON / "mbpp.jsonl",
    "ds-1000": DATA / "ds-1000.jsonl",
    "webapp1k": DATA / "webapp1k.jsonl",
}
REFERENCES = {"multipl-e": DATA / "humaneval-x.jsonl"}


def tasks_of(form: str, *, references: Path | None = None) -> dict[str, TaskSpec]:
    loaded = benchmarks.load(form, FILES[form], references=references)
    assert loaded.complaints == ()
    return {task.slug: task for task in loaded.suite.tasks}


def lines_of(form: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILES[form].read_text().splitlines()]


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def test_every_import_format_has_a_test() -> None:
    assert set(FILES) == set(benchmarks.FORMATS)


@pytest.mark.parametrize(
    "form", [pytest.param(form, marks=[needs_time] if form == "web-bench" else []) for form in FILES]
)
def test_conditions_of_entry_are_met(form: str, sandbox: Sandbox) -> None:
    tasks = tasks_of(form, references=REFERENCES.get(form))
    # The Python formats are tested in tests/sandbox/test_python_lane.py.
    with_reference = [task for task in tasks.values() if task.reference][:3]
    if form == "web-bench":  # each test waits for its missing element
        with_reference = [replace(tasks["esmodule-task-1"], timeout_ms=10_000)]
    assert with_reference
    conditions = [c for task in with_reference for c in entry_conditions(task, sandbox.execute, times=1)]
    assert [f"{c.name}: {c.message}" for c in conditions if not c.is_met] == []
    assert len(conditions) >= 2 * len(with_reference)


@pytest.mark.parametrize("form", FILES)
def test_each_task_says_its_licence_and_source(form: str) -> None:
    tasks = tasks_of(form).values()
    assert all(task.licence and task.source for task in tasks)
    assert all(forbids_training(task.licence) == (form == "multipl-e") for task in tasks)


def test_humaneval_x_asks_for_the_whole_and_names_the_last_function() -> None:
    task = tasks_of("humaneval-x")["javascript-10"]
    assert (task.kind, task.language, task.entry, task.entry_point) == (
        Kind.FUNCTION,
        "js",
        "answer.js",
        "makePalindrome",
    )
    assert task.prompt.startswith("Complete this JavaScript code.")
    assert "const isPalindrome" in task.prompt  # the helper before the function
    assert "canonical" not in task.prompt
    assert task.reference["answer.js"].count("const makePalindrome") == 1


def test_mbxp_has_a_language_a_line() -> None:
    tasks = tasks_of("mbxp")
    assert {slug: (task.language, task.entry_point) for slug, task in tasks.items()} == {
        "mbjsp-3": ("js", "isNotPrime"),
        "mbtsp-1": ("ts", "min_cost"),
    }


def test_exercism_turns_all_tests_on_and_its_stub_must_fail() -> None:
    task = tasks_of("exercism")["exercism-js-nth-prime"]
    assert task.checks is not None
    assert "xtest" not in task.checks.source
    assert task.checks.source.count("  test(") == lines_of("exercism")[0]["tests"]
    assert list(task.mutants) == ["stub"]
    assert task.mutants["stub"][task.entry] in task.prompt
    assert task.source.startswith("exercism/javascript@")


def test_exercism_tasks_about_rewriting_have_no_stub_to_refuse(tmp_path: Path) -> None:
    line = {**lines_of("exercism")[0], "stub_passes": True}
    (task,) = benchmarks.load("exercism", written(tmp_path / "a.jsonl", line)).suite.tasks
    assert task.mutants == {}
    assert "refactoring" in task.tags


def test_react_gives_with_the_prompt_only_what_the_source_imports() -> None:
    tasks = tasks_of("react")
    mount = tasks["react-use-usemount"]
    assert mount.checks is not None
    assert set(mount.context) == {"src/useEffectOnce.ts"}
    assert set(mount.checks.files) == {"src/index.ts"}  # only for the test
    assert (mount.licence, mount.kind) == ("Unlicense", Kind.HOOK)
    assert mount.prompt.startswith("Write the React hook `useMount`, the file `src/useMount.ts`.")
    did_mount = tasks["rooks-usedidmount"]
    assert '"@/' not in json.dumps([did_mount.reference, did_mount.checks and did_mount.checks.source])


def test_multipl_e_gets_given_references_only_where_they_fit() -> None:
    tasks = tasks_of("multipl-e", references=REFERENCES["multipl-e"])
    assert {slug: bool(task.reference) for slug, task in tasks.items()} == {
        "multipl-e-js-2": True,
        "multipl-e-ts-humaneval_1_made_up": True,
        "multipl-e-js-112": False,
    }
    assert tasks["multipl-e-js-2"].entry_point == "rest_of_number"
    assert tasks["multipl-e-js-2"].reference["answer.js"].endswith("\nconst rest_of_number = truncateNumber;\n")
    assert NO_TRAINING in benchmarks.FORMATS["multipl-e"].licence
    assert not any(task.reference for task in tasks_of("multipl-e").values())


def test_web_bench_has_a_task_a_step_and_asks_for_all_before_it() -> None:
    tasks = tasks_of("web-bench")
    assert list(tasks)[1:4] == ["calculator-task-1", "calculator-task-2", "esmodule-init"]
    third, steps = tasks["calculator-task-2"], lines_of("web-bench")[0]["tasks"]
    assert (third.kind, third.lane, third.language, third.entry) == (Kind.PAGE, "spec", "html", "src/index.html")
    assert all(f"{n}. {step['description']}" in third.prompt for n, step in enumerate(steps, 1))
    assert steps[2]["description"] not in tasks["calculator-task-1"].prompt
    assert third.checks is not None
    assert third.checks.source == steps[2]["spec"]
    assert "node_modules/@web-bench/test-util/src/index.js" in third.checks.files
    assert list(third.mutants["beginning"]) == list(third.context) == ["src/index.html"]
    assert tasks["calculator-init"].context == {} == tasks["calculator-init"].mutants
    assert tasks["esmodule-task-1"].mutants["beginning"]["src/modules/util/lang.js"] == ""


def test_web_bench_leaves_out_files_that_are_not_text(tmp_path: Path) -> None:
    line = lines_of("web-bench")[0]
    line["reference_files"]["src/a.png"] = {"base64": "iVBORw0K"}
    tasks = benchmarks.load("web-bench", written(tmp_path / "a.jsonl", line)).suite.tasks
    assert {path for task in tasks for path in task.reference} == {"src/index.html"}


def test_python_tasks_call_check_and_keep_every_assert() -> None:
    human = tasks_of("human-eval")["humaneval-0"]
    assert human.checks is not None
    assert human.checks.source.endswith("\ncheck(has_close_elements)\n")
    assert (human.kind, human.entry, human.entry_point) == (Kind.PYTHON, "answer.py", "has_close_elements")
    line, mbpp = lines_of("mbpp")[0], tasks_of("mbpp")["mbpp-1"]
    assert mbpp.checks is not None
    assert all(check in mbpp.checks.source for check in line["test_list"])
    assert all(check in mbpp.prompt for check in line["test_list"])


def test_webapp1k_asks_with_the_tests_and_files_the_answer_as_they_import_it() -> None:
    single, duo = tasks_of("webapp1k").values()
    line = lines_of("webapp1k")[0]
    assert (single.slug, single.kind, single.entry) == (
        "single-blogging-addalttexttoimage",
        Kind.COMPONENT,
        "AddAltTextToImage.js",
    )
    assert line["source_path"] == "addAltTextToImage.js", "the tests import it with another case of letters"
    assert line["test"].strip() in single.prompt
    assert single.source == f"onekq/WebApp1k@{line['commit']}"
    assert (single.tags, duo.tags) == (("jsx", "single", "blogging"), ("jsx", "duo", "blogging"))
    assert (bool(single.reference), duo.reference) == (True, {})


def test_ds_1000_hands_the_code_to_its_own_tests() -> None:
    median, words = tasks_of("ds-1000").values()
    assert (median.slug, median.title, median.tags) == (
        "ds-1000-statistics-1",
        "Statistics 1",
        ("python", "statistics"),
    )
    assert median.checks is not None
    assert words.checks is not None
    assert median.checks.source.endswith("\n\ntest_execution(answer_source)\n")
    assert words.checks.source.endswith("\n\ntest_execution(answer_source)\ntest_string(answer_source)\n")
    assert words.reference["answer.py"].startswith("    return"), "it stands inside a function"
    assert "BEGIN SOLUTION" in median.prompt


# A change of a file's first line, and the complaint about it.
BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("humaneval-x", lambda line: "{", "bad.jsonl, line 1: not JSON ("),
    ("humaneval-x", lambda line: [line], "bad.jsonl, line 1: not a JSON object."),
    ("humaneval-x", lambda line: {**line, "prompt": None}, 'bad.jsonl, line 1: "prompt" is not text.'),
    ("humaneval-x", lambda line: {k: v for k, v in line.items() if k != "test"}, '"test" is missing.'),
    ("humaneval-x", lambda line: {**line, "declaration": "", "prompt": "Say it."}, '"prompt" opens no function.'),
    ("humaneval-x", lambda line: {**line, "task_id": "…"}, '"…" has no letter or digit to name the task by.'),
    ("multipl-e", lambda line: {**line, "language": "rs"}, 'language "rs" is not one of javascript, typescript.'),
    ("mbxp", lambda line: {**line, "language": "java"}, 'language "java" is not one of javascript, typescript.'),
    ("exercism", lambda line: {**line, "stub_path": "../../etc/x.js"}, 'path "../../etc/x.js" leaves the task.'),
    ("exercism", lambda line: {**line, "extra_files": {"a.js": 1}}, '"extra_files" does not map paths to texts.'),
    ("react", lambda line: {**line, "kind": "page"}, 'kind "page" is not one of hook, component.'),
    ("react", lambda line: {**line, "source_path": "a.vue"}, '"source_path" ends in .vue'),
    ("react", lambda line: {**line, "support_files": {"/etc/a": ""}}, 'path "/etc/a" leaves the task.'),
    ("web-bench", lambda line: {**line, "tasks": []}, '"tasks" is not a list of steps.'),
    ("web-bench", lambda line: {**line, "reference_files": {}}, '"reference_files" lacks src/index.html.'),
    ("web-bench", lambda line: {**line, "tasks": [{"id": "init"}]}, '"description" is missing.'),
    ("human-eval", lambda line: {**line, "entry_point": 3}, '"entry_point" is not text.'),
    ("mbpp", lambda line: {**line, "test_list": []}, '"test_list" is empty.'),
    ("mbpp", lambda line: {**line, "test_list": [1]}, '"test_list" is not a list of texts.'),
    ("ds-1000", lambda line: {**line, "metadata": {}}, '"metadata" has no "problem_id".'),
    ("ds-1000", lambda line: {**line, "code_context": "x = 1"}, '"code_context" defines no test_execution.'),
    ("webapp1k", lambda line: {**line, "test": "test();"}, '"test" imports no component from a file beside it.'),
    ("webapp1k", lambda line: {**line, "test": "import A from './../a';"}, 'path "../a.js" leaves the task.'),
]


@pytest.mark.parametrize(("form", "spoil", "message"), BROKEN, ids=[message[:50] for *_, message in BROKEN])
def test_bad_line_is_named_and_the_others_are_imported(
    form: str, spoil: Callable[[dict[str, Any]], object], message: str, tmp_path: Path
) -> None:
    first, good, *_ = lines_of(form)
    loaded = benchmarks.load(form, written(tmp_path / "bad.jsonl", spoil(first), good))
    assert {task.slug for task in loaded.suite.tasks} < set(tasks_of(form))
    (complaint,) = loaded.complaints
    assert complaint.startswith("bad.jsonl, line 1: ")
    assert message in complaint
    assert complaint.endswith("The line was left out; correct it and import again.")


def test_second_task_of_the_same_name_is_left_out(tmp_path: Path) -> None:
    line = lines_of("humaneval-x")[0]
    loaded = benchmarks.load("humaneval-x", written(tmp_path / "a.jsonl", line, "", line))
    assert len(loaded.suite.tasks) == 1
    assert loaded.complaints == ('a.jsonl, line 3: task "javascript-1" is there already. The line was left out.',)


def test_giant_line_ends_the_reading_with_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluations.jsonl.LONGEST_LINE", 20_000)
    giant = {**lines_of("humaneval-x")[1], "test": "x" * 30_000}
    loaded = benchmarks.load("humaneval-x", written(tmp_path / "a.jsonl", lines_of("humaneval-x")[0], giant))
    assert len(loaded.suite.tasks) == 1
    assert loaded.complaints == ("a.jsonl, line 2: more than 20000 characters. The rest of the file was left out.",)


def test_packed_file_and_a_whole_folder_are_the_same_tasks(tmp_path: Path) -> None:
    expected = benchmarks.load("mbxp", FILES["mbxp"]).suite.tasks
    packed = tmp_path / "mbxp.jsonl.gz"
    packed.write_bytes(gzip.compress(FILES["mbxp"].read_bytes()))
    assert benchmarks.load("mbxp", packed).suite.tasks == expected
    shutil.copy(FILES["humaneval-x"], tmp_path / "NOTICE.md")  # not read
    assert benchmarks.load("mbxp", tmp_path).suite.tasks == expected


@pytest.mark.parametrize("cut", [10, -10], ids=["in its head", "at its end"])
def test_damaged_packed_file_says_so(cut: int, tmp_path: Path) -> None:
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(FILES["mbxp"].read_bytes())[:cut])
    with pytest.raises(SuiteError, match=r"a\.jsonl\.gz cannot be read \(.*\)\. Give a file of JSON lines, plain"):
        benchmarks.load("mbxp", packed)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"a\.jsonl contains no task of format mbxp\. Give its JSON lines\."),
        (b"PK\x03\x04\xff\xfe", r"a\.jsonl cannot be read \(.*codec.*\)"),
        (b'{"task_id": "a"}\n', r"no task of format mbxp.*First: a\.jsonl, line 1: \"language\" is missing"),
    ],
)
def test_file_without_tasks_is_reported_in_a_sentence(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(SuiteError, match=message):
        benchmarks.load("mbxp", path)


def test_file_that_is_not_there_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=r"none\.jsonl cannot be read"):
        benchmarks.load("mbxp", tmp_path / "none.jsonl")
    with pytest.raises(SuiteError, match=r"contains no file of JSON lines \(\*\.jsonl, \*\.jsonl\.gz\)"):
        benchmarks.load("mbxp", tmp_path)


def test_references_are_refused_for_a_benchmark_that_has_its_own() -> None:
    with pytest.raises(SuiteError, match=r"mbxp brings its own references\. Leave"):
        benchmarks.load("mbxp", FILES["mbxp"], references=FILES["humaneval-x"])


def test_prompt_cannot_break_out_of_its_fence(tmp_path: Path) -> None:
    line = {**lines_of("humaneval-x")[0], "prompt": "// ```\nconst f = (x) => {\n", "declaration": ""}
    (task,) = benchmarks.load("humaneval-x", written(tmp_path / "a.jsonl", line)).suite.tasks
    assert "````js\n// ```\n" in task.prompt
    assert task.prompt.endswith("\n````")


def test_same_file_makes_the_same_tasks_under_another_name() -> None:
    first, second = (benchmarks.load("mbxp", FILES["mbxp"], suite=name).suite for name in ("", "ours"))
    assert (first.name, second.name) == ("mbxp", "ours")
    assert replace(second, name="mbxp") == first
