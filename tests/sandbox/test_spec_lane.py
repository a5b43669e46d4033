"""The spec lane: Playwright's own API, whose fault a failure is, and what a spec may not do here."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from evaluations.execution_records import Case, Report
from evaluations.records import Checks, Verdict
from evaluations.sandbox import Sandbox
from evaluations.sandbox.browser.threads import descendants
from evaluations.sandbox.playwright.files import ORIGIN, Site
from evaluations.sandbox.playwright.gate import ALLOWED, RequestRefused, authorise, context_params
from tests.environment import needs_time
from tests.processes import wait_until
from tests.sandbox.test_execute import execute

SPECS = Path(__file__).parent / "specs"
PAGE = "<!doctype html><title>Rows</title><h1>Rows</h1><button>go</button>"
GOOD = (
    'test("rows", async ({ page }) => { await page.goto("/"); await expect(page.locator("h1")).toHaveText("Rows"); });'
)
HEAD = 'import { expect, test } from "@playwright/test";\n'


def case(checks: str = GOOD, page: str = PAGE, **kwargs: Any) -> Case:
    files = {"index.html": page, **kwargs.pop("files", {})}
    check_file = Checks(path=kwargs.pop("path", "rows.spec.js"), source=HEAD + checks, files=kwargs.pop("helpers", {}))
    return Case(id="x", lane="spec", files=files, entry="index.html", checks=check_file, **kwargs)


def body(*lines: str) -> str:
    return f'test("t", async ({{ page, context, browser }}) => {{\n{chr(10).join(lines)}\n}});'


def results_of(report: Report) -> dict[str, str]:
    return {check.name: f"{check.verdict} {check.message}".strip() for check in report.checks}


def test_playwright_methods_work(sandbox: Sandbox) -> None:
    read = {path.name: path.read_text() for path in SPECS.iterdir()}
    report = sandbox.execute(
        Case(
            id="x",
            lane="spec",
            entry="src/index.html",
            timeout_ms=60_000,
            fixtures={"a.txt": b"from the task"},
            files={
                "src/index.html": read["everything.html"],
                "src/parts/say.js": read["say.js"],
                "src/second.html": "<p>second</p>",
            },
            checks=Checks(
                path="test/everything.spec.ts",
                source=read["everything.spec.ts"],
                files={"test/helpers/page.ts": read["page.ts"]},
            ),
        )
    )
    assert {name: result for name, result in results_of(report).items() if result != "passed"} == {"not now": "skipped"}
    assert report.verdict is Verdict.PASSED
    assert len(report.checks) == 12
    assert {"acting > files of the task and of its own", "order > of hooks"} <= set(results_of(report))
    assert ("log", "ready 1") in {(line.level, line.text) for line in report.console}


def test_failure_states_the_expected_and_the_actual_value(sandbox: Sandbox) -> None:
    checks = body(
        'await page.goto("/");',
        'await expect(page.locator("h1"), "the heading").toHaveText("Lines", { timeout: 100 });',
    )
    report = sandbox.execute(case(GOOD + checks))
    assert (report.verdict, report.attempts) == (Verdict.FAILED, 1)
    assert results_of(report) == {
        "rows": "passed",
        "t": 'failed AssertionError: the heading: expect(locator(\'h1\')).toHaveText() "Lines", received "Rows"',
    }
    assert report.cause.startswith("1 of 2 checks: t: AssertionError: the heading: expect")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("await page.locator('button').nth(3).click({ timeout: 200 })", "TimeoutError"),
        ("await page.locator('h1, button').click({ timeout: 200 })", "strict mode violation"),
        ("expect(await page.title()).toBe('Other')", "expected 'Rows' to be 'Other'"),
        ("expect.soft(1).toBe(2); expect.soft(3).toBe(3)", "expected 1 to be 2"),
        ("await page.evaluate(() => { throw new RangeError('of the page') })", "of the page"),
        (
            "page.on('console', () => { throw new Error('of a listener') }); await page.evaluate(() => console.log(1));"
            " await page.waitForTimeout(100)",
            "of a listener",
        ),
        ("await expect(page.locator('h1')).toGlow()", "expect(locator).toGlow is not there."),
    ],
)
def test_unmet_expectation_is_failed(line: str, message: str, sandbox: Sandbox) -> None:
    report = sandbox.execute(case(body('await page.goto("/");', line)))
    assert report.verdict is Verdict.FAILED
    assert message in report.cause


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("await page.goto('http://127.0.0.1:9/')", "is not part of the candidate's site (http://localhost:3000)"),
        ("await page.goto('file:///etc/passwd')", "is not part of the candidate's site"),
        ("await page.route('**/*', () => 1)", "page.route is not there: a spec has no network"),
        ("await page.setInputFiles('input', '/etc/passwd')", 'No fixture "passwd". There are: none.'),
        ("await page.exposeFunction('f', () => 1)", "page.exposeFunction is not there"),
        ("await page.addScriptTag({ url: 'http://127.0.0.1:9/a.js' })", "address of the candidate's own site"),
        ("await page.request.get('/')", "page.request is not there"),
        ("await browser.newContext({ proxy: { server: 'x' } })", '"proxy" is not an option of a context.'),
        ("await import('../' + 'none.js')", 'Cannot resolve "../none.js", imported by test/rows.spec.js.'),
        ("require('../' + 'a.js')", "is the candidate's: it runs in its document, never where the tests are."),
        ("process.exit(0)", "process.exit is not there."),
    ],
)
def test_forbidden_call_of_a_spec_is_reported_in_a_sentence(line: str, message: str, sandbox: Sandbox) -> None:
    report = sandbox.execute(case(body(line), path="test/rows.spec.js", files={"a.js": "globalThis.ran = true"}))
    assert report.verdict is Verdict.FAILED
    assert message in report.cause


@pytest.mark.parametrize(
    ("checks", "verdict", "message"),
    [
        ("test(", Verdict.BUILD_ERROR, "rows.spec.js"),
        ("import x from 'left-pad'; test('a', () => x);", Verdict.BUILD_ERROR, "left-pad"),
        ("const a = 1;", Verdict.FAILED, "The spec defines no test."),
        ("test.skip('a', () => 1);", Verdict.FAILED, "Every test is skipped."),
        ("throw new Error('early');", Verdict.FAILED, "early"),
        ("await new Promise(() => 1);", Verdict.FAILED, "It did not load in time."),
        ("test('a', () => { for (;;); });", Verdict.TIMEOUT, "It did not end within 1500 ms."),
    ],
)
def test_invalid_spec_gets_a_verdict_with_its_cause(
    checks: str, verdict: Verdict, message: str, sandbox: Sandbox
) -> None:
    report = sandbox.execute(case(checks, timeout_ms=1500))
    assert report.verdict is verdict, report.cause
    assert message in report.cause
    assert sandbox.execute(case()).verdict is Verdict.PASSED


def test_time_of_the_case_is_for_all_its_tests(sandbox: Sandbox) -> None:
    wait = body('await page.goto("/");', "await page.waitForTimeout(60_000);")
    report = sandbox.execute(case(GOOD + wait + wait.replace('"t"', '"later"'), timeout_ms=4000))
    assert report.verdict is Verdict.FAILED
    assert results_of(report)["rows"] == "passed"
    assert "took longer than" in results_of(report)["t"] or "Timeout" in results_of(report)["t"]
    assert results_of(report)["later"] == "failed Not run: the tests before it took all the time."


def test_picture_of_the_entry_page_is_taken_only_on_request(sandbox: Sandbox) -> None:
    shot = sandbox.execute(case(wants_screenshot=True)).screenshot
    assert shot is not None
    assert shot.startswith(b"\x89PNG")
    assert sandbox.execute(case()).screenshot is None


def test_dead_browser_of_documents_is_replaced_and_leaves_no_processes() -> None:
    before = set(descendants(os.getpid()))
    with Sandbox(slots=1) as sandbox:
        assert sandbox.execute(case()).verdict is Verdict.PASSED
        _kill_stages(before)
        report = sandbox.execute(case())
        assert (report.verdict, report.is_flaky) == (Verdict.PASSED, False), report.cause

        slow = case(body('await page.goto("/");', "await page.waitForTimeout(3000);"))
        with ThreadPoolExecutor(1) as thread:
            waiting = thread.submit(sandbox.execute, slow)
            time.sleep(1)
            _kill_stages(before)
            report = waiting.result()
        # It is unknown which case killed it. This one passes alone, so it counts as flaky.
        assert (report.verdict, report.is_flaky) == (Verdict.PASSED, True), report.cause
    wait_until(lambda: not set(descendants(os.getpid())) - before)


def _kill_stages(others: set[int]) -> None:
    """Kill each second browser: the one that Playwright's driver started."""
    killed = 0
    for pid in set(descendants(os.getpid())) - others:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except FileNotFoundError:
            continue
        if b"--enable-automation" in words and not any(word.startswith(b"--type=") for word in words):
            os.kill(pid, signal.SIGKILL)
            killed += 1
    assert killed


@needs_time
def test_command_line_takes_specs() -> None:
    checks = {"path": "rows.spec.ts", "source": HEAD + GOOD}
    lines = [
        {"id": name, "lane": "spec", "files": {"index.html": page}, "entry": "index.html", "checks": checks}
        for name, page in (("good", PAGE), ("bad", "<h1>Lines</h1>"), ("empty", ""))
    ]
    code, reports, _ = execute("".join(json.dumps(line) + "\n" for line in lines), "--slots", "1")
    assert code == 1
    assert {report["id"]: report["verdict"] for report in reports} == {
        "good": "passed",
        "bad": "failed",
        "empty": "failed",
    }


@pytest.mark.parametrize(
    ("url", "status", "kind", "content"),
    [
        ("/", 200, "text/html; charset=utf-8", "front"),
        ("/index.html?a=1#b", 200, "text/html; charset=utf-8", "front"),
        ("/a.mjs", 200, "text/javascript; charset=utf-8", "module"),
        ("/deep/", 200, "text/html; charset=utf-8", "deep"),
        ("/deep/%61.css", 200, "text/css; charset=utf-8", "style"),
        ("/../secret.txt", 404, "text/plain; charset=utf-8", "There is no secret.txt."),
        ("/%2e%2e/secret.txt", 404, "text/plain; charset=utf-8", "There is no secret.txt."),
        ("/..%5c..%5csecret.txt", 404, "text/plain; charset=utf-8", "There is no secret.txt."),
    ],
)
def test_site_is_the_folder_of_the_entry(url: str, status: int, kind: str, content: str) -> None:
    files = {
        "src/index.html": "front",
        "src/a.mjs": "module",
        "src/deep/index.html": "deep",
        "src/deep/a.css": "style",
        "secret.txt": "secret",
    }
    answer = Site(files, "src/index.html").answer("GET", ORIGIN + url)
    assert answer is not None
    assert (answer.status, answer.kind, answer.body) == (status, kind, content)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost:3001/", "https://localhost:3000/", "http://[", ""]
)
def test_site_answers_only_for_its_own_origin(url: str) -> None:
    assert Site({"a.html": ""}, "a.html").answer("GET", url) is None


def test_site_refuses_other_methods_than_get() -> None:
    answer = Site({"a.html": ""}, "a.html").answer("POST", f"{ORIGIN}/a.html")
    assert answer is not None
    assert answer.status == 405


@pytest.mark.parametrize(
    ("kind", "method", "params"),
    [
        ("Browser", "newContext", {}),
        ("Browser", "newBrowserCDPSession", {}),
        ("what is gone", "click", {}),
        ("Page", "pdf", {}),
        ("Page", "setNetworkInterceptionPatterns", {"patterns": []}),
        ("BrowserContext", "setNetworkInterceptionPatterns", {"patterns": []}),
        ("BrowserContext", "newCDPSession", {}),
        ("BrowserContext", "exposeBinding", {"name": "f"}),
        ("BrowserContext", "tracingStart", {}),
        ("Frame", "setInputFiles", {"selector": "input", "localPaths": ["/etc/passwd"]}),
        ("Page", "screenshot", {"path": "/tmp/a.png"}),
        ("Frame", "goto", {"url": "http://bakeoff.example/"}),
        ("Frame", "goto", {"url": "//127.0.0.1:80/"}),
        ("Frame", "goto", {"url": "javascript:1"}),
        ("Frame", "addScriptTag", {"url": "http://bakeoff.example/a.js"}),
        ("Route", "continue", {}),
    ],
)
def test_gate_refuses_unknown_calls(kind: str, method: str, params: dict[str, Any]) -> None:
    with pytest.raises(RequestRefused):
        authorise(kind, method, params)


def test_gate_overrides_settings_that_would_weaken_a_context() -> None:
    assert "newCDPSession" not in set().union(*ALLOWED.values())
    params = context_params({"viewport": {"width": 1, "height": 1}})
    assert (params["serviceWorkers"], params["acceptDownloads"]) == ("block", "deny")
    requested: dict[str, Any]
    for requested in (
        {"serviceWorkers": "allow"},
        {"bypassCSP": True},
        {"ignoreHTTPSErrors": True},
        {"recordVideo": {}},
    ):
        with pytest.raises(RequestRefused, match="is not an option of a context"):
            context_params(requested)


AXE = 'import { AxeBuilder } from "@axe-core/playwright";\n'
FAULTY = '<!doctype html><html lang="en"><title>Name</title><h1>Name</h1><input><img src="a.png">{}</html>'


def test_axe_reports_faults_to_a_spec(sandbox: Sandbox) -> None:
    lines = (
        'await page.goto("/");',
        "const ids = async (builder) => (await builder.analyze()).violations.map(({ id }) => id);",
        'expect(await ids(new AxeBuilder({ page }).withTags("wcag2a"))).toEqual(["image-alt", "label"]);',
        "const some = new AxeBuilder({ page }).withTags(['wcag2a']).disableRules('label');",
        'expect(await ids(some)).toEqual(["image-alt"]);',
        'expect(await ids(new AxeBuilder({ page }).withRules(["label"]))).toEqual(["label"]);',
        'expect(await ids(new AxeBuilder({ page }).withTags("wcag2a").include("h1"))).toEqual([]);',
        'expect(await ids(new AxeBuilder({ page }).withTags("wcag2a").exclude("img"))).toEqual(["label"]);',
        "const [{ nodes }] = (await new AxeBuilder({ page }).withRules('label').analyze()).violations;",
        'expect([nodes.length, nodes[0].html]).toEqual([1, "<input>"]);',
    )
    report = sandbox.execute(case(AXE + body(*lines), FAULTY.format("")))
    assert report.verdict is Verdict.PASSED, report.cause


@pytest.mark.parametrize(
    "script",
    [
        "Document.prototype.querySelectorAll = Element.prototype.querySelectorAll = () => [];",
        "window.axe = { run: async () => ({ violations: [], incomplete: [] }) };",
        "Array.prototype.map = () => []; JSON.stringify = () => '{}'; Promise.prototype.then = function () {};",
    ],
)
def test_answer_cannot_hide_its_faults_from_axe(script: str, sandbox: Sandbox) -> None:
    lines = (
        'await page.goto("/");',
        "const { violations } = await new AxeBuilder({ page }).analyze();",
        'expect(violations.map(({ id }) => id)).toContain("label");',
    )
    report = sandbox.execute(case(AXE + body(*lines), FAULTY.format(f"<script>{script}</script>")))
    assert report.verdict is Verdict.PASSED, report.cause


@needs_time
def test_axe_on_a_page_without_end_is_timeout(sandbox: Sandbox) -> None:
    lines = (
        'await page.goto("/");',
        "page.evaluate(() => { setTimeout(() => { for (;;); }, 0); }).catch(() => undefined);",
        "await page.waitForTimeout(100);",
        "await new AxeBuilder({ page }).analyze();",
    )
    report = sandbox.execute(case(AXE + body(*lines), FAULTY.format(""), timeout_ms=4000))
    assert report.verdict is Verdict.TIMEOUT, report.cause
    assert sandbox.execute(case()).verdict is Verdict.PASSED
