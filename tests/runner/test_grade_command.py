"""`manage.py grade` reads raw answers and writes verdicts, one line each, without database, broker or model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evaluations.sandbox.browser.threads import descendants
from tests.environment import needs_time
from tests.processes import wait_until

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "manage.py", "grade"]
ADD = "Sure!\n\n```js\nfunction add(a, b) {\n  return a + b;\n}\n```\nHope this helps."
SUBTRACT = "```js\nconst add = (a, b) => a - b;\n```"


def line(name: str, answer: str | None = ADD, **fields: Any) -> str:
    return json.dumps({"id": name, "suite": "starter", "task": "add", "answer": answer} | fields)


def grade(text: str, *arguments: str, cwd: Path = ROOT) -> tuple[int, dict[str, dict[str, Any]], str]:
    # No database and no broker: neither of these addresses can be reached.
    nowhere = {"DATABASE_URL": "postgres://nobody:x@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    command = [sys.executable, str(ROOT / "manage.py"), "grade", "-", "--out", "-", *arguments]
    done = subprocess.run(
        command, cwd=cwd, input=text, capture_output=True, text=True, timeout=180, check=False, env=os.environ | nowhere
    )
    rows = [json.loads(row) for row in done.stdout.splitlines()]
    return done.returncode, {row["id"]: row for row in rows}, done.stderr


def test_verdict_score_cause_rule_and_code_of_each_answer() -> None:
    code, rows, output = grade("\n".join([line("right"), line("wrong", SUBTRACT), line("none", "I cannot.")]))
    assert code == 1
    assert {name: row["verdict"] for name, row in rows.items()} == {
        "right": "passed",
        "wrong": "failed",
        "none": "no_code",
    }
    assert set(rows["right"]) == {"id", "verdict", "score", "cause", "rule", "chosen", "why"}
    assert (rows["right"]["score"], rows["right"]["cause"]) == (1.0, "")
    assert rows["wrong"]["score"] < 1
    assert "add" in rows["wrong"]["cause"]
    assert list(rows["right"]["chosen"].values()) == ["function add(a, b) {\n  return a + b;\n}"]
    assert rows["right"]["rule"] != rows["none"]["rule"] == "none"
    assert "3 answers in" in output
    assert "1 passed" in output


@needs_time
def test_verdicts_are_written_as_junit_too(tmp_path: Path) -> None:
    out, report = tmp_path / "verdicts.jsonl", tmp_path / "results.xml"
    text = "\n".join([line("right"), line("wrong", SUBTRACT), line("nowhere", task="no-such-task")])
    assert grade(text, "--out", str(out), "--junit", str(report))[0] == 2
    suite = ElementTree.parse(report).getroot()[0]
    cases = {case.get("name"): [part.tag for part in case] for case in suite.iter("testcase")}
    assert cases == {"right": [], "wrong": ["failure"], "nowhere": ["skipped"]}
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    code, _, errors = grade(text, "--junit", str(report))
    assert code == 2
    assert "--junit needs --out FILE" in errors


def test_answer_that_is_only_a_thought_is_reported_as_such() -> None:
    answers = {
        "cut": "<think>\nLet me see. A first try:\n```js\nfunction add(a, b) { return a - b; }\n```\nNo,",
        "ended": "<think>\nIt is easy.\n</think>\n",
        "harmony": "<|channel|>analysis<|message|>We need a sum<|end|>",
        "empty": "",
    }
    _, rows, _ = grade("\n".join(line(name, text) for name, text in answers.items()))
    assert {row["verdict"] for row in rows.values()} == {"no_code"}
    causes = {name: row["cause"] for name, row in rows.items()}
    assert causes["cut"] == "Every token went into thinking: the limit was reached before an answer began."
    assert causes["ended"] == causes["harmony"] == "The model ended its turn after thinking, without an answer."
    assert causes["empty"] == "The answer is empty."


def test_every_kind_of_task_is_graded() -> None:
    starter = ROOT / "suites" / "starter"
    tasks = {name: next((starter / name / "reference").iterdir()) for name in ("logging-hook", "excel-upload")}
    text = "\n".join(line(name, f"```tsx\n{path.read_text()}\n```", task=name) for name, path in tasks.items())
    code, rows, _ = grade(text)
    assert (code, {row["verdict"] for row in rows.values()}) == (0, {"passed"})


def test_unusable_lines_are_named_and_the_rest_is_graded() -> None:
    text = "\n".join(
        [
            "{",
            json.dumps({"suite": "starter"}),
            line("no suite", suite="nowhere"),
            line("no task", task="subtract"),
            line("no text", answer=None),
            line("fine", note="fields that are not known are ignored"),
        ]
    )
    code, rows, output = grade(text)
    assert code == 2
    assert {name: row["verdict"] for name, row in rows.items()} == {
        "line 1": "unscored",
        "line 2": "unscored",
        "no suite": "unscored",
        "no task": "unscored",
        "no text": "unscored",
        "fine": "passed",
    }
    assert rows["no task"]["score"] is None
    assert "Line 1: not JSON" in output
    assert 'Line 2: no "id".' in output
    assert 'Line 3: There is no suite "nowhere". Name one of apps, can-ai-code, edit, excel, js-basics' in output
    assert 'Line 4: suite starter has no task "subtract". It has ' in output
    assert 'Line 5: "answer" is None, not text.' in output


def test_suite_is_a_shipped_name_or_a_folder_with_a_suite(tmp_path: Path) -> None:
    names = ["../starter", "/etc", "", "."]
    code, rows, _ = grade("\n".join(line(f"suite {name}", suite=name) for name in names), cwd=tmp_path)
    assert code == 2
    assert {name: row["verdict"] for name, row in rows.items()} == {f"suite {name}": "unscored" for name in names}


def test_own_suite_goes_by_its_folder(tmp_path: Path) -> None:
    task = tmp_path / "ours" / "two"
    task.mkdir(parents=True)
    (tmp_path / "ours" / "suite.toml").write_text('name = "ours"\n')
    (task / "task.toml").write_text('kind = "function"\nlanguage = "js"\nentry_point = "two"\n')
    (task / "prompt.md").write_text("Write two().")
    (task / "checks.test.js").write_text("import { two } from './answer';\ntest('two', () => expect(two()).toBe(2));\n")
    answer = line("a", "```js\nexport const two = () => 2;\n```", suite=str(tmp_path / "ours"), task="two")
    assert grade(answer)[1]["a"]["verdict"] == "passed"


def started(out: Path, n_answers: int, *arguments: str) -> subprocess.Popen[str]:
    """A command that grades many answers, after the first of them are graded."""
    answers = out.with_name("answers.jsonl")
    answers.write_text("".join(line(str(number)) + "\n" for number in range(n_answers)))
    command = [*COMMAND, str(answers), "--out", str(out), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: out.exists() and out.read_text().count("\n") >= 20, deadline_s=60)
    return process


def test_killed_run_is_continued_without_grading_twice(tmp_path: Path) -> None:
    out = tmp_path / "verdicts.jsonl"
    process = started(out, 120, "--slots", "1")
    process.kill()
    process.communicate(timeout=30)
    with out.open("a") as torn:
        torn.write('{"id": "7", "verd')
    again = [*COMMAND, str(tmp_path / "answers.jsonl"), "--out", str(out), "--resume"]
    done = subprocess.run(again, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    rows = [json.loads(row) for row in out.read_text().splitlines()]
    assert "were reported before" in done.stderr
    assert done.returncode == 0
    assert sorted(int(row["id"]) for row in rows) == list(range(120))


def test_stopped_run_says_so_and_leaves_no_browser(tmp_path: Path) -> None:
    process = started(tmp_path / "verdicts.jsonl", 3000)
    children = descendants(process.pid)
    process.send_signal(signal.SIGTERM)
    _, output = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped; the reports so far are written." in output
    wait_until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in children))
