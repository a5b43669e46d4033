"""Finds and starts Chromium: as an unprivileged user, with its own sandbox on, with no way to any network."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from evaluations.errors import SandboxError
from evaluations.sandbox.browser.cdp import Connection, TargetClosed
from evaluations.sandbox.browser.clock import lacks_processor

NOBODY = 65534
JAIL = Path(__file__).with_name("jail.py")
STARTING_S, READY_S = 80.0, 15.0
MOST_PINGS = 20
CHANNEL = 5  # the descriptor over which the jail reports what it could set up
PREFIX = "bakeoff-browser-"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PLAYWRIGHT = "chromium_headless_shell-*/chrome-*/*headless*shell*", "chromium-*/chrome-linux*/chrome"
# What one candidate starts or stores with these outlives its document, and the next candidate could find it.
OUTLIVING_FEATURES = ("SharedWorkerExtendedLifetime", "StorageBuckets", "AdInterestGroupAPI", "Fledge")
# Without RenderDocument and the spare renderer a navigation costs 18 ms of processor time instead of 31 (2026-11).
UNWANTED_FEATURES = (
    "Translate",
    "MediaRouter",
    "OptimizationHints",
    "InterestFeedContentSuggestions",
    "DialMediaRouteProvider",
    "RenderDocument",
    "SpareRendererForSitePerProcess",
    "PaintHolding",
    "HttpsUpgrades",
    "GlobalMediaControls",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    *OUTLIVING_FEATURES,
)
# What a realm compiles with Maglev, and what is copied out of a small young generation, dies with its candidate.
# Without both a page costs 46 ms of processor time, not 52 (2026-11). Turbofan stays, for long loops. Without a
# compositor thread it would be 41, but then no screenshot is ever drawn.
V8_FLAGS = "--max-old-space-size=3500,--no-maglev,--min-semi-space-size=8"
# A dead proxy for everything but the harness: names are not even looked up.
SWITCHES = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--deny-permission-prompts",
    "--block-new-web-contents",
    "--mute-audio",
    "--disable-client-side-phishing-detection",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-back-forward-cache",
    "--disable-hang-monitor",
    "--disable-field-trial-config",
    "--allow-pre-commit-input",
    f"--disable-features={','.join(UNWANTED_FEATURES)}",
    "--font-render-hinting=none",
    "--window-size=1024,768",
    "--hide-scrollbars",
    f"--js-flags={V8_FLAGS}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find_chromium() -> Path:
    """Return CHROMIUM_PATH, else a system browser, else Playwright's download. Raises SandboxError with what to do."""
    if chosen_path := os.environ.get("CHROMIUM_PATH"):
        if os.access(chosen_path, os.X_OK):
            return Path(chosen_path)
        raise SandboxError(f'CHROMIUM_PATH="{chosen_path}" is not a program. Correct it or unset it.')
    for name in NAMES:
        if program := shutil.which(name):
            return Path(program)
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    for pattern in PLAYWRIGHT:
        for path in sorted(downloads.glob(pattern), reverse=True):
            if os.access(path, os.X_OK):
                return path
    raise SandboxError("No Chromium. Run `make setup`, or set CHROMIUM_PATH to a Chromium or headless shell.")


def is_sandbox_off() -> bool:
    """Return whether a setting explicitly switches Chromium's own sandbox off."""
    return os.environ.get("BAKEOFF_NO_SANDBOX", "").strip().lower() in {"1", "true", "yes", "on"}  # as webapp/env.py


def real_program(program: Path) -> Path:
    """Return the browser itself.

    Debian starts it from a shell script, and the signal to die would reach only the script.
    """
    inner = Path("/usr/lib/chromium") / program.name
    return inner if program.parent == Path("/usr/bin") and os.access(inner, os.X_OK) else program


def _command(program: Path, folder: Path, port: int, *, own_network: bool) -> list[str]:
    uid = NOBODY if os.geteuid() == 0 else os.geteuid()
    jail = [sys.executable, "-I", "-S", JAIL, CHANNEL, port, folder, uid, "own" if own_network else "shared"]
    proxy = ["--proxy-server=http://127.0.0.1:9", f"--proxy-bypass-list=<-loopback>;127.0.0.1:{port}"]
    last_resort = ["--no-sandbox"] if is_sandbox_off() else []
    browser = [program, *SWITCHES, *proxy, *last_resort, f"--user-data-dir={folder}", "about:blank"]
    return [str(word) for word in (*jail, *browser)]


def sweep() -> None:
    """Remove profiles of workers that have ended."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            shutil.rmtree(folder, ignore_errors=True)


class Browser:
    """One running Chromium. `folder`: its private place on the disk, for files that it is to upload."""

    def __init__(self) -> None:
        self.connection = Connection()
        # Seconds in which a page must load. No candidate can be at fault while the first pages warm up: on a busy
        # machine 15 s were too few to start at all (40 busy loops beside it, 2026-11).
        self.ready_s = STARTING_S
        self.pid = 0
        self.version = ""  # like 156.0.8078.108
        self.folder = Path()
        self.listener: socket.socket | None = None

    async def start(self, port: int, *, own_network: bool = True) -> None:
        """Start it. The harness is served on `port`, and on `listener` when the browser has a network of its own.

        Raises SandboxError.
        """
        program = real_program(find_chromium())
        sweep()
        self.folder = private_folder()
        its_read, our_write = os.pipe()
        our_read, its_write = os.pipe()
        channel, its_channel = socket.socketpair()
        command = _command(program, self.folder / "profile", port, own_network=own_network)
        self.pid = _spawn(command, self.folder, (its_read, its_write, its_channel.detach()))
        await self.connection.open(our_read, our_write)
        try:
            self.listener = await asyncio.get_running_loop().run_in_executor(None, _listener, channel)
            version = await asyncio.wait_for(self.connection.send("Browser.getVersion"), STARTING_S)
        except (SandboxError, TimeoutError) as exc:
            await self.stop()
            raise SandboxError(
                f"{program} did not start. Try it by hand: {program} --headless --dump-dom about:blank"
            ) from exc
        self.version = str(version["product"]).rpartition("/")[2]

    async def ping(self) -> None:
        """Raise TargetClosed when the browser, with a processor, does not answer a command that takes no time."""
        for _ in range(MOST_PINGS):
            with suppress(TargetClosed):
                await self.connection.ping()
                return
            if self.connection.is_closed or not await lacks_processor(self.pid):
                break
        raise TargetClosed("The browser does not answer.")

    async def stop(self) -> None:
        """End the browser and everything it started; remove its folder."""
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


def private_folder() -> Path:
    """Make a private place on the disk, with a place for the profile, which is in memory if that is allowed."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    profile = folder / "profile"
    profile.mkdir()
    if os.geteuid() == 0:
        for path in (folder, profile):
            os.chown(path, NOBODY, NOBODY)
    return folder


def _spawn(command: list[str], folder: Path, inherited: tuple[int, int, int]) -> int:
    """Start it; return its process number.

    `inherited`: its input, its output, the jail's report; they are closed here.
    """
    log = os.open(folder.with_name(f"{folder.name}.log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.unlink(folder.with_name(f"{folder.name}.log"))
    high = [*(fcntl.fcntl(source, fcntl.F_DUPFD_CLOEXEC, 10) for source in inherited), log]
    actions: list[tuple[int, ...] | tuple[int, int, str, int, int]] = [
        *((os.POSIX_SPAWN_DUP2, source, target) for source, target in zip(high, (3, 4, CHANNEL, 1), strict=True)),
        (os.POSIX_SPAWN_DUP2, log, 2),
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    ]
    keep = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    profile = str(folder / "profile")
    # The same clock on every machine: an answer that mixes UTC and local time would pass on some only.
    environment = {**keep, "TZ": "UTC", "HOME": profile, "TMPDIR": profile}
    pid = os.posix_spawn(command[0], command, environment, file_actions=actions, setpgroup=0)
    for source in (*inherited, *high):
        os.close(source)
    return pid


def _listener(channel: socket.socket) -> socket.socket | None:
    """Return the socket that listens in the browser's own network; None when it shares ours. Raises TimeoutError."""
    with channel:
        channel.settimeout(STARTING_S)
        _, descriptors, _, _ = socket.recv_fds(channel, 100, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None
