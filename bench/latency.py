"""The time from a stored answer to its verdict, and to the verdict on an open page, with the real processes.

Broker, web, generate and execute run as under `make up`, with an own home. A model server with OpenAI's protocol
streams 60 small React components, two at a time. A Chromium has the run's page open. Times are those of the rows
(answered, finished) and the page's clock at the frame that shows the verdict, all on one machine. `python
bench/latency.py [--rounds N]` writes bench/results-latency.md. Exit 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.site_processes import is_served, own_home, prepare, started  # noqa: E402
from evaluations.sandbox import find_chromium  # noqa: E402
from evaluations.statistics import quantile  # noqa: E402
from tests.processes import wait_until  # noqa: E402

if TYPE_CHECKING:
    from evaluations.models import Run

N_TASKS, N_SAMPLES = 12, 5
ANSWER_S, PIECES = 1.0, 12  # duration of an answer, and its number of pieces
STORED, SHOWN, DIFFERENCE = "verdict stored", "verdict on the open page", "the second less the first"
TARGETS_MS = {SHOWN: (120, 400)}
ANSWER = """Here is the component:
```tsx
import React, {{ useState }} from "react";

export default function Counter() {{
  const [n, setN] = useState({start});
  return <button onClick={{() => setN(n + 1)}}>{{`clicked ${{n}} times`}}</button>;
}}
```
"""
CHECKS = """import {{ render, screen }} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import Counter from "./answer";

test("starts at {start}", () => {{
  render(<Counter />);
  expect(screen.getByRole("button")).toHaveTextContent("clicked {start} times");
}});
test("counts clicks", async () => {{
  render(<Counter />);
  await userEvent.click(screen.getByRole("button"));
  expect(screen.getByRole("button")).toHaveTextContent("clicked {next} times");
}});
"""
WATCH = """
  window.seen = {};
  const look = () => requestAnimationFrame(() => {
    for (const glyph of document.querySelectorAll("#run-matrix .verdict[id]"))
      if (!(glyph.id in seen) && !/v-(queued|generating|executing)/.test(glyph.className)) seen[glyph.id] = Date.now();
  });
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
"""


class ModelServer(BaseHTTPRequestHandler):
    """Answers every prompt `start at N` with such a counter, piece by piece."""

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        """Answer the list of models; 404 for other paths."""
        is_list = self.path == "/v1/models"
        body = json.dumps({"data": [{"id": "counter"}]} if is_list else {}).encode()
        self.send_response(200 if is_list else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Stream an answer to a chat; 404 for other paths."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != "/v1/chat/completions":
            self.send_error(404)
            return
        question = json.loads(body)["messages"][-1]["content"]
        text = ANSWER.format(start=int(question.partition("start at ")[2].split(".")[0]))
        size = -(-len(text) // PIECES)
        self.send_response(200)
        self.end_headers()
        for at in range(0, len(text), size):
            time.sleep(ANSWER_S / PIECES)
            self._say({"choices": [{"delta": {"content": text[at : at + size]}, "finish_reason": None}]})
        self._say({"choices": [{"delta": {}, "finish_reason": "stop"}]})
        self.wfile.write(b"data: [DONE]\n\n")

    def _say(self, chunk: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")


@contextmanager
def model_server() -> Iterator[str]:
    """Its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), ModelServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def begun(number: int, address: str) -> Run:
    """Make a run over the counters with queued candidates. No worker is woken yet."""
    from evaluations.models import LanguageModel, Run, Suite, SuiteVersion, Task, Team
    from evaluations.models import ModelServer as Server
    from evaluations.records import Checks, Kind, Sampling, TaskSpec

    team = Team.objects.default()
    server, _ = Server.objects.update_or_create(
        slug="bench", defaults={"kind": "openai", "base_url": address, "is_reachable": True}
    )
    model, _ = LanguageModel.objects.get_or_create(server=server, name="counter")
    suite, is_new = Suite.objects.get_or_create(team=team, slug="latency", defaults={"title": "Latency"})
    version = suite.latest() or SuiteVersion.objects.create(suite=suite, number=1, digest="latency")
    for start in range(N_TASKS if is_new else 0):
        checks = Checks(path="answer.test.tsx", source=CHECKS.format(start=start, next=start + 1))
        prompt = f"Write a React component: a button that counts its clicks. It shall start at {start}."
        spec = TaskSpec(
            slug=f"from-{start}", title=f"counts from {start}", kind=Kind.COMPONENT, prompt=prompt, checks=checks
        )
        Task.objects.add(version, start, spec)
    return Run.objects.start(version, [model], Sampling(), team=team, title=f"round {number}", n_samples=N_SAMPLES)


def cookie() -> dict[str, str]:
    """Return the session cookie of a signed-in person in Playwright's form."""
    from django.conf import settings

    from bench.signed_in import session_cookie

    name, value = session_cookie()
    return {"name": name, "value": value, "url": f"http://127.0.0.1:{settings.PORT}"}


def measure(home: Path, n_rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds by measured quantity. The first round is a warm-up and left out."""
    from playwright.sync_api import sync_playwright

    figures: dict[str, list[float]] = {name: [] for name in (STORED, SHOWN, DIFFERENCE)}
    with ExitStack() as stack:
        stack.enter_context(started(home, ("broker", "web", "generate", "execute")))
        wait_until(is_served, deadline_s=60)
        address = stack.enter_context(model_server())
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        context = browser.new_context()
        context.add_cookies([cookie()])  # type: ignore[list-item]
        context.add_init_script(WATCH)
        for number in range(n_rounds + 1):
            stored, shown = one_round(number, address, context)
            if number:
                figures[STORED] += stored
                figures[SHOWN] += shown
                figures[DIFFERENCE] += [later - sooner for sooner, later in zip(stored, shown, strict=True)]
            print(f"round {number}: p50 {quantile(stored, 0.5):.0f}, {quantile(shown, 0.5):.0f} ms", flush=True)
        browser.close()
    return figures


def one_round(number: int, address: str, context: Any) -> tuple[list[float], list[float]]:
    """Return the milliseconds from each stored answer to its stored verdict and to its shown verdict."""
    from evaluations.models import Candidate
    from evaluations.tasks import wake

    run = begun(number, address)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{os.environ['PORT']}/runs/{run.pk}/")
    wait_until(lambda: page.evaluate("document.body.dataset.socket") == "open", interval_s=0.2)
    wake()
    n = N_TASKS * N_SAMPLES
    wait_until(lambda: page.evaluate("Object.keys(window.seen).length") == n, deadline_s=300, interval_s=0.5)
    seen: dict[str, int] = page.evaluate("window.seen")
    page.close()
    rows = Candidate.objects.filter(run=run).values_list("pk", "verdict", "answered_at", "finished_at")
    wrong = [verdict for _, verdict, _, _ in rows if verdict != "passed"]
    if wrong:
        raise SystemExit(f"{len(wrong)} of {n} answers did not pass: {wrong[:3]}. See the logs of the processes.")
    stored, shown = [], []
    for pk, _, answered, finished in rows:
        assert answered is not None
        assert finished is not None
        stored.append(1000 * (finished - answered).total_seconds())
        shown.append(seen[f"c{pk}"] - 1000 * answered.timestamp())
    return stored, shown


def as_markdown(figures: dict[str, list[float]], n_rounds: int, load: float) -> str:
    """Return the page bench/results-latency.md."""
    lines = [
        "# Results of `bench/latency.py`",
        "",
        f"{time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}, {os.cpu_count()} processors, load before {load:.1f}.",
        f"{N_TASKS * N_SAMPLES} small React candidates a round, {n_rounds} rounds, after one to warm up; two answers "
        f"at a time, {ANSWER_S:g} s each; all processes, the model server and the watching browser on it.",
        "",
        "| from the stored answer to | p50 | p95 | target |",
        "|---|---:|---:|---:|",
    ]
    for name, values in figures.items():
        target = "p50 {} ms, p95 {} ms".format(*TARGETS_MS[name]) if name in TARGETS_MS else ""
        lines.append(f"| {name} | {quantile(values, 0.5):.0f} ms | {quantile(values, 0.95):.0f} ms | {target} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with own_home("latency") as home:
        prepare(home)
        figures = measure(home, options.rounds)
    text = as_markdown(figures, options.rounds, load)
    print(text)
    (HERE / "results-latency.md").write_text(text)
    missed = [
        name
        for name, targets in TARGETS_MS.items()
        if any((quantile(figures[name], share) or 0) > most for share, most in zip((0.5, 0.95), targets, strict=True))
    ]
    sys.exit(bool(missed))


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    main()
