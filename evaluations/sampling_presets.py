"""Sampling options that authors of model families recommend, from sampling_presets.toml, each with its source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from evaluations.records import Json

FILE = Path(__file__).with_name("sampling_presets.toml")
Basis = Literal["model", "file", "recommended", "config", "example", "none"]
BASES: Mapping[Basis, str] = {
    "model": "the model's own parameters",
    "file": "its author's recommendation in the model's file",
    "recommended": "its author's recommendation",
    "config": "its author's generation_config.json",
    "example": "its author's example",
    "none": "its author recommends none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Options by our names. source: an address; empty for a model's own. thinks: for which mode; None: for both.

    is_confirmed: its source was read, and says so.
    """

    family: str
    basis: Basis
    options: Mapping[str, Json]
    source: str = ""
    note: str = ""
    names: tuple[str, ...] = ()
    thinks: bool | None = None
    is_confirmed: bool = True

    @property
    def basis_text(self) -> str:
        """The source of the options, in words."""
        return BASES[self.basis] + ("" if self.is_confirmed else " (from memory: not confirmed)")

    @property
    def text(self) -> str:
        """`temperature 0.7, top_k 20`; empty for none."""
        return ", ".join(f"{name} {value}" for name, value in self.options.items())


def preset_for(name: str, family: str, *, thinks: bool) -> Preset | None:
    """Return the preset of a model, by its name, else by its family; None for an unknown one.

    name: as its server lists it: `hf.co/team/Qwen3-8B-GGUF:Q4_K_M`. thinks: whether it thinks before its answer.
    """
    return _matching(name.rpartition("/")[2], thinks) or _matching(family, thinks)


def _matching(name: str, thinks: bool) -> Preset | None:
    normalized = re.sub(r"[^a-z0-9]", "", name.lower())
    rows = [
        (len(beginning), preset)
        for preset in all_presets()
        if preset.thinks in (None, thinks)
        for beginning in preset.names
        if normalized.startswith(beginning)
    ]
    return max(rows, key=lambda row: row[0])[1] if rows else None


@cache
def all_presets() -> tuple[Preset, ...]:
    """Return the presets of the file."""
    modes = {"thinking": True, "no_thinking": False}
    return tuple(
        Preset(
            family=row["family"],
            basis=row["basis"],
            options=row["options"],
            source=row["source"],
            note=row.get("note", ""),
            names=tuple(row["names"]),
            thinks=modes.get(row.get("when", "")),
            is_confirmed=row.get("confirmed", True),
        )
        for row in tomllib.loads(FILE.read_text())["preset"]
    )
