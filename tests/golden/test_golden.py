"""The golden corpus: programs with the verdict they must get, after which the next honest candidate passes."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluations.execution_records import Report
from evaluations.records import Verdict
from evaluations.sandbox import Sandbox
from tests.environment import IS_FULL, needs_time
from tests.golden import programs
from tests.golden.programs import FOLDERS


class Listener:
    """TCP and UDP on one port of this machine; counts who comes."""

    def __init__(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        self.tcp.setblocking(False)
        self.udp.setblocking(False)

    def heard(self) -> list[str]:
        """Connections and packets since the last call."""
        received = []
        try:
            while True:
                connection, _ = self.tcp.accept()
                connection.settimeout(0.2)
                with connection:
                    received.append(f"TCP {connection.recv(200)!r}")
        except BlockingIOError:
            pass
        except OSError as exc:
            received.append(f"TCP {exc}")
        try:
            while True:
                received.append(f"UDP {self.udp.recv(200)!r}")
        except BlockingIOError:
            pass
        return received

    def close(self) -> None:
        self.tcp.close()
        self.udp.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    heard = listening.heard()
    listening.close()
    assert not heard, f"afterwards something reached the listener: {heard}"


@pytest.fixture(scope="module")
def one_slot() -> Iterator[Sandbox]:
    """A single slot, so that the next candidate runs where the hostile one ran.

    On this machine's own network: the listener is there to be reached, only the policy keeps it from being so.
    """
    with Sandbox(slots=1, own_network=False) as sandbox:
        yield sandbox


def _told(report: Report) -> str:
    lines = [f"{report.verdict}: {report.cause}", *(f"  {c.name}: {c.verdict} {c.message}" for c in report.checks)]
    return "\n".join([*lines, *(f"  {line.level}: {line.text}" for line in report.console)])


# Each takes long, and is like another one that is always run.
TWINS = {
    "failed_visual_writes_many_lines",
    "over_limit_array_buffers",
    "over_limit_heap",
    "over_limit_python_one_giant",
    "over_limit_spec_array_buffers",
    "over_limit_spec_heap",
    "over_limit_spec_writes_a_giant_title",
    "over_limit_strings",
    "over_limit_visual_heap",
    "timeout_await_loop",
    "timeout_catches_everything",
    "timeout_endless_loop_at_load",
    "timeout_loop_in_a_getter",
    "timeout_loop_in_a_proxy_trap",
    "timeout_loop_in_an_event",
    "timeout_loop_in_finally",
    "timeout_loop_in_render",
    "timeout_loop_in_to_string",
    "timeout_microtask_flood",
    "timeout_microtask_flood_in_page",
    "timeout_python_catches_everything",
    "timeout_python_giant_power",
    "timeout_python_regular_expression",
    "timeout_python_sleeps",
    "timeout_regular_expression",
    "timeout_rescheduling_loop",
    "timeout_spec_alerts_without_end",
    "timeout_spec_loops_when_clicked",
    "timeout_thenable_of_itself",
    "timeout_visual_endless_loop",
}
PROGRAMS = [pytest.param(one, marks=[needs_time] if one.name in TWINS else [], id=one.name) for one in FOLDERS]


def is_followed(folder: Path) -> bool:
    """Return whether an honest candidate runs next, in the same slot: after what names its own, what reaches a limit,
    and every fourth program; with `make test-full` after each.

    A slot that a program ruined would change the verdict of the next program too.
    """
    reaches_a_limit = folder.name.startswith(("timeout_", "over_limit_"))
    return IS_FULL or reaches_a_limit or any(folder.glob("next.*")) or FOLDERS.index(folder) % 4 == 0


@pytest.mark.parametrize("folder", PROGRAMS)
def test_program_gets_its_verdict_and_harms_nobody(folder: Path, one_slot: Sandbox, listener: Listener) -> None:
    expected = programs.expected(folder)
    case = programs.candidate(folder, listener.port)
    report = one_slot.execute(case)
    verdict, cause = programs.judged(case, report)
    assert verdict == Verdict(expected["verdict"]), f"{verdict}: {cause}\n{_told(report)}"
    assert expected.get("cause", "") in cause, f"{cause}\n{_told(report)}"
    assert bool(cause) is (verdict is not Verdict.PASSED)
    assert not report.is_flaky
    assert len(cause) <= expected.get("max_cause", 600)
    assert len(report.console) <= expected.get("max_console", 210)
    assert not expected.get("console") or any(expected["console"] in line.text for line in report.console), _told(
        report
    )
    time.sleep(expected.get("settle_ms", 0) / 1000)
    assert listener.heard() == []

    if not is_followed(folder):
        return
    honest = programs.after(folder)
    after = one_slot.execute(honest)
    assert programs.judged(honest, after)[0] is Verdict.PASSED, f"the next candidate: {_told(after)}"


def test_corpus_is_mostly_hostile() -> None:
    assert {folder.name for folder in FOLDERS} >= TWINS
    hostile = [
        folder
        for folder in FOLDERS
        if not folder.name.startswith("passed_") or "why" in (folder / "expect.toml").read_text()
    ]
    assert len(FOLDERS) >= 80
    assert len(hostile) >= 60
