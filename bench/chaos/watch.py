"""Fetches the runs' pages during a fault. It records their messages, and how long they show none."""

from __future__ import annotations

import html
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

EVERY_S = 0.7
PATIENCE_S = 10.0
SILENCE_S = 15.0  # a page without a change for this time must say why
BROKEN = 2  # a page misleads when the run makes no progress for this many times the remaining time that it showed
PROMISE = re.compile(r"~(\d+) (s|min|h|days)\s+left</span>")
UNITS_S = {"s": 1, "min": 60, "h": 3600, "days": 86_400}
NOTICE = re.compile(r'<p class="notice warning"[^>]*>(.*?)</p>', re.S)
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
DONE = re.compile(r"<span>(\d+)/(\d+)</span>")
KNOWN_FAULT = {503, 507}  # each has a page that explains it


@dataclass(slots=True)
class PageCounts:
    """Counts of the fetched pages. errors: answers without an explanation.

    silent: pages without a change and a message for SILENCE_S; misleading: those whose remaining time was long over.
    """

    n: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    misleading: int = 0
    silent: int = 0


class Watcher:
    """Fetches these runs' pages in turn, from another thread."""

    def __init__(self, url: str, cookies: dict[str, str], runs: list[int]) -> None:
        self.pages = PageCounts()
        self._url, self._runs = url, runs
        self._client = httpx.Client(cookies=cookies, timeout=PATIENCE_S, follow_redirects=False)
        self._stop = threading.Event()
        self._done: dict[int, int] = {}
        self._changed_at = dict.fromkeys(runs, time.monotonic())
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(PATIENCE_S + 5)
        self._client.close()

    def _watch(self) -> None:
        turn = 0
        while not self._stop.wait(EVERY_S):
            run = self._runs[turn % len(self._runs)]
            turn += 1
            self.pages.n += 1
            try:
                response = self._client.get(f"{self._url}/runs/{run}/")
            except httpx.HTTPError as exc:
                self.pages.statuses[type(exc).__name__] += 1
                continue
            self.pages.statuses[str(response.status_code)] += 1
            self._read(run, response)

    def _read(self, run: int, response: httpx.Response) -> None:
        text = response.text
        if response.status_code != 200:
            if response.status_code in KNOWN_FAULT:
                self.pages.notices[f"{response.status_code} {_text_of(HEADING, text)}"] += 1
            else:
                self.pages.errors[f"{response.status_code} {_text_of(HEADING, text)}"] += 1
            return
        if match := DONE.search(text):
            n_done, n = int(match.group(1)), int(match.group(2))
            if self._done.get(run) != n_done:
                self._done[run], self._changed_at[run] = n_done, time.monotonic()
            self._weigh(run, text, is_open=n_done < n)

    def _weigh(self, run: int, text: str, *, is_open: bool) -> None:
        notice = _text_of(NOTICE, text)
        if notice:
            self.pages.notices[re.sub(r"\d+", "N", notice)] += 1
        silent_s = time.monotonic() - self._changed_at[run]
        if is_open and not notice and silent_s > SILENCE_S:
            self.pages.silent += 1
            promise = PROMISE.search(text)
            self.pages.misleading += bool(promise and silent_s > BROKEN * int(promise[1]) * UNITS_S[promise[2]])


def _text_of(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", match.group(1))).split()) if match else ""
