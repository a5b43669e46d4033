"""The report of `make contract` about a named server: one line for each part of the contract."""

from __future__ import annotations

import pytest

WORDS = {"passed": "✓", "failed": "✗", "skipped": "–"}
LONGEST = 300
WHERE = "docs/how-to/model-servers.md says what each part is. ARGS=--tb=short shows where a part failed."


class ContractReport:
    """A pytest plugin, registered when a server is named."""

    def __init__(self, config: pytest.Config, head: str) -> None:
        self._config, self._head = config, head
        self._counts = dict.fromkeys(WORDS, 0)

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str]:
        """Print no dots and letters, because the lines below say more."""
        return (report.outcome if report.when == "call" or not report.passed else "", "", "")

    def pytest_collection_finish(self) -> None:
        """Print the server and its model before the first request."""
        self._line(f"\n{self._head}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print a line for each part that was tested or could not be tested."""
        if report.when != "call" and report.passed:
            return
        self._counts[report.outcome] += 1
        self._line(f"  {WORDS[report.outcome]} {title_of(report.nodeid)}")
        if reason := reason_of(report):
            self._line(f"      {reason}")

    def pytest_terminal_summary(self) -> None:
        """Print the totals."""
        n_passed, n_failed, n_skipped = self._counts.values()
        if not sum(self._counts.values()):
            return
        tried = f"{n_passed} of {n_passed + n_failed} parts of the contract hold"
        self._line(f"\n{tried}{f', {n_skipped} do not apply here' if n_skipped else ''}.")
        if n_failed:
            self._line(f"Answers of this server are not what a run asked for in the parts marked ✗. {WHERE}")

    def _line(self, text: str) -> None:
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.ensure_newline()
            reporter.write_line(text)


def title_of(nodeid: str) -> str:
    """Turn `test_streams_what_it_returns[ollama]` into words."""
    words = nodeid.rpartition("::")[2].partition("[")[0].removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]


def reason_of(report: pytest.TestReport) -> str:
    """Return the first line of a failure's or skip's message, without the name of a Python type."""
    if report.passed or report.longrepr is None:
        return ""
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")[:LONGEST]
    crash = getattr(report.longrepr, "reprcrash", None)
    message = str(crash.message if crash else report.longrepr).strip().partition("\n")[0]
    kind, colon, rest = message.partition(": ")
    is_type = bool(colon) and kind.replace(".", "").isidentifier()
    return (rest if is_type else message)[:LONGEST]
