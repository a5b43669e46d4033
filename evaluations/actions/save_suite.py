"""Stores tasks as a version of a suite. Only this module makes versions and content digests.

Versions that were typed on the site before 2026-11-29 keep the digest they were given then, by another rule; the same
content, sent again, becomes one new version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from django.db import transaction

from evaluations.models import Suite, SuiteVersion, Task, Workbook
from evaluations.records import TaskSpec, to_json

# Fields that were added later: if one is empty, the task keeps the digest that it had before.
ADDED_FIELDS = ("turns", "alternatives")
# Neither is part of a version: the date of publication is corrected in the existing version.
NO_CONTENT = ("fixtures", "published")


def content_digest(tasks: Iterable[TaskSpec]) -> str:
    """Return the SHA-256 of everything that can change a prompt or a verdict; fixtures count by their own hashes."""
    digest = hashlib.sha256()
    for task in tasks:
        values = {f.name: to_json(getattr(task, f.name)) for f in fields(task) if f.name not in NO_CONTENT}
        for name in ADDED_FIELDS:
            if not values[name]:
                del values[name]
        values["fixtures"] = {name: hashlib.sha256(content).hexdigest() for name, content in task.fixtures.items()}
        digest.update(json.dumps(values, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


@transaction.atomic
def save_version(
    suite: Suite,
    tasks: Sequence[TaskSpec],
    workbooks: Mapping[int, Workbook] | None = None,
    *,
    is_newest: bool = False,
) -> SuiteVersion:
    """Return the suite's version with this content; make it if it does not exist. workbooks: by position, for tasks
    made from one.

    is_newest: an older version with this content gets the highest number, so that it is the present version.
    """
    digest = content_digest(tasks)
    latest = suite.latest()
    number = latest.number + 1 if latest else 1
    if same := suite.versions.filter(digest=digest).first():
        if is_newest and latest and same.pk != latest.pk:
            same.number = number
            same.save(update_fields=["number"])
        _correct_dates(same, tasks)
        return same
    version = SuiteVersion.objects.create(suite=suite, digest=digest, number=number)
    for position, task in enumerate(tasks):
        Task.objects.add(version, position, task, workbook=(workbooks or {}).get(position))
    return version


def _correct_dates(version: SuiteVersion, tasks: Sequence[TaskSpec]) -> None:
    """Store the dates of publication that are given now."""
    known = {task.slug: task.published for task in tasks if task.published}
    rows = [row for row in version.tasks.defer("spec") if known.get(row.slug, row.published) != row.published]
    for row in rows:
        row.published = known[row.slug]
    Task.objects.bulk_update(rows, ["published"])
