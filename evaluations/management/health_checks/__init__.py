"""The parts of the site and their state, checked by `manage.py doctor`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evaluations.management.health_checks import machine, services, stored_data
from evaluations.management.health_checks.part import Part

__all__ = ["CHECKS", "NEEDED_BY", "ON_DEMAND", "ROLES", "RUNS", "Part"]
CHECKS: dict[str, Callable[[], Iterator[Part]]] = {
    "python": machine.python,
    "packages": machine.packages,
    "bundles": machine.bundles,
    "browser": machine.browser,
    "isolation": machine.isolation,
    "python-packages": machine.python_packages,
    "home": machine.home,
    "private-files": machine.private,
    "database": stored_data.database,
    "storage": stored_data.storage,
    "clock": stored_data.clock,
    "broker": services.broker,
    "workers": services.workers,
    "embedded-model": services.embedded_model,
    "model-servers": services.model_servers,
    "keys": services.keys,
    "mail": services.mail,
}
ON_DEMAND: dict[str, Callable[[], Iterator[Part]]] = {"worker": services.worker, "files": stored_data.files}
ROLES = ("web", "generate", "execute", "beat")
# The checks that only some roles need; all others concern each role.
NEEDED_BY = {
    "bundles": ("web", "execute"),
    "browser": ("execute",),
    "isolation": ("execute",),
    "python-packages": ("execute",),
    "embedded-model": ("generate",),
    "model-servers": ("web", "generate"),
    "keys": ("web", "generate"),
    "mail": ("web", "generate"),
}
# What runs while the site is up; with --running a note about them counts as missing.
RUNS = {"Broker", "Workers", "Model server embedded", "Database"}
