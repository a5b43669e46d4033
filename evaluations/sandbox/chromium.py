"""Finds and starts Chromium: as an unprivileged user, with its own sandbox on, with no way to any network."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import signal
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evaluations.errors import SandboxError
from evaluations.sandbox.cdp import Connection

NOBODY = 65534
PREFIX = "bakeoff-browser-"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PLAYWRIGHT = "chromium_headless_shell-*/chrome-*/*headless*shell*", "chromium-*/chrome-linux*/chrome"
# Without RenderDocument and the spare renderer a navigation costs 18 ms of processor time instead of 31 (2026-11).
UNWANTED_FEATURES = (
    "Translate", "MediaRouter", "OptimizationHints", "InterestFeedContentSuggestions", "DialMediaRouteProvider",
    "RenderDocument", "SpareRendererForSitePerProcess", "PaintHolding", "HttpsUpgrades", "GlobalMediaControls",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
)  # fmt: skip
# A dead proxy for everything but the harness: names are not even looked up.
SWITCHES = (
    "--headless", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check", "--disable-gpu",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-default-apps", "--disable-breakpad", "--disable-crash-reporter", "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-quic",
    "--disable-dev-shm-usage", "--deny-permission-prompts", "--block-new-web-contents", "--mute-audio",
    "--disable-client-side-phishing-detection",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-back-forward-cache", "--disable-hang-monitor", "--disable-field-trial-config",
    "--allow-pre-commit-input",
    f"--disable-features={','.join(UNWANTED_FEATURES)}",
    "--font-render-hinting=none", "--window-size=1024,768", "--hide-scrollbars", "--js-flags=--max-old-space-size=3500",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of isolation: whether it holds, and what would turn it on."""

    name: str
    is_on: bool
    cure: str = ""


def find_chromium() -> Path:
    """CHROMIUM_PATH, else a system browser, else Playwright's download. Raises SandboxError with the cure."""
    if given := os.environ.get("CHROMIUM_PATH"):
        if os.access(given, os.X_OK):
            return Path(given)
        raise SandboxError(f'CHROMIUM_PATH="{given}" is not a program. Correct it or unset it.')
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    for pattern in PLAYWRIGHT:
        for path in sorted(downloads.glob(pattern), reverse=True):
            if os.access(path, os.X_OK):
                return path
    raise SandboxError("No Chromium. Run `make setup`, or set CHROMIUM_PATH to a Chromium or headless shell.")


def is_sandbox_off() -> bool:
    """Whether somebody gave up Chromium's own sandbox, by explicit setting only."""
    return os.environ.get("BAKEOFF_NO_SANDBOX", "") == "1"


def isolation_layers() -> list[Layer]:
    """What stands between generated code and this machine."""
    has_setpriv = shutil.which("setpriv") is not None
    is_root = os.geteuid() == 0
    user = "browser as an unprivileged user"
    return [
        Layer(user, not is_root or has_setpriv, "" if has_setpriv else "apt-get install util-linux"),
        Layer("Chromium's own sandbox", not is_sandbox_off(), "unset BAKEOFF_NO_SANDBOX"),
        Layer("no network by policy", True),
        Layer("ends with its worker", has_setpriv, "apt-get install util-linux"),
    ]


def real_program(program: Path) -> Path:
    """Debian starts the browser from a shell script that stays in between; the signal to die would reach only that."""
    inner = Path("/usr/lib/chromium") / program.name
    return inner if program.parent == Path("/usr/bin") and os.access(inner, os.X_OK) else program


def _command(program: Path, profile: Path, port: int) -> list[str]:
    front = []
    if setpriv := shutil.which("setpriv"):
        front = [setpriv, "--no-new-privs", "--pdeathsig=KILL"]
        if os.geteuid() == 0:
            front += [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        front.append("--")
    proxy = ["--proxy-server=http://127.0.0.1:9", f"--proxy-bypass-list=<-loopback>;127.0.0.1:{port}"]
    last_resort = ["--no-sandbox"] if is_sandbox_off() else []
    return [*front, str(program), *SWITCHES, *proxy, *last_resort, f"--user-data-dir={profile}", "about:blank"]


def sweep() -> None:
    """Removes profiles whose worker is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            shutil.rmtree(folder, ignore_errors=True)


class Browser:
    """One running Chromium. `folder`: its private place, also for files that it is to upload."""

    def __init__(self) -> None:
        self.connection = Connection()
        self.pid = 0
        self.folder = Path()

    async def start(self, port: int) -> None:
        """Starts it; the harness server listens on `port`. Raises SandboxError."""
        program = real_program(find_chromium())
        sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        if os.geteuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
        our_read, its_write = _high_pipe()
        its_read, our_write = _high_pipe()
        log = os.open(self.folder.with_name(f"{self.folder.name}.log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.unlink(self.folder.with_name(f"{self.folder.name}.log"))
        command = _command(program, self.folder, port)
        actions = [
            (os.POSIX_SPAWN_DUP2, its_read, 3), (os.POSIX_SPAWN_DUP2, its_write, 4),
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, log, 1),
            (os.POSIX_SPAWN_DUP2, log, 2),
        ]  # fmt: skip
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "TZ", "LD_LIBRARY_PATH") if name in os.environ}
        environment = {**keep, "HOME": str(self.folder), "TMPDIR": str(self.folder)}
        self.pid = os.posix_spawn(command[0], command, environment, file_actions=actions, setpgroup=0)
        for descriptor in (its_read, its_write, log):
            os.close(descriptor)
        await self.connection.open(our_read, our_write)
        try:
            await asyncio.wait_for(self.connection.send("Browser.getVersion"), 20)
        except (SandboxError, TimeoutError) as exc:
            await self.stop()
            raise SandboxError(
                f"{program} did not start. Try it by hand: {program} --headless --dump-dom about:blank"
            ) from exc

    async def stop(self) -> None:
        """Ends the browser and everything it started; removes its folder."""
        await self.connection.close()
        if self.pid:
            for end in (os.killpg, os.kill):
                try:
                    end(self.pid, signal.SIGKILL)
                except (ProcessLookupError, PermissionError):
                    continue
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.pid = 0
        shutil.rmtree(self.folder, ignore_errors=True)


def _high_pipe() -> tuple[int, int]:
    """A pipe whose ends are above 9, so that 3 and 4 are free for the browser."""
    ends = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return high[0], high[1]
