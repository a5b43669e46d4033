"""Suites that a team writes: a new one, its title and licence, and a copy of another one."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.text import slugify

from evaluations.actions.save_suite import save_version
from evaluations.errors import SuiteError
from evaluations.limits import MAX_DESCRIPTION, MAX_LICENCE, MAX_README, MAX_SUITE_TITLE
from evaluations.models import Suite, SuiteVersion, Team
from evaluations.records import Kind

SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")
RESERVED = ("new", "from-sheet", "make-task")  # addresses beside those of suites
RENAMEABLE = ("js", "ts")  # languages whose functions have renamed variants


def new_suite(
    team: Team, title: str, *, slug: str = "", description: str = "", licence: str = "", readme: str = ""
) -> Suite:
    """Make an empty suite; without a given address, it is made from the title. Raises SuiteError."""
    title = _checked_title(title, description, licence, readme)
    if not slug:
        slug = slugify(title)[:70].strip("-")
        slug = f"{slug}-tasks" if slug in RESERVED else slug
    if not SLUG.fullmatch(slug) or slug in RESERVED:
        raise SuiteError(f'"{slug or title[:40]}" cannot be the address of a suite. Use letters, digits, - and _.')
    if Suite.objects.filter(team=team, slug=slug).exists():
        raise SuiteError(f'Your team has a suite "{slug}" already. Choose another title.')
    return Suite.objects.create(
        team=team,
        slug=slug,
        title=title,
        description=description.strip(),
        licence=licence.strip(),
        readme=_plain_text(readme),
    )


def require_renameable(version: SuiteVersion) -> None:
    """Raise SuiteError where the version has no functions to rename, or is a renamed variant itself."""
    if version.variant_of_id is not None:
        raise SuiteError(f"{version} is a renamed variant itself. Choose the suite that it was made of.")
    if not can_be_renamed(version):
        raise SuiteError(f"{version} has no functions in JavaScript or TypeScript. Only those are renamed.")


def can_be_renamed(version: SuiteVersion) -> bool:
    """Whether it has functions to rename, and is no renamed variant itself."""
    functions = version.tasks.filter(kind=Kind.FUNCTION, language__in=RENAMEABLE)
    return version.variant_of_id is None and functions.exists()


def describe_suite(suite: Suite, title: str, description: str, licence: str, readme: str) -> None:
    """Change the texts of a written suite. Raises SuiteError."""
    suite.title = _checked_title(title, description, licence, readme)
    suite.description, suite.licence, suite.readme = description.strip(), licence.strip(), _plain_text(readme)
    suite.save(update_fields=["title", "description", "licence", "readme"])


def _plain_text(typed: str) -> str:
    """Return it with plain line ends, as a folder's README.md has them."""
    return typed.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _checked_title(title: str, description: str, licence: str, readme: str) -> str:
    title = title.strip()
    if not title:
        raise SuiteError("The suite has no title. Give it one.")
    for name, text, most in (
        ("title", title, MAX_SUITE_TITLE),
        ("licence", licence, MAX_LICENCE),
        ("description", description, MAX_DESCRIPTION),
        ("text about the suite", readme, MAX_README),
    ):
        if len(text) > most:
            raise SuiteError(f"The {name} has {len(text):,} characters; the limit is {most:,}. Shorten it.")
    return title


@transaction.atomic
def clone_suite(suite: Suite, title: str) -> Suite:
    """Make a suite of the same team with the newest tasks of this one, to edit. Raises SuiteError."""
    newest = suite.latest()
    copy = new_suite(suite.team, title, description=suite.description, licence=suite.licence, readme=suite.readme)
    if newest is not None:
        tasks = list(newest.tasks.select_related("workbook").order_by("position"))
        books = {at: task.workbook for at, task in enumerate(tasks) if task.workbook}
        save_version(copy, [task.to_spec() for task in tasks], books)
    return copy
