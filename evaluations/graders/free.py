"""No checks: people judge. The machine only says whether it builds, loads and, if a component, renders."""

from __future__ import annotations

from collections.abc import Sequence

from evaluations.execution_records import Case, Outcome, Report
from evaluations.records import Checks, Extraction, Kind, TaskSpec, Verdict

# A component that takes props gets recorders for them. The props are not specified, so a component that fails with
# recorders is not at fault. A component without props that throws is at fault.
RENDERS = """
import * as answer from "./{stem}";
import {{ capture, isComponent, mounted, pickExport, renderRecorded, renderWithoutReact }} from "bakeoff";
test("builds, loads and renders", () => {{
  if (mounted() || renderWithoutReact(answer)) return capture("is_rendered", true);
  let Component;
  try {{ Component = pickExport(answer, {{ like: /^[A-Z]/ }}); }} catch {{ return; }}
  if (!isComponent(Component)) return;
  try {{
    const {{ container }} = renderRecorded(Component);
    capture("is_rendered", /^[A-Z]/.test(Component.name ?? "X") || container.hasChildNodes());
  }} catch (error) {{
    const takesProps = typeof Component !== "function" || Component.prototype?.isReactComponent || Component.length > 0;
    if (!takesProps) throw error;
    capture("needs_props", String(error));
  }}
}});
"""

LOADS = """
import { test } from "@playwright/test";
test("loads", async ({ page }) => {
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(error));
  await page.goto("/");
  await page.waitForTimeout(100);
  if (thrown.length) throw thrown[0];
});
"""


def cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """Return one case in the page lane, for its screenshot and console; a Python program or a plain page is only
    loaded.
    """
    if spec.kind is Kind.PYTHON:
        return _python(spec, extraction)
    is_plain = spec.language == "html"
    checks = Checks(path="loads.test.tsx", source=RENDERS.format(stem=extraction.entry.rpartition(".")[0]))
    if is_plain:
        checks = Checks(path="loads.spec.js", source=LOADS)
    return [
        Case(
            id=spec.slug,
            lane="spec" if is_plain else "page",
            files={**spec.context, **extraction.files},
            entry=extraction.entry,
            checks=checks,
            fixtures=spec.fixtures,
            timeout_ms=spec.timeout_ms,
            memory_mb=spec.memory_mb,
            wants_screenshot=True,
        )
    ]


def _python(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    return [
        Case(
            id=spec.slug,
            lane="python",
            files={**spec.context, **extraction.files},
            entry=spec.entry,
            checks=Checks(path="loads.py", source="pass\n"),
            fixtures=spec.fixtures,
            timeout_ms=spec.timeout_ms,
            memory_mb=spec.memory_mb,
        )
    ]


def grade(spec: TaskSpec, reports: Sequence[Report]) -> Outcome:
    """Return unchecked when it builds, loads and renders. What it does was not tested, so there is no score."""
    report = reports[0]
    runs = report.verdict is Verdict.PASSED
    needs_props = str(report.captured.get("needs_props", ""))[:200]
    cause = report.cause
    if runs:
        cause = f"{_progress_sentence(spec, report)} No checks given."
    return Outcome(
        verdict=Verdict.UNCHECKED if runs else report.verdict,
        score=None if runs else 0.0,
        cause=cause,
        details={"is_unchecked": True, "needs_props": bool(needs_props)},
    )


def _progress_sentence(spec: TaskSpec, report: Report) -> str:
    """Say in one sentence how far an unchecked answer came."""
    if spec.kind is Kind.PYTHON:
        return "Builds and loads."
    if needs_props := str(report.captured.get("needs_props", ""))[:200]:
        return f"Builds and loads; to render it needs props that are not described ({needs_props})."
    if spec.language == "html" or report.captured.get("is_rendered") is True:
        return "Builds, loads and renders."
    return "Builds and loads; it defines no component to render."
