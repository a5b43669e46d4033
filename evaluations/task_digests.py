"""Digests of everything that decides a task's verdicts. Tasks with the same digest share trials and measurements."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace

from evaluations.records import TaskSpec, to_json

# Fields that decide no verdict, so that a change of them needs no new trial.
WITHOUT_VERDICT = (
    "slug",
    "title",
    "prompt",
    "tags",
    "licence",
    "source",
    "published",
    "max_tokens",
    "turns",
    "fixtures",
)


def verdict_digest(spec: TaskSpec, fixtures: Mapping[str, str]) -> str:
    """Return the SHA-256 of everything that can change the verdict of an answer. fixtures: file name to SHA-256."""
    values = {f.name: to_json(getattr(spec, f.name)) for f in fields(spec) if f.name not in WITHOUT_VERDICT}
    values["fixtures"] = dict(fixtures)
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def mutation_digest(spec: TaskSpec, fixtures: Mapping[str, str]) -> str:
    """Return the digest of what decides a mutation score; the task's own mutants do not."""
    return verdict_digest(replace(spec, mutants={}, alternatives={}), fixtures)
