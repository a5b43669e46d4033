"""The golden corpus: programs with the verdict they must get; after each, the next honest candidate passes.

A folder `<verdict>_<what>/` holds `candidate.ts` (function lane) or `candidate.tsx` (page lane), `expect.toml`, and
where it needs them other files of the candidate, `checks.test.ts(x)`, and `next.ts(x)` with `next.test.ts(x)`: what
runs afterwards and must pass (else the honest candidate). In sources `⟪d800⟫` stands for a code unit that no file
can hold, `⟪fill⟫` for `fill` characters, and `@PORT@` for a listener that must not hear a byte.
"""

from __future__ import annotations

import re
import socket
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluations.records import Case, Checks, Report, Verdict
from evaluations.sandbox import Sandbox

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expect.toml"))
ENDLESS_MS, PLENTY_MS = 700, 10_000


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
        found = []
        try:
            while True:
                connection, _ = self.tcp.accept()
                connection.settimeout(0.2)
                with connection:
                    found.append(f"TCP {connection.recv(200)!r}")
        except BlockingIOError:
            pass
        except OSError as exc:
            found.append(f"TCP {exc}")
        try:
            while True:
                found.append(f"UDP {self.udp.recv(200)!r}")
        except BlockingIOError:
            pass
        return found

    def close(self) -> None:
        self.tcp.close()
        self.udp.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    heard = one.heard()
    one.close()
    assert not heard, f"afterwards something reached the listener: {heard}"


@pytest.fixture(scope="module")
def one_slot() -> Iterator[Sandbox]:
    """A single slot, so that the next candidate runs where the hostile one ran."""
    with Sandbox(slots=1) as sandbox:
        yield sandbox


def _source(path: Path, expected: dict[str, Any], port: int) -> str:
    text = path.read_text().replace("@PORT@", str(port))
    if "fill" in expected:
        text = text.replace("⟪fill⟫", expected.get("fill_with", "x") * expected["fill"])
    return re.sub(r"⟪([0-9a-f]{4})⟫", lambda match: chr(int(match[1], 16)), text)


def _case(folder: Path, name: str, expected: dict[str, Any], port: int) -> Case:
    entry = next(folder.glob(f"{name}.ts*"))
    checks = folder / f"{'checks' if name == 'candidate' else name}.test{entry.suffix}"
    if not checks.exists():
        checks = HERE / f"checks.test{entry.suffix}"
    beside = [path for path in folder.iterdir() if path.suffix in (".ts", ".tsx") and ".test" not in path.name]
    files = {path.name: _source(path, expected, port) for path in beside if name == "candidate" and path.stem != "next"}
    if name != "candidate":
        files = {f"candidate{entry.suffix}": entry.read_text()}
    return Case(
        id=f"{folder.name}/{name}", lane="page" if entry.suffix == ".tsx" else "function",
        files=files, entry=f"candidate{entry.suffix}",
        checks=Checks(path=f"candidate.test{entry.suffix}", source=checks.read_text()),
        memory_mb=expected.get("memory_mb", 512),
        timeout_ms=expected.get("timeout_ms", _limit(folder)) if name == "candidate" else 10_000,
    )  # fmt: skip


def _limit(folder: Path) -> int:
    """Little for what never ends; plenty for what does, whatever else the machine is doing."""
    return ENDLESS_MS if folder.name.startswith("timeout_") else PLENTY_MS


def _told(report: Report) -> str:
    lines = [f"{report.verdict}: {report.cause}", *(f"  {c.name}: {c.verdict} {c.message}" for c in report.checks)]
    return "\n".join([*lines, *(f"  {line.level}: {line.text}" for line in report.console)])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_program_gets_its_verdict_and_harms_nobody(folder: Path, one_slot: Sandbox, listener: Listener) -> None:
    expected = tomllib.loads((folder / "expect.toml").read_text())
    report = one_slot.execute(_case(folder, "candidate", expected, listener.port))
    assert report.verdict == Verdict(expected["verdict"]), _told(report)
    assert expected.get("cause", "") in report.cause, _told(report)
    assert bool(report.cause) is (report.verdict is not Verdict.PASSED)
    assert not report.is_flaky
    assert len(report.cause) <= expected.get("max_cause", 600)
    assert len(report.console) <= expected.get("max_console", 210)
    time.sleep(expected.get("settle_ms", 0) / 1000)
    assert listener.heard() == []

    honest = HERE / ("passed_counts" if report.id and (folder / "candidate.tsx").exists() else "passed_adds")
    has_next = any(folder.glob("next.test.ts*"))
    after = one_slot.execute(_case(folder, "next", {}, 0) if has_next else _case(honest, "candidate", {}, 0))
    assert after.verdict is Verdict.PASSED, f"the next candidate: {_told(after)}"


def test_corpus_is_mostly_hostile() -> None:
    hostile = [
        folder
        for folder in FOLDERS
        if not folder.name.startswith("passed_") or "why" in (folder / "expect.toml").read_text()
    ]
    assert len(FOLDERS) >= 80
    assert len(hostile) >= 60
