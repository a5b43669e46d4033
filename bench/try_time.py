"""The time of Try in the editor of tasks: from Ctrl+Enter to the verdicts on the page, with the real processes.

`python bench/try_time.py [--rounds N]` runs broker, web and execute as under `make up`, with an own home, and opens a
draft of a function and one of a component in Chromium, with five mutants each. Each round changes the prompt by a
letter, which is not saved yet, and presses Ctrl+Enter in it. A verdict counts as shown at the frame that shows it.
Prints the milliseconds until the first verdict and until all seven (reference, empty answer, mutants), and those of
the worker for all, after one round to warm up. Exit 1 when the median until all are shown is above TARGETS_MS.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.signed_in import session_cookie  # noqa: E402
from bench.site_processes import is_served, own_home, prepare, started, wait_for_workers  # noqa: E402
from evaluations.sandbox import find_chromium  # noqa: E402
from evaluations.statistics import quantile  # noqa: E402
from tests.processes import wait_until  # noqa: E402
from tests.task_drafts import COMPONENT, FUNCTION  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

TARGETS_MS = {"function": 1000, "component": 2000}
N_VERDICTS = 7
WATCH = """
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    window.times = { begun: performance.now() };
    const before = document.getElementById("try-result").dataset.token;
    const look = (now) => {
      const part = document.getElementById("try-result");
      const rows = part.dataset.token === before ? [] : [...part.querySelectorAll("li[data-about]")];
      const n = rows.filter((row) => row.dataset.verdict).length;
      if (n) times.first ??= now - times.begun;
      if (n && n === rows.length) Object.assign(times, { all: now - times.begun, n });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
"""


def make_drafts() -> dict[str, str]:
    """Make a suite with a draft of each kind; return the addresses of their editors."""
    from django.contrib.auth.models import User
    from django.urls import reverse

    from evaluations.actions.own_suites import new_suite
    from evaluations.actions.task_drafts import new_draft
    from evaluations.models import Team

    person = User.objects.get(username="bench")
    suite = new_suite(Team.objects.default(), "Own tasks")
    drafts = {fields["kind"]: new_draft(suite, fields, person) for fields in (FUNCTION, COMPONENT)}
    return {kind: reverse("draft", args=(suite.slug, draft.pk)) for kind, draft in drafts.items()}


def try_once(page: Page) -> tuple[float, float, float]:
    """Type a letter and press Ctrl+Enter.

    Return the milliseconds until the first verdict is shown, until all are, and of the worker for all.
    """
    from evaluations import job_data
    from evaluations.job_results import TryResult

    prompt = page.get_by_label("Prompt", exact=True)
    prompt.press("End")
    prompt.press("x")
    prompt.press("Control+Enter")
    times: dict[str, Any] = page.wait_for_function("() => window.times?.all && times", timeout=60_000).json_value()
    if times["n"] != N_VERDICTS:
        raise SystemExit(f"{times['n']} verdicts are shown, not {N_VERDICTS}. See the logs of the processes.")
    page.locator("#try-result[data-done]").get_by_text("All conditions of entry are met").wait_for(timeout=60_000)
    result = job_data.answer_of(page.locator("#try-result").get_attribute("data-token") or "", TryResult)
    assert result is not None
    return times["first"], times["all"], result["first_round_ms"] or 0.0


def measure(home: Path, n_rounds: int) -> dict[str, list[tuple[float, float, float]]]:
    """Return the times of each round by kind. The first round is a warm-up and left out."""
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    name, value = session_cookie()
    with started(home, ("broker", "web", "execute")), sync_playwright() as playwright:
        wait_until(is_served, deadline_s=60)
        wait_for_workers("execute", 1)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context()
        site = f"http://127.0.0.1:{settings.PORT}"
        context.add_cookies([{"name": name, "value": value, "url": site}])
        context.add_init_script(WATCH)
        results = {}
        for kind, address in make_drafts().items():
            page = context.new_page()
            page.goto(site + address)
            page.locator(".cm-content").first.wait_for()
            results[kind] = [try_once(page) for _ in range(n_rounds + 1)][1:]
            page.close()
        browser.close()
    return results


def spread(values: Sequence[float]) -> str:
    """Return median and 95th percentile."""
    p50, p95 = (quantile(values, share) or 0.0 for share in (0.5, 0.95))
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms"


def main() -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10, help="rounds a kind, beside one to warm up")
    options = parser.parse_args()
    with own_home("try-time") as home:
        prepare(home)
        results = measure(home, options.rounds)
    is_good = True
    for kind, rounds in results.items():
        first, every, worker = zip(*rounds, strict=True)
        print(f"{kind}: first verdict {spread(first)}; all {N_VERDICTS} {spread(every)}, target {TARGETS_MS[kind]} ms")
        print(f"  of this the worker {spread(worker)}; load {os.getloadavg()[0]:.1f}")
        is_good = is_good and (quantile(every, 0.5) or 0.0) <= TARGETS_MS[kind]
    return 0 if is_good else 1


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    sys.exit(main())
