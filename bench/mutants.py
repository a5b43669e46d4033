"""Tasks with similar references, and surviving mutants for which a suite gives reasons."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from evaluations.records import TaskSpec
from evaluations.runner.mutants import Key

CONSTANT = re.compile(r"^const ([A-Z][A-Z_]*)\b[^=\n]*=.*?;$", re.MULTILINE | re.DOTALL)


def one_per_shape(specs: Iterable[TaskSpec]) -> list[TaskSpec]:
    """Return one task per group whose references differ only in the values of constants."""
    firsts: dict[tuple[str, ...], TaskSpec] = {}
    for spec in specs:
        firsts.setdefault(_shape(spec), spec)
    return list(firsts.values())


def _shape(spec: TaskSpec) -> tuple[str, ...]:
    return tuple(CONSTANT.sub(r"const \1", text) for _, text in sorted(spec.reference.items()))


def known_survivors(folder: Path) -> dict[Key, str]:
    """Return the reasons of survivors.toml by `Mutant.key`; empty without the file."""
    path = folder / "survivors.toml"
    rows = tomllib.loads(path.read_text())["survivor"] if path.exists() else []
    return {(row["task"], row["at"], row["change"]): row["reason"] for row in rows}
