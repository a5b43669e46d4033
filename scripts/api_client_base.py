"""The part of the client that is no operation: scripts/api_client.py puts the operations behind it."""

from __future__ import annotations

import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence  # noqa: F401  (operations take sequences)
from pathlib import Path
from typing import Any

FileLike = str | Path | tuple[str, bytes]


class BakeoffProblem(Exception):
    """The server refused. detail: what; cure: what to do; errors: field and message of each."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        super().__init__(f"{plain.get('detail', '')} {plain.get('cure', '')}".strip())
        self.status = int(plain.get("status", 0))
        self.detail, self.cure = str(plain.get("detail", "")), str(plain.get("cure", ""))
        self.errors: list[dict[str, str]] = list(plain.get("errors", []))


def _quoted(value: object) -> str:
    return urllib.parse.quote(str(value), safe="")


def _pairs(query: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Nothing for None; true and false as the server reads them."""
    known = [(name, value) for name, value in query.items() if value is not None]
    return [(name, str(value).lower() if isinstance(value, bool) else value) for name, value in known]


def _multipart(form: Mapping[str, Any]) -> tuple[bytes, str]:
    """A body with files: a path, or a name with its bytes."""
    border = secrets.token_hex(16)
    parts = []
    for name, value in _pairs(form):
        head, content = f'Content-Disposition: form-data; name="{name}"', str(value).encode()
        if name == "file":
            path, content = value if isinstance(value, tuple) else (str(value), Path(value).read_bytes())
            file_name = path.replace("\\", "/").rpartition("/")[2].replace('"', "%22")
            head += f'; filename="{file_name}"\r\nContent-Type: application/octet-stream'
        parts.append(f"--{border}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"


class Bakeoff:
    """One server and one token. Methods give what the server answered: dicts and lists, or bytes for files."""

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
    ) -> Any:
        text = urllib.parse.urlencode(_pairs(query or {}), doseq=True)
        address = f"{self.address}{path}{'?' if text else ''}{text}"
        request = urllib.request.Request(address, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.data = json.dumps({name: value for name, value in body.items() if value is not None}).encode()
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
        if not response.headers.get("Content-Type", "").startswith("application/json"):
            return content
        found = json.loads(content)
        if tag := response.headers.get("ETag"):
            self._seen[address] = (tag, found)
        return found

    @staticmethod
    def _problem(exc: urllib.error.HTTPError) -> BakeoffProblem:
        content = exc.read()
        try:
            return BakeoffProblem(json.loads(content))
        except ValueError:
            return BakeoffProblem({"status": exc.code, "detail": content[:200].decode(errors="replace")})

    def all_pages(self, method: Callable[..., Any], *args: Any, **more: Any) -> Iterator[Any]:
        """Every item of a list, page after page: all_pages(client.list_runs, state="done")."""
        page = 1
        while True:
            found = method(*args, **more, page=page, page_size=200)
            yield from found["items"]
            if not found["next"]:
                return
            page += 1

    def wait_for_run(
        self, run: int, *, every_s: float = 1.0, tell: Callable[[Any], None] | None = None, timeout_s: float = 3600.0
    ) -> Any:
        """The run's progress once it has ended; tell is called with each look. Raises TimeoutError."""
        end = time.monotonic() + timeout_s
        while True:
            found = self._ask("GET", f"/api/v1/runs/{_quoted(run)}/progress")
            if tell:
                tell(found)
            if found["state"] in ("done", "cancelled"):
                return found
            if time.monotonic() > end:
                raise TimeoutError(f"Run {run} is {found['state']} after {timeout_s:.0f} s. {found['message']}")
            time.sleep(every_s)
