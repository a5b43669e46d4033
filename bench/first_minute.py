"""The clicks and seconds that a newcomer needs from the sign-in link to the first own answer that runs.

`python bench/first_minute.py [--home FOLDER]` starts the site like `make up`, with a new home and the embedded model.
It opens the sign-in link in Chromium, looks at the first page, opens a demonstration, and sends an example to the
embedded model, while the site's own demonstration run still runs. It prints the time of each step. Exit 1 when the
first own answer is on the page later than TARGET_S after the link was opened.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from evaluations.sandbox import find_chromium  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

TARGET_S = 60.0
START_S = 300.0


class Watch:
    """The steps with seconds and clicks since the sign-in link."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.clicks = 0

    @property
    def seconds(self) -> float:
        """The seconds since the link was opened."""
        return time.monotonic() - self.begun

    def note(self, what: str) -> None:
        """Print one step."""
        print(f"{self.seconds:6.1f} s  {self.clicks} clicks  {what}", flush=True)


def free_port() -> int:
    """Return a free port. The next port is free too, for the embedded model."""
    for port in range(20_000, 30_000, 7):
        with (
            suppress(OSError),
            socket.create_server(("127.0.0.1", port)),
            socket.create_server(("127.0.0.1", port + 1)),
        ):
            return port
    raise RuntimeError("no free ports")


def link_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the sign-in link that the start prints. Raises RuntimeError when it ends or takes too long."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        lines = [line for line in log.read_text().splitlines() if line.startswith("Sign in")]
        if lines:
            return next(word for word in lines[0].split() if word.startswith("http"))
        time.sleep(0.1)
    raise RuntimeError("the site printed no sign-in link")


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers. Raises RuntimeError when it ends or takes too long."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.3)
    raise RuntimeError("the site did not start")


def measure(page: Page, link: str) -> float:
    """Do the steps. Return the seconds until the first own answer is on the page."""
    watch = Watch()
    page.goto(link)  # its form submits itself
    page.get_by_role("heading", level=1).filter(has_text="Which local model").wait_for()
    watch.note("the first page says what it is")
    home = page.url
    answers = page.get_by_role("region", name="Answers to look at now")
    answers.get_by_role("link", name="stopwatch").click(timeout=60_000)
    watch.clicks += 1
    page.locator("[data-preview] iframe").first.wait_for(timeout=60_000)
    page.frame_locator("[data-preview] iframe").first.get_by_role("button", name="Start").wait_for(timeout=60_000)
    watch.note("a demonstration answer runs on the page")
    page.goto(home)
    own = Watch()
    own.begun, own.clicks = time.monotonic(), 0
    page.get_by_role("button", name="Run on 1 model").wait_for(timeout=60_000)
    page.locator("[data-example]").first.click()
    page.keyboard.press("Control+Enter")
    own.clicks += 1
    watch.clicks += 1
    page.wait_for_url("**/runs/*/")
    watch.note("an example was sent to the embedded model (1 click and Ctrl+Enter)")
    page.wait_for_function(
        "() => document.querySelector('[data-stage=writing] .live-text')?.textContent", timeout=120_000
    )
    watch.note("its answer is being written")
    done = "[data-stage=frame], [data-stage=nothing]"
    page.locator(done).first.wait_for(timeout=300_000)
    verdict = page.locator(".gallery-verdict").first.inner_text().strip()
    watch.note(f"the first own answer is there: {verdict}")
    print(f"from the filled box to the own answer: {own.seconds:.1f} s")
    return watch.seconds


def main() -> int:
    """Start the site, measure, stop it."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a folder that is kept; else a new one that is removed")
    options = parser.parse_args()
    home, port = options.home or Path(tempfile.mkdtemp(prefix="first-minute-")), free_port()
    env = {**os.environ, "BAKEOFF_HOME": str(home), "PORT": str(port), "EMBEDDED_MODEL": "1"}
    begun = time.monotonic()
    command = [sys.executable, "-m", "scripts.up"]
    with (home / "up.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        print(f"{time.monotonic() - begun:6.1f} s from the start of the site to its first answer")
        link = link_in(home / "up.log", process)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
            seconds = measure(browser.new_page(), link)
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        if not options.home:
            shutil.rmtree(home, ignore_errors=True)
    print(f"target {TARGET_S:.0f} s: {'met' if seconds <= TARGET_S else 'missed'}")
    return 0 if seconds <= TARGET_S else 1


if __name__ == "__main__":
    sys.exit(main())
