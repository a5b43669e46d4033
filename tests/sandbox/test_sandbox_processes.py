"""The sandbox starts, dies, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evaluations.errors import SandboxError
from evaluations.execution_records import Case, Report
from evaluations.records import Checks, Lane, Verdict
from evaluations.sandbox import Sandbox, find_chromium, harness_version
from evaluations.sandbox.browser.chromium import PREFIX
from evaluations.sandbox.browser.target import Target, TimeIsUp
from evaluations.sandbox.browser.threads import descendants
from evaluations.sandbox.lanes import raw_result
from evaluations.sandbox.lanes.function import FunctionLane
from evaluations.sandbox.lanes.page import PageLane
from evaluations.sandbox.slot import Slot
from tests.environment import needs_time
from tests.golden import programs
from tests.processes import wait_until

ROOT = Path(__file__).parents[2]
CHECK = "import { two } from './a'; test('two', () => expect(two()).toBe(2));"


def case(
    source: str = "export const two = () => 2;",
    *,
    check: str = CHECK,
    name: str = "a",
    lane: Lane = "function",
    **kwargs: Any,
) -> Case:
    return Case(
        id=name,
        lane=lane,
        files={"a.ts": source, **kwargs.pop("files", {})},
        entry="a.ts",
        checks=Checks(path="a.test.tsx", source=check),
        **kwargs,
    )


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(f"{PREFIX}{os.getpid()}-*"))


def test_closing_the_sandbox_leaves_no_files_or_processes() -> None:
    # Another sandbox of this test process may be running, so only processes that this one adds are checked.
    others, threads = folders(), set(threading.enumerate())
    before, open_files = set(descendants(os.getpid())), len(os.listdir("/proc/self/fd"))
    with Sandbox(slots=2) as sandbox:
        assert sandbox.execute(case()).verdict is Verdict.PASSED
        assert folders() > others
    assert folders() == others
    wait_until(lambda: not set(descendants(os.getpid())) - before)
    wait_until(lambda: len(os.listdir("/proc/self/fd")) <= open_files)
    assert not [thread for thread in set(threading.enumerate()) - threads if thread.name == "sandbox"]


@pytest.fixture
def own_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A folder for sandboxes that no sandbox of another test process sweeps; the browser's own user can read it."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield folder


def test_killed_worker_takes_its_browser_along(own_temporary_folder: str) -> None:
    program = "from evaluations.sandbox import Sandbox; import time; s = Sandbox(slots=1).__enter__();"
    program += "print(1, flush=True); time.sleep(60)"
    env = {**os.environ, "TMPDIR": own_temporary_folder}
    worker = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=env, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert worker.stdout.readline()
    children = descendants(worker.pid)
    assert children
    worker.kill()
    worker.wait(10)
    worker.stdout.close()
    wait_until(lambda: not any(_is_running(pid) for pid in children))
    leftovers = list(Path(tempfile.gettempdir()).glob(f"{PREFIX}{worker.pid}-*"))
    assert leftovers, "the killed worker could not have removed it"
    with Sandbox(slots=1):
        assert not any(folder.exists() for folder in leftovers), "the next start sweeps it"


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_killed_browser_is_replaced_and_no_case_is_lost() -> None:
    with Sandbox(slots=2) as sandbox, ThreadPoolExecutor(6) as pool:
        slow = case(check="test('waits', () => new Promise(r => setTimeout(r, 400)))")
        futures = [pool.submit(sandbox.execute, slow) for _ in range(6)]
        wait_until(lambda: any(future.running() for future in futures))
        assert sandbox._pool.browser is not None
        os.kill(sandbox._pool.browser.pid, signal.SIGKILL)
        assert [future.result(60).verdict for future in futures] == [Verdict.PASSED] * 6


@pytest.mark.timeout(120)
def test_no_case_runs_in_a_browser_that_is_being_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The new browser replaces the old one when its slots are ready. Cases that wait do not use up a try."""
    warm_up, execute = Slot.warm_up, Slot.execute
    seen: list[bool] = []
    is_warming = threading.Event()

    async def slow_warm_up(slot: Slot) -> None:
        is_warming.set()
        await asyncio.sleep(0.5)
        await warm_up(slot)

    async def recorded(slot: Slot, *args: Any, **how: Any) -> Any:
        seen.append(slot.browser is sandbox._pool.browser and not slot.browser.connection.is_closed)
        return await execute(slot, *args, **how)

    with Sandbox(slots=2) as sandbox, ThreadPoolExecutor(6) as pool:
        monkeypatch.setattr(Slot, "warm_up", slow_warm_up)
        monkeypatch.setattr(Slot, "execute", recorded)
        replacing = sandbox._submit(sandbox._pool.replace(sandbox._pool.browser))
        assert is_warming.wait(60)
        reports = list(pool.map(sandbox.execute, [case(name=str(number)) for number in range(6)]))
        replacing.result(60)
    assert [report.verdict for report in reports] == [Verdict.PASSED] * 6
    assert seen == [True] * 6


def kill_zygotes(browser_pid: int) -> None:
    """Kill the zygotes, as a memory limit does: the browser lives on but cannot start a page."""
    for pid in descendants(browser_pid):
        with suppress(FileNotFoundError, ProcessLookupError):  # a renderer may end just now
            if b"--type=zygote" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)


def stop_browser(browser_pid: int) -> None:
    """Stop all processes of the browser."""
    for pid in (browser_pid, *descendants(browser_pid)):
        os.kill(pid, signal.SIGSTOP)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("harm", [kill_zygotes, pytest.param(stop_browser, marks=[needs_time])])
def test_browser_that_cannot_run_pages_is_replaced_before_a_case_is_blamed(harm: Callable[[int], None]) -> None:
    with Sandbox(slots=2) as sandbox:
        first = sandbox.browser_pid
        reports = sandbox.execute_many(case(name=str(number), timeout_ms=3000) for number in range(60))
        seen = [next(reports) for _ in range(5)]
        begun = time.monotonic()
        harm(first)
        seen += reports
        assert {(report.verdict, report.is_flaky) for report in seen} == {(Verdict.PASSED, False)}
        assert len(seen) == 60
        assert sandbox.browser_pid != first
        assert time.monotonic() - begun < 60


def stop_renderers(browser_pid: int) -> list[int]:
    """Stop the renderers: the browser goes on, but every page hangs for ever."""
    stopped = []
    for pid in descendants(browser_pid):
        with suppress(FileNotFoundError, ProcessLookupError):
            if b"--type=renderer" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGSTOP)
                stopped.append(pid)
    return stopped


@pytest.mark.timeout(180)
def test_hanging_pages_are_replaced_without_a_lost_answer() -> None:
    with Sandbox(slots=2) as sandbox:
        reports = sandbox.execute_many(case(name=str(number), timeout_ms=3000) for number in range(12))
        seen = [next(reports) for _ in range(3)]
        begun, stopped = time.monotonic(), stop_renderers(sandbox.browser_pid)
        seen += reports
        assert [report.verdict for report in seen] == [Verdict.PASSED] * 12
        assert time.monotonic() - begun < 60
        wait_until(lambda: not all(_is_running(pid) for pid in stopped), 20)  # only those that served


@pytest.mark.timeout(120)
def test_browser_that_lost_one_zygote_is_replaced_and_leaves_no_zombie(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zygote without a sandbox starts no pages, so every page goes on as before."""
    monkeypatch.setattr("evaluations.sandbox.browser.memory.LOST_AFTER_S", 1.0)
    with Sandbox(slots=1) as sandbox:
        first = sandbox.browser_pid
        assert sandbox.execute(case()).verdict is Verdict.PASSED
        for pid in descendants(first):
            if b"--no-zygote-sandbox" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not Path(f"/proc/{first}/cmdline").exists() or not _is_running(first), 20)
        assert sandbox.execute(case()).verdict is Verdict.PASSED
        assert sandbox.browser_pid != first
        assert not [pid for pid in descendants(os.getpid()) if not _is_running(pid)]


def test_time_and_crashes_of_the_compiler_are_no_build_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(slots=1) as sandbox:
        compiler = sandbox._pool._compiler
        assert compiler is not None
        guarded, n_calls = Target.guard, 0

        async def once_too_slow(page: Target, work: Any, limit_s: float) -> Any:
            nonlocal n_calls
            if page is compiler._page and n_calls == 0:
                n_calls += 1
                raise TimeIsUp
            return await guarded(page, work, limit_s)

        monkeypatch.setattr(Target, "guard", once_too_slow)
        assert sandbox.execute(case()).verdict is Verdict.PASSED
        assert n_calls == 1
        monkeypatch.setattr("evaluations.sandbox.lanes.compiler.LIMIT_S", 0.0)
        report = sandbox.execute(case())
        assert (report.verdict, "compiled" in report.cause) == (Verdict.UNSCORED, True)


def test_many_threads_share_two_slots(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        reports = list(pool.map(lambda i: sandbox.execute(case(name=str(i))), range(24)))
    assert [report.id for report in reports] == [str(i) for i in range(24)]
    assert {report.verdict for report in reports} == {Verdict.PASSED}
    assert {report.harness_version for report in reports} == {sandbox.harness_version}
    shown = subprocess.run([find_chromium(), "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+(\.\d+){3}", shown)
    assert number
    assert sandbox.harness_version == f"{harness_version()} chromium {number[0]}"


def test_execute_many_looks_ahead_by_a_few_cases_only(sandbox: Sandbox) -> None:
    taken = 0

    def cases() -> object:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield case(name=str(number))

    reports = sandbox.execute_many(cases())  # type: ignore[arg-type]
    seen: list[Report] = []
    for report in reports:
        seen.append(report)
        time.sleep(0.5 if len(seen) < 3 else 0)  # more than one has ended by now
        assert taken - len(seen) <= sandbox.n_slots * 3
    assert {report.id for report in seen} == {str(i) for i in range(60)}


def test_frames_of_one_candidate_do_not_delay_the_next(caplog: pytest.LogCaptureFixture) -> None:
    """The browser counts the realms of these frames too, and the lane names a realm by its number."""
    frames = "export const two = () => { for (let i = 0; i < 3; i++) { const f = document.createElement('iframe');"
    frames += " document.body.append(f); f.contentWindow; } return document.querySelectorAll('iframe').length - 1 };"
    with Sandbox(slots=1) as sandbox:
        page = sandbox._pool._slots[0]._functions._host
        assert sandbox.execute(case(frames)).verdict is Verdict.PASSED
        report = sandbox.execute(case())
        assert (report.verdict, report.attempts) == (Verdict.PASSED, 1)
        assert sandbox._pool._slots[0]._functions._host is page
    assert not caplog.records


def test_no_document_before_is_within_reach_on_a_busy_machine(sandbox: Sandbox) -> None:
    """All slots work at once. History that was cleared too early once led to an earlier document, with no verdict."""
    (folder,) = (each for each in programs.FOLDERS if each.name == "passed_goes_back_in_history")
    needs_repair = programs.candidate(folder)
    reports = sandbox.execute_many(replace(needs_repair, id=str(number)) for number in range(12))
    assert {(report.verdict, report.cause) for report in reports} == {(Verdict.PASSED, "")}


def test_timers_of_a_page_that_is_not_shown_are_on_time(sandbox: Sandbox) -> None:
    """Browsers delay the timers of a hidden page by up to a second, or even a minute."""
    timed = (
        "export const two = async () => { for (let i = 0; i < 20; i++) await new Promise((go) => setTimeout(go, 2));"
    )
    timed += " return document.hidden ? 2 : 0 };"
    report = sandbox.execute(case(timed, check=CHECK.replace("() => expect(two", "async () => expect(await two")))
    assert report.verdict is Verdict.PASSED
    assert report.checks[0].duration_ms < 900


def test_missing_chromium_is_reported_in_one_sentence_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chromium")
    with pytest.raises(SandboxError, match='CHROMIUM_PATH="/nowhere/chromium" is not a program'):
        find_chromium()
    with pytest.raises(SandboxError), Sandbox(slots=1):
        pass


def test_renderers_are_confined(sandbox: Sandbox) -> None:
    assert sandbox._pool.browser is not None
    status = [
        Path(f"/proc/{pid}/status").read_text()
        for pid in descendants(sandbox._pool.browser.pid)
        if b"type=renderer" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    assert status
    for text in status:
        assert "Seccomp:\t2" in text
        assert "NoNewPrivs:\t1" in text
        if os.geteuid() == 0:
            assert "Uid:\t65534" in text


@pytest.mark.parametrize("lane", ["page", "function"])
def test_page_that_crashed_while_idle_does_not_affect_the_next_case(lane: Lane) -> None:
    with Sandbox(slots=1) as sandbox:
        assert sandbox.execute(case(lane=lane)).verdict is Verdict.PASSED
        [slot] = sandbox._pool._slots
        target = slot._pages._page if lane == "page" else slot._functions._host
        lane_of_slot = slot._lanes[lane]
        assert isinstance(lane_of_slot, PageLane | FunctionLane)
        prepared = lane_of_slot._next
        assert target is not None
        assert prepared is not None
        wait_until(prepared.done)
        sandbox._loop.call_soon_threadsafe(target.send, "Page.crash")
        wait_until(target.crashed.done)
        report = sandbox.execute(case(lane=lane))
        assert (report.verdict, report.attempts, report.is_flaky) == ("passed", 1, False)


def test_frame_that_gave_no_result_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    real, failures = raw_result.value_of, ["once"]

    def fails_once(answer: dict[str, object]) -> dict[str, object]:
        if failures:
            raise SandboxError(failures.pop())
        value: dict[str, object] = real(answer)
        return value

    monkeypatch.setattr(raw_result, "value_of", fails_once)
    with Sandbox(slots=1) as sandbox:
        assert sandbox.execute(case()).verdict is Verdict.PASSED
    assert not failures
