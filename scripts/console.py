"""Messages of the set-up: a line when a slow step begins, its seconds when it ends, one sentence when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.private_files import private_folder, private_opener

TAIL_LINES = 8


class SetupError(Exception):
    """The set-up cannot go on; the text is for a person and ends with what to do."""


def echo(text: str) -> None:
    """Print one line at once. Do nothing when the reader has ended (`make up | tee`)."""
    try:
        print(text, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print the begin and the end of one slow step."""
    echo(f"{title} …")
    begun = time.monotonic()
    yield
    echo(f"  done in {time.monotonic() - begun:.0f} s")


class Log:
    """The file that takes what the steps' programs print."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            private_folder(path.parent)
            open(path, "a", opener=private_opener).close()
        except OSError as exc:
            raise SetupError(
                f"The log {path} cannot be written ({exc.strerror}). Set BAKEOFF_HOME to a folder you own."
            ) from exc

    def call(
        self, command: Sequence[str | Path], *, cwd: Path, hint: str, env: Mapping[str, str] | None = None
    ) -> None:
        """Run a program to its end. Raises SetupError with its last lines and what to do when it fails."""
        words = [str(part) for part in command]
        with self.path.open("a") as output:
            output.write(f"\n$ {' '.join(words)}\n")
            output.flush()
            begin = output.tell()
            try:
                code = subprocess.run(
                    words,
                    cwd=cwd,
                    env={**os.environ, **(env or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    check=False,
                ).returncode
            except OSError as exc:
                raise SetupError(f"{words[0]} cannot be run ({exc.strerror}). {hint}") from exc
        if code:
            raise SetupError(
                f"{self._last_lines(begin)}\n{Path(words[0]).name} failed (exit {code}). {hint}\n"
                f"Whole output: {self.path}"
            )

    def _last_lines(self, begin: int) -> str:
        """Return the first line that speaks of an error, and the last ones."""
        with self.path.open("rb") as file:
            file.seek(begin)
            lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
        first = [line for line in lines[:-TAIL_LINES] if "error" in line.lower()][:1]
        return "\n".join(f"  | {line}" for line in first + lines[-TAIL_LINES:])


def fail(error: Exception) -> int:
    """Print the sentence and return exit status 2, "wrong use or missing part"."""
    print(f"\n{error}", file=sys.stderr, flush=True)
    return 2
