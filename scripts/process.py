"""`python -m scripts.process NAME`: runs one process of the Procfile. For containers and other process managers."""

from __future__ import annotations

import os
import sys

from scripts.console import SetupError, fail
from scripts.priority import give_way
from scripts.processes import MARK, read_procfile
from scripts.up import ROOT, Site


def main() -> int:
    """Replace this process. Return 2 when the name does not exist or a setting is wrong."""
    try:
        site = Site()
        commands = read_procfile(ROOT / "Procfile", site.env)
        if len(sys.argv) != 2 or sys.argv[1] not in commands:
            raise SetupError(f"Give one name of the Procfile: {', '.join(commands)}.")
    except SetupError as exc:
        return fail(exc)
    site.check_files()
    give_way(site.niceness(sys.argv[1]))
    command = commands[sys.argv[1]]
    os.execvpe(command[0], command, {**site.env, MARK: sys.argv[1]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
