"""The fixed part of the generated client. python_client.py puts the operations where the last comment is."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FileLike = str | Path | tuple[str, bytes]


class _NotGiven:
    """The value of an argument that was not given, because None is sent as null."""

    def __repr__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN: Any = _NotGiven()


class BakeoffProblem(Exception):
    """The server refused a request.

    detail: why; hint: what to do (cure: its old name); errors: field and message of each error.
    """

    def __init__(self, body: Mapping[str, Any]) -> None:
        super().__init__(f"{body.get('detail', '')} {body.get('hint', body.get('cure', ''))}".strip())
        self.status = int(body.get("status", 0))
        self.detail, self.hint = str(body.get("detail", "")), str(body.get("hint", body.get("cure", "")))
        self.cure = self.hint
        self.errors: list[dict[str, str]] = list(body.get("errors", []))


def _quoted(value: object) -> str:
    return urllib.parse.quote(str(value), safe="")


def _or_not_given(value: Any) -> Any:
    """Replace None by NOT_GIVEN, for a field that may not be null."""
    return NOT_GIVEN if value is None else value


def _pairs(query: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the parameters that are not None; true and false are written as the server reads them."""
    pairs = [(name, value) for name, value in query.items() if value is not None]
    return [(name, str(value).lower() if isinstance(value, bool) else value) for name, value in pairs]


class _SentFile(tuple[str, bytes]):
    """A file that is sent with a form."""


def _file(file: FileLike | None) -> _SentFile | None:
    """Return a file by its path, or by a name and its bytes."""
    if file is None or isinstance(file, tuple):
        return None if file is None else _SentFile(file)
    return _SentFile((str(file), Path(file).read_bytes()))


def _multipart(form: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the body of a form with files, and its media type."""
    border = secrets.token_hex(16)
    parts = []
    for name, value in _pairs(form):
        head, content = f'Content-Disposition: form-data; name="{name}"', str(value).encode()
        if isinstance(value, _SentFile):
            path, content = value
            file_name = path.replace("\\", "/").rpartition("/")[2].replace('"', "%22")
            head += f'; filename="{file_name}"\r\nContent-Type: application/octet-stream'
        parts.append(f"--{border}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"


class Bakeoff:
    """One server and one token. Methods return the server's answer: dicts and lists, or the bytes of a file."""

    def __init__(self, address: str, *, token: str, timeout_s: float = 60.0) -> None:
        self.address, self.token, self.timeout_s = address.rstrip("/"), token, timeout_s
        self._seen: dict[str, tuple[str, Any]] = {}

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
    ) -> Any:
        text = urllib.parse.urlencode(_pairs(query or {}), doseq=True)
        address = f"{self.address}{path}{'?' if text else ''}{text}"
        request = urllib.request.Request(address, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        for name, value in _pairs(headers or {}):
            request.add_header(name, str(value))
        if body is not None:
            body_fields = {name: value for name, value in body.items() if value is not NOT_GIVEN}
            request.data = json.dumps(body_fields).encode()
            request.add_header("Content-Type", "application/json")
        elif form is not None:
            request.data, kind = _multipart(form)
            request.add_header("Content-Type", kind)
        if method == "GET" and address in self._seen:
            request.add_header("If-None-Match", self._seen[address][0])
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_s) as response:
                return self._read(address, response)
        except urllib.error.HTTPError as exc:
            with exc:
                if exc.code == 304:
                    return self._seen[address][1]
                raise self._problem(exc) from None

    def _read(self, address: str, response: Any) -> Any:
        content = response.read()
        if response.status == 204:
            return None
        if response.headers.get_content_type() != "application/json":
            return content
        value = json.loads(content)
        if tag := response.headers.get("ETag"):
            self._seen[address] = (tag, value)
        return value

    @staticmethod
    def _problem(exc: urllib.error.HTTPError) -> BakeoffProblem:
        content = exc.read()
        try:
            return BakeoffProblem(json.loads(content))
        except ValueError:
            return BakeoffProblem({"status": exc.code, "detail": content[:200].decode(errors="replace")})

    def all_pages(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Yield every item of a list, page after page: all_pages(client.list_runs, state="done")."""
        page = 1
        while True:
            page_body = method(*args, **kwargs, page=page, page_size=200)
            yield from page_body["items"]
            if not page_body["next"]:
                return
            page += 1

    def wait_for_run(
        self, run: int, *, every_s: float = 1.0, tell: Callable[[Any], None] | None = None, timeout_s: float = 3600.0
    ) -> Any:
        """Wait until the run has ended; return its progress. tell: called with each progress. Raises TimeoutError."""
        end = time.monotonic() + timeout_s
        while True:
            progress = self._ask("GET", f"/api/v1/runs/{_quoted(run)}/progress")
            if tell:
                tell(progress)
            if progress["state"] in ("done", "cancelled"):
                return progress
            if time.monotonic() > end:
                raise TimeoutError(f"Run {run} is {progress['state']} after {timeout_s:.0f} s. {progress['message']}")
            time.sleep(every_s)

    # The operations.


def evaluate(bakeoff: Bakeoff, options: argparse.Namespace) -> int:
    """Start a run, wait for it and compare it.

    Return 0 if it is as good as before, or if there is no baseline yet; 1 if it is worse.
    """
    sampling = {"n_samples": options.samples, "strategies": _or_not_given(options.strategy)}
    body = {"suite": options.suite, "models": options.model, **sampling}
    run = bakeoff._ask("POST", "/api/v1/runs", body=body)
    print(f"Run {run['id']}: {run['url']}", flush=True)
    printed: list[str] = []

    def tell(progress: Any) -> None:
        counts = ", ".join(f"{name} {n}" for name, n in progress["verdicts"].items())
        n_cancelled = progress.get("n_cancelled", 0)  # an older site does not say it
        so_far = f"{progress['n_done']}/{progress['n']}"
        if n_cancelled:
            so_far = f"{progress['n_done'] - n_cancelled} answered, {n_cancelled} cancelled"
        line = f"{so_far}  {counts}"
        if line not in printed[-1:]:
            printed.append(line)
            sys.stderr.write(f"\r{line}\x1b[K" if sys.stderr.isatty() else f"{line}\n")

    ended = bakeoff.wait_for_run(run["id"], tell=tell, timeout_s=options.timeout)
    if options.junit:
        report = bakeoff._ask("GET", f"/api/v1/runs/{run['id']}/export", query={"format": "junit"})
        Path(options.junit).write_bytes(report)
    if ended["state"] == "cancelled":
        print("The run was cancelled on the site.")
        return 1
    return _compare(bakeoff, run["id"], options.baseline)


def _compare(bakeoff: Bakeoff, run: int, baseline: int | None) -> int:
    try:
        comparison = bakeoff._ask("GET", f"/api/v1/runs/{run}/against", query={"baseline": baseline})
    except BakeoffProblem as exc:
        if baseline or exc.status != 422:
            raise
        print(f"Nothing to compare with yet: {exc.detail}")
        return 0
    for pair in comparison["pairs"]:
        print(pair["sentence"] + (" WORSE" if pair["is_worse"] else ""))
    return 1 if comparison["is_worse"] else 0


def main(words: Sequence[str] | None = None) -> int:
    """Run `python bakeoff_client.py evaluate --suite NAME --model ID`, for CI.

    Exit status: 0 as good as before, 1 worse, 2 not done.
    """
    parser = argparse.ArgumentParser(description="Run a suite on a Bakeoff site and compare with an earlier run.")
    parser.add_argument("--url", default=os.environ.get("BAKEOFF_URL", ""), help="address of the site; BAKEOFF_URL")
    parser.add_argument("--token", default=os.environ.get("BAKEOFF_TOKEN", ""), help="BAKEOFF_TOKEN is better")
    ways = parser.add_subparsers(dest="what", required=True)
    way = ways.add_parser("evaluate", help="start a run, wait, fail when a model is significantly worse")
    way.add_argument("--suite", required=True)
    way.add_argument("--model", action="append", required=True, help="server/name; may be repeated")
    way.add_argument("--strategy", action="append", help="prompt strategy; may be repeated (plain)")
    way.add_argument("--samples", type=int, default=1)
    way.add_argument("--baseline", type=int, help="number of a run; the newest earlier one when left out")
    way.add_argument("--junit", help="write the results as JUnit XML to this file")
    way.add_argument("--timeout", type=float, default=3600.0, help="seconds to wait at most (3600)")
    options = parser.parse_args(words)
    if not options.url or not options.token:
        sys.stderr.write("Set BAKEOFF_URL and BAKEOFF_TOKEN; tokens are made on the site at /tokens/.\n")
        return 2
    try:
        return evaluate(Bakeoff(options.url, token=options.token), options)
    except (BakeoffProblem, TimeoutError, OSError) as exc:
        sys.stderr.write(f"{exc}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
