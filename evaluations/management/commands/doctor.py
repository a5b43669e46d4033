"""`manage.py doctor`: each part of the site, what was found, and the command that fixes what is missing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from evaluations.management.health_checks import CHECKS, NEEDED_BY, ON_DEMAND, ROLES, RUNS, Part

SIGNS = {"ok": "ok", "note": "note", "missing": "MISSING"}


class Command(BaseCommand):
    """Checks the site and changes nothing."""

    help = "Check each part: whether it is there, its version, and whether it works; else the command that fixes it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --json for programs, and --running for a site that should be running."""
        parser.add_argument(
            "--json", action="store_true", help="a list of {name, state, found, hint}; cure is the old name of hint"
        )
        parser.add_argument("--running", action="store_true", help="count what is not running as missing")
        parser.add_argument("--files", action="store_true", help="compare every stored file with its size and SHA-256")
        parser.add_argument("--only", nargs="+", choices=[*CHECKS, *ON_DEMAND], help="look at these alone")
        parser.add_argument(
            "--role",
            nargs="+",
            choices=ROLES,
            help="what runs on this host; left out: the roles of the setting HOST_ROLES",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when nothing is missing, 2 when a part is missing."""
        parts = []
        for part in _parts(options):
            if options["running"] and part.state == "note" and part.name in RUNS:
                part = replace(part, state="missing")
            parts.append(part)
            if not options["json"]:
                self.say(part)
        missing = [part for part in parts if part.state == "missing"]
        if options["json"]:
            # "cure" is the name of "hint" before 2026-11-30; scripts may still read it.
            rows = [asdict(part) | {"cure": part.hint} for part in parts]
            self.stdout.write(json.dumps(rows, indent=2))
        elif missing:
            self.stdout.write(f"\nMissing: {', '.join(part.name for part in missing)}.")
        else:
            self.stdout.write("\nNothing is missing.")
        if missing:
            sys.exit(2)

    def say(self, part: Part) -> None:
        """Print one line, and one with what to do."""
        self.stdout.write(f"{SIGNS[part.state]:<8} {part.name:<24} {part.found}")
        if part.hint and part.state != "ok":
            self.stdout.write(f"{'':<8} {'':<24} → {part.hint}")


def _parts(options: dict[str, Any]) -> Iterator[Part]:
    """Run the checks that were asked for, else those that the roles of this host need."""
    every = CHECKS | ON_DEMAND
    names = ["files"] if options["files"] else options["only"]
    if not names:
        roles = set(options["role"] or settings.HOST_ROLES or ROLES)
        names = [name for name in CHECKS if roles & set(NEEDED_BY.get(name, ROLES))]
        if left_out := [name for name in CHECKS if name not in names]:
            shown = ", ".join(role for role in ROLES if role in roles)
            yield Part(name="Roles of this host", state="ok", found=f"{shown}; not needed here: {', '.join(left_out)}")
    for name in names:
        yield from every[name]()
