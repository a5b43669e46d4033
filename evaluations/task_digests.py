"""Digests of everything that decides a task's verdicts. Tasks with the same digest share trials and measurements."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace

from evaluations.records import Kind, TaskSpec, to_json

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


def answer_digest(spec: TaskSpec, fixtures: Mapping[str, str]) -> str:
    """Return the digest of what decides the verdict of a model's answer: without what only tries the task itself.

    Answers of kind visual are compared with the reference, and tests of kind write_tests run on the mutants.
    """
    own = spec if spec.kind is Kind.VISUAL else replace(spec, reference={})
    own = own if spec.kind is Kind.WRITE_TESTS else replace(own, mutants={})
    return verdict_digest(replace(own, alternatives={}), fixtures)


def mutation_digest(spec: TaskSpec, fixtures: Mapping[str, str]) -> str:
    """Return the digest of what decides a mutation score; the task's own mutants do not."""
    return verdict_digest(replace(spec, mutants={}, alternatives={}), fixtures)
