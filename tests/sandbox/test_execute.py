"""`manage.py execute` reads cases and writes reports, one line each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from evaluations.sandbox.browser.threads import descendants
from tests.processes import wait_until

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "manage.py", "execute"]


def line(name: str, source: str = "export const two = () => 2", **kwargs: Any) -> str:
    checks = {"path": "a.test.ts", "source": "import {two} from './a'; test('two', () => expect(two()).toBe(2))"}
    case = {"id": name, "lane": "function", "files": {"a.ts": source}, "entry": "a.ts", "checks": checks}
    return json.dumps(case | kwargs)


def execute(text: str, *arguments: str, **environment: str) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        [*COMMAND, "-", "--out", "-", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, [json.loads(row) for row in done.stdout.splitlines()], done.stderr


def test_all_passed_is_0_and_a_failed_case_is_1() -> None:
    code, reports, output = execute(line("a") + "\n\n" + line("b") + "\n", "--slots", "1")
    assert (code, sorted(report["id"] for report in reports)) == (0, ["a", "b"])
    assert "2 passed" in output
    fields = {"id", "verdict", "cause", "checks", "console", "duration_ms", "attempts", "harness_version"}
    assert fields <= set(reports[0])
    assert execute(line("c", "export const two = () => 3"))[0] == 1


def test_bad_line_is_named_and_the_rest_runs() -> None:
    text = "\n".join(["{", line("a"), json.dumps({"id": "b"}), line("c", timeout_ms="soon"), line("d", surprise=1)])
    code, reports, output = execute(text)
    verdicts = {report["id"]: report["verdict"] for report in reports}
    assert code == 2
    assert verdicts == {"line 1": "unscored", "a": "passed", "b": "unscored", "c": "unscored", "d": "unscored"}
    assert "Line 1: not JSON" in output
    assert """Line 4: "timeout_ms" is 'soon', not a whole number from 10 to 600000.""" in output
    assert 'Line 5: "surprise" is not a field of a case.' in output


def test_name_of_a_global_is_the_answers_where_the_case_asks_for_it() -> None:
    source = "const escape = (text: string) => `<${text}>`"
    checks = {"path": "a.test.ts", "source": "console.assert(escape('a') === '<a>')"}
    text = "\n".join(
        [
            line("asked", source, checks=checks, asked_name="escape"),
            line("not asked", source, checks=checks),
            line("no name", source, checks=checks, asked_name=5),
        ]
    )
    _, reports, output = execute(text, "--slots", "1")
    verdicts = {report["id"]: report["verdict"] for report in reports}
    assert verdicts == {"asked": "passed", "not asked": "failed", "no name": "unscored"}
    assert 'Line 3: "asked_name" is 5, not a name.' in output


def test_interrupted_run_has_written_what_is_finished(tmp_path: Path) -> None:
    out = tmp_path / "reports.jsonl"
    command = [*COMMAND, "-", "--out", str(out), "--slots", "1"]
    # Shells let background processes ignore SIGINT, so tests that run in the background ignore it too.
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdin is not None
    slow = {"path": "a.test.ts", "source": "test('slow', () => new Promise(r => setTimeout(r, 9000)))"}
    process.stdin.write(
        line("a") + "\n" + line("slow", checks=slow, timeout_ms=9900) + "\n" + line("slow", checks=slow) + "\n"
    )
    process.stdin.write("\n".join(line(str(i)) for i in range(4)) + "\n")
    process.stdin.flush()
    wait_until(lambda: out.exists() and out.read_text().count("\n") >= 1, deadline_s=30)
    process.send_signal(signal.SIGINT)
    _, output = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Stopped" in output
    assert json.loads(out.read_text().splitlines()[0])["id"] == "a"


def started(out: Path, n_cases: int, *arguments: str) -> subprocess.Popen[str]:
    """A command that executes many cases, after some of them are done."""
    cases = out.with_name("cases.jsonl")
    cases.write_text("".join(line(str(number)) + "\n" for number in range(n_cases)))
    command = [*COMMAND, str(cases), "--out", str(out), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: out.exists() and out.read_text().count("\n") >= 20, deadline_s=60)
    return process


def command_of(pid: int) -> bytes:
    """The process's command line; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def ids(out: Path) -> list[int]:
    """Return the ids of all complete lines. Each must be a report that passed."""
    reports = [json.loads(row) for row in out.read_text().splitlines(keepends=True) if row.endswith("\n")]
    assert {report["verdict"] for report in reports} == {"passed"}
    return sorted(int(report["id"]) for report in reports)


def test_killed_browser_loses_no_case_and_repeats_none(tmp_path: Path) -> None:
    process = started(tmp_path / "reports.jsonl", 120)
    words = {pid: command_of(pid) for pid in descendants(process.pid)}
    [browser] = [pid for pid, output in words.items() if b"--user-data-dir" in output and b"--type=" not in output]
    os.kill(browser, signal.SIGKILL)
    _, output = process.communicate(timeout=120)
    assert "a new one is started" in output
    assert (process.returncode, ids(tmp_path / "reports.jsonl")) == (0, list(range(120)))


def test_cases_reported_by_a_killed_run_are_not_run_again(tmp_path: Path) -> None:
    out = tmp_path / "reports.jsonl"
    process = started(out, 80, "--slots", "1")
    process.kill()
    process.communicate(timeout=30)
    before = ids(out)
    assert 20 <= len(before) < 80
    with out.open("a") as torn:
        torn.write('{"id": "7", "verd')
    again = [*COMMAND, str(tmp_path / "cases.jsonl"), "--out", str(out), "--resume"]
    done = subprocess.run(again, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert f"{len(before)} were reported before" in done.stderr
    assert (done.returncode, ids(out)) == (0, list(range(80)))


def test_terminated_run_ends_its_browser_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "reports.jsonl"
    process = started(out, 3000)
    children = descendants(process.pid)
    process.terminate()
    _, output = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped; the reports so far are written." in output
    assert len(ids(out)) == out.read_text().count("\n")
    wait_until(lambda: not any(command_of(pid) for pid in children))


def test_wrong_use_is_one_sentence() -> None:
    done = subprocess.run(
        [*COMMAND, "nowhere.jsonl", "--out", "-"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "nowhere.jsonl: No such file or directory." in done.stderr
    assert execute("", "--slots", "0")[0] == 2
    assert execute("", "--resume")[0] == 2


def test_it_reads_no_setting_of_the_site() -> None:
    """It is used in pipelines, without a database or a broker; loading the site would be a third of its start."""
    code, reports, output = execute(line("a"), PORT="not a number", DATABASE_URL="nowhere")
    assert (code, reports[0]["verdict"]) == (0, "passed"), output
