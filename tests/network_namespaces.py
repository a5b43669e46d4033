"""Hosts that share nothing but servers: network namespaces of Linux, each with a network and a name of its own.

    host-a 10.77.1.2 ── 10.77.1.1 ┐
                                  servers: 10.77.0.1
    host-b 10.77.2.2 ── 10.77.2.1 ┘

No packet goes from one host to the other.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SERVERS, SERVER_ADDRESS = "servers", "10.77.0.1"
HOSTS = {"host-a": "10.77.1", "host-b": "10.77.2"}
CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


def unavailable_reason() -> str:
    """Return why this machine cannot have the hosts; empty when it can."""
    if os.geteuid():
        return "needs root, to make network namespaces"
    if not shutil.which("ip"):
        return "needs the program ip: apt-get install iproute2"
    name = f"bakeoff-try-{os.getpid()}"
    created = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
    return f"no network namespace can be made here: {created.stderr.strip()}" if created.returncode else ""


def _full(name: str) -> str:
    return f"bakeoff-{os.getpid()}-{name}"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@contextmanager
def hosts() -> Iterator[None]:
    """Make the servers' namespace and both hosts', with a cable from each host to the servers."""
    try:
        for name in (SERVERS, *HOSTS):
            _ip("netns", "add", _full(name))
            _ip("-n", _full(name), "link", "set", "lo", "up")
        _ip("-n", _full(SERVERS), "address", "add", f"{SERVER_ADDRESS}/32", "dev", "lo")
        for name, network in HOSTS.items():
            cable = ["type", "veth", "peer", "name", "eth0", "netns", _full(name)]
            _ip("-n", _full(SERVERS), "link", "add", name, *cable)
            for namespace, device, address in ((SERVERS, name, f"{network}.1/24"), (name, "eth0", f"{network}.2/24")):
                _ip("-n", _full(namespace), "address", "add", address, "dev", device)
                _ip("-n", _full(namespace), "link", "set", device, "up")
            _ip("-n", _full(name), "route", "add", SERVER_ADDRESS, "via", f"{network}.1")
        yield
    finally:
        for name in (SERVERS, *HOSTS):
            with suppress(subprocess.CalledProcessError):
                _ip("netns", "delete", _full(name))


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Give this thread the network of a namespace: what it connects and starts in the block belongs there."""
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    other = os.open(Path("/run/netns", _full(name)), os.O_RDONLY)
    try:
        _enter(other)
        yield
    finally:
        _enter(own)
        os.close(own)
        os.close(other)


def _enter(namespace: int) -> None:
    if _libc.setns(namespace, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


def named(name: str, command: list[str]) -> list[str]:
    """Return the command with which a program runs on a host of this name."""
    return ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', name, *command]
