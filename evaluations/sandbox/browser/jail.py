"""Started in the browser's place: takes a network and a profile of its own, gives up all rights, becomes the browser.

Usage: python -I -S jail.py CHANNEL PORT PROFILE UID NETWORK PROGRAM [ARGUMENT…]

CHANNEL: descriptor of a unix socket. One message goes out: what was set up ("network", "profile"), with a socket that
listens on 127.0.0.1:PORT of the new network, whose only way out it is. UID: the user to become when started by root.
NETWORK: "own" or "shared". Linux only; the standard library only; it knows nothing of this project.
"""

from __future__ import annotations

import array
import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

NEWNS, NEWUSER, NEWNET = 0x00020000, 0x10000000, 0x40000000
NOSUID, NODEV, RECURSIVE, PRIVATE = 0x2, 0x4, 0x4000, 0x40000
SET_DEATH_SIGNAL, SET_DUMPABLE, NO_NEW_PRIVILEGES = 1, 4, 38
SET_INTERFACE_FLAGS, UP = 0x8914, 0x1
libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Become the browser; never return. What cannot be set up is left out and not in the message."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    port, profile, uid, has_network = int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5] == "own"
    program, parent = sys.argv[6:], os.getppid()
    flags = NEWNS | (NEWNET if has_network else 0)
    is_root = os.geteuid() == 0
    listener, had = None, ""
    # Where namespaces are only partly allowed, an incomplete one would cut the browser off. So a child process tries
    # first.
    if is_root and works(lambda: enter(flags, port, profile, uid)):
        listener, had = enter(flags, port, profile, uid), "network profile"
    if is_root:
        drop_privileges(uid)
    if not had and works(lambda: enter(flags | NEWUSER, port, profile, os.geteuid())):
        listener, had = enter(flags | NEWUSER, port, profile, os.geteuid()), "network profile"
    check(libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    check(libc.prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0))
    if os.getppid() != parent:
        os._exit(1)
    work_in_batches()
    report(channel, had if has_network else had.replace("network", ""), listener)
    os.execv(program[0], program)


def works(step: Callable[[], object]) -> bool:
    """Return whether a child can take this step."""
    pid = os.fork()
    if not pid:
        try:
            step()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def enter(flags: int, port: int, profile: Path, uid: int) -> socket.socket | None:
    """Enter new namespaces, with the profile in memory and loopback up with a listener. Raises OSError."""
    gid = os.getegid() if uid == os.geteuid() else uid
    check(libc.unshare(flags))
    if flags & NEWUSER:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    check(libc.mount(None, b"/", None, RECURSIVE | PRIVATE, None))
    options = f"size=1g,mode=700,uid={uid},gid={gid}".encode()
    check(libc.mount(b"tmpfs", os.fsencode(profile), b"tmpfs", NOSUID | NODEV, options))
    if not flags & NEWNET:
        return None
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_INTERFACE_FLAGS, struct.pack("16sh", b"lo", UP))
    return socket.create_server(("127.0.0.1", port), backlog=128)


def drop_privileges(uid: int) -> None:
    """Become an unprivileged user for good."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    # Without it our own files in /proc still belong to root, and no user namespace could be set up.
    check(libc.prctl(SET_DUMPABLE, 1, 0, 0, 0))


def work_in_batches() -> None:
    """Let no incoming message interrupt a running thread: up to a tenth less processor time a case (2026-11).

    Where a container forbids it the browser is only slower.
    """
    with suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def check(result: int) -> None:
    """Raise OSError when a call into the kernel failed."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def report(channel: socket.socket, had: str, listener: socket.socket | None) -> None:
    """Send one message; close both."""
    descriptors = array.array("i", [listener.fileno()] if listener else [])
    extra = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)] if listener else []
    channel.sendmsg([had.strip().encode() or b"nothing"], extra)
    channel.close()
    if listener:
        listener.close()


if __name__ == "__main__":
    main()
