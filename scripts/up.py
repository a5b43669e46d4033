"""`make up`: starts the site's processes, prints the address, and stops everything on Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from scripts import database, disk, running_site
from scripts.console import Log, SetupError, echo, fail, step
from scripts.priority import COMPUTING
from scripts.private_files import close_to_others, open_to_others
from scripts.processes import Process, end_with_parent, memory_file, read_procfile
from scripts.supervisor import Supervisor, http_status

ROOT = Path(__file__).resolve().parent.parent
FREE_MB = 200
# The page comes first: the other processes start when it answers, or after this time when it does not.
FIRST = ("broker", "web")
# The processes of the Procfile that HOST_ROLES names; the others serve them.
ROLES = ("web", "generate", "execute", "beat")
OTHERS_AFTER_S = 4.0


def main() -> int:
    """Exit status: 0 stopped by a signal, 2 could not start, with a message."""
    if os.environ.get("MAKELEVEL"):
        end_with_parent(signal.SIGTERM)  # the site ends when `make` is killed
    try:
        site = Site()
        site.check()
        site.migrate()
        site.check_files()
    except SetupError as exc:
        return fail(exc)
    except KeyboardInterrupt:
        return 0
    site.run()
    return 0


class Site:
    """The settings and the steps of a start."""

    def __init__(self) -> None:
        from django.core.exceptions import ImproperlyConfigured

        try:
            from webapp import settings
        except ImproperlyConfigured as exc:
            raise SetupError(str(exc)) from exc
        self.settings = settings
        self.home: Path = settings.BAKEOFF_HOME
        self._close_files()
        self.logs = self.home / "logs"
        self.url = f"http://{self._reachable_host()}:{settings.PORT}/"
        self.env = {
            # Of glibc: with a heap for each of its threads the web process held 180 MB under load instead of 151.
            "MALLOC_ARENA_MAX": "2",
            **os.environ,
            "BAKEOFF_HOME": str(self.home),
            "HOST": settings.HOST,
            "PORT": str(settings.PORT),
            "WEB_CONCURRENCY": str(settings.WEB_PROCESSES),  # uvicorn starts as many
            "EMBEDDED_PORT": str(settings.EMBEDDED_PORT),
            "PYTHONUNBUFFERED": "1",
        }

    def _close_files(self) -> None:
        """Earlier versions wrote files that every user of the machine could read."""
        closed = close_to_others(open_to_others(self.home, self.settings.SQLITE_FILE))
        if closed:
            echo(f"Closed {len(closed)} files and folders of {self.home} to other users of this machine.")

    def _reachable_host(self) -> str:
        return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.settings.HOST, self.settings.HOST)

    def plays(self, role: str) -> bool:
        """Return whether HOST_ROLES names the role; without it this host plays all of them."""
        return not self.settings.HOST_ROLES or role in self.settings.HOST_ROLES

    @property
    def serves_model(self) -> bool:
        """Return whether the embedded model runs: only this host's `generate` worker and editors ask it."""
        return self.settings.EMBEDDED_MODEL and self.plays("generate")

    def check(self) -> None:
        """Raise SetupError when the start would fail, before anything runs."""
        self._lock_home()
        check_disk(self.home)
        if self.plays("web"):
            check_port(self.settings.HOST, self.settings.PORT, "PORT")
        if self.serves_model:
            check_port("127.0.0.1", self.settings.EMBEDDED_PORT, "EMBEDDED_PORT")

    def _lock_home(self) -> None:
        """One start per home. The lock ends with the process, however that ends."""
        path = self.home / running_site.NAME
        try:
            self._lock = path.open("a+")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = running_site.read(self.home)
            where = other.url if other else path.read_text().strip() or "an address it has not said yet"
            raise SetupError(
                f"Bakeoff is running already with BAKEOFF_HOME={self.home}, at {where}. "
                "Stop it there (Ctrl-C), or set BAKEOFF_HOME and PORT for a second one."
            ) from None
        except OSError as exc:
            raise SetupError(disk.unwritable_reason(self.home, exc)) from exc
        settings = self.settings
        running_site.write(
            self._lock, url=self.url, host=settings.HOST, port=settings.PORT, embedded_url=settings.EMBEDDED_URL
        )

    def migrate(self) -> None:
        """Bring the database up to date when it is not."""
        url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{self.home / 'bakeoff.sqlite3'}"
        if database.is_current(url, ROOT):
            return
        with step("Database"):
            hint = (
                "Check DATABASE_URL and that the database can be reached."
                if "DATABASE_URL" in os.environ
                else (f"If {self.home / 'bakeoff.sqlite3'} is damaged, move it away and run it again.")
            )
            command = [sys.executable, "manage.py", "migrate", "--noinput"]
            Log(self.logs / "setup.log").call(command, cwd=ROOT, env=self.env, hint=hint)

    def check_files(self) -> None:
        """Warns when the files of another host are not visible here: possible when DATABASE_URL names a shared
        database.
        """
        if "DATABASE_URL" in os.environ:
            command = [sys.executable, "manage.py", "doctor", "--only", "storage"]
            done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
            if done.returncode:
                echo(done.stdout.partition("\nMissing")[0].strip())

    def processes(self) -> list[Process]:
        """Return the processes of the Procfile, without those that the settings replace or leave to other hosts."""
        commands = {
            name: command
            for name, command in read_procfile(ROOT / "Procfile", self.env).items()
            if name not in ROLES or self.plays(name)
        }
        if os.environ.get("REDIS_URL", "").strip():
            del commands["broker"]
        if not self.serves_model:
            del commands["model"]
        return [
            Process(name, command, self.logs / f"{name}.log", self.env, niceness=self.niceness(name))
            for name, command in commands.items()
        ]

    def niceness(self, name: str) -> int:
        """By how much a process of the Procfile gives way to the others."""
        return self.settings.BACKGROUND_NICENESS if name in COMPUTING else 0

    def manage(self, name: str, *words: str, log: Path) -> Process:
        """One command of manage.py, run once."""
        return Process(name, [sys.executable, "manage.py", *words], log, self.env, is_once=True)

    def run(self) -> None:
        """Until a stop signal."""
        begun = time.monotonic()
        echo(f"Logs     {self.logs}/")
        supervisor = Supervisor(self.processes(), ROOT)
        if self.settings.HOST_ROLES:
            names = ", ".join(process.name for process in supervisor.processes)
            echo(f"Runs     {names}   as HOST_ROLES says; Ctrl-C stops them")
        if self.plays("web"):
            self._serve(supervisor, begun)
        try:
            supervisor.run()
        finally:
            running_site.forget(self._lock)

    def _serve(self, supervisor: Supervisor, begun: float) -> None:
        """Have the page start first, and tell its address, a link that signs in, and what the first run does."""
        others = [process for process in supervisor.processes if process.name not in FIRST]
        for process in others:
            process.due_at = begun + OTHERS_AFTER_S
        link = self.manage("sign-in link", "sign_in_link", log=memory_file("link"))
        supervisor.processes.append(link)

        def is_served() -> bool:
            if http_status(self._reachable_host().strip("[]"), self.settings.PORT) != 200:
                return False
            for process in others:
                if not process.has_started:
                    process.due_at = begun
            echo(f"Serving  {self.url}   after {time.monotonic() - begun:.1f} s; Ctrl-C stops it")
            words = () if self.serves_model else ("--patience", "0")
            supervisor.processes.append(self.manage("first run", "first_run", *words, log=self.logs / "first-run.log"))
            supervisor.each_tick(is_linked)
            return True

        def is_linked() -> bool:
            if link.popen is not None:
                return False
            echo(f"Sign in  {link.last_line()}   works once; for another: .venv/bin/python manage.py sign_in_link")
            return True

        supervisor.each_tick(is_served)


def check_disk(folder: Path) -> None:
    """Raise SetupError when the disk has too little space."""
    if (free_mb := shutil.disk_usage(folder).free // 2**20) < FREE_MB:
        raise SetupError(
            f"{folder} has {free_mb} MB free; at least {FREE_MB} are needed. "
            "Make room, or set BAKEOFF_HOME to a folder on another disk."
        )


def check_port(host: str, port: int, name: str) -> None:
    """Raise SetupError when the port is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host.strip("[]"), port))
        except OSError as exc:
            free = f"{name}={port + 10 if port < 65000 else port - 10}"
            raise SetupError(
                f"Port {port} of {host} cannot be used ({exc.strerror}). "
                f"Stop what listens there, or choose another: make up {free}"
            ) from exc


if __name__ == "__main__":
    sys.exit(main())
