"""Become a process like one in a container: without privileges, under a seccomp profile. Then run a Python program.

Usage: python under_profile.py PROFILE PROGRAM. libseccomp makes the filter, as the engines have it made.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

import pyseccomp

NO_NEW_PRIVILEGES = 38


def load(profile: dict[str, Any]) -> None:
    """Load the filter of a profile in the form of the OCI runtime specification."""
    rules = pyseccomp.SyscallFilter(_action(profile["defaultAction"], profile.get("defaultErrnoRet", 1)))
    for rule in profile["syscalls"]:
        action = _action(rule["action"], rule.get("errnoRet", 1))
        conditions = [_condition(argument) for argument in rule.get("args", [])]
        for name in rule["names"]:
            rules.add_rule(action, name, *conditions)
    rules.load()


def _action(name: str, errno: int) -> int:
    return int(pyseccomp.ALLOW if name == "SCMP_ACT_ALLOW" else pyseccomp.ERRNO(errno))


def _condition(argument: dict[str, Any]) -> pyseccomp.Arg:
    compare = getattr(pyseccomp, argument["op"].removeprefix("SCMP_CMP_"))
    return pyseccomp.Arg(argument["index"], compare, argument["value"], argument["valueTwo"])


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    load(json.loads(Path(sys.argv[1]).read_text()))
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[2]])
