"""Star, name, tag, annotate and archive conversations, suites, runs, answers and workbooks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from evaluations.errors import SuiteError
from evaluations.limits import MAX_NOTE, MAX_TAGS
from evaluations.models import Candidate, Note, Run, Star, Suite, Tag, Workbook
from evaluations.models.keeping import column_of

Thing = Suite | Run | Candidate | Workbook
TAG = re.compile(r"[\w.+#-]{1,40}")


def star(thing: Thing, person: Any) -> None:
    """Set the person's own star, at most once."""
    Star.objects.get_or_create(person=person, **_about(thing))


def unstar(thing: Thing, person: Any) -> None:
    """Take the person's star away."""
    Star.objects.filter(person=person, **_about(thing)).delete()


def _about(thing: Thing) -> dict[str, Any]:
    return {column_of(thing): thing}


def parse_tags(text: str) -> list[str]:
    """Tags as typed, with commas or blanks between them, in lower case and each once. Raises SuiteError."""
    tags = list(dict.fromkeys(word.lstrip("#").lower() for word in re.split(r"[\s,]+", text) if word.strip("#")))
    for tag in tags:
        if not TAG.fullmatch(tag):
            raise SuiteError(f"“{tag[:60]}” is not a tag: up to 40 letters, digits and . + # - _ without blanks.")
    if len(tags) > MAX_TAGS:
        raise SuiteError(f"{len(tags)} tags are more than {MAX_TAGS}. Leave some out.")
    return tags


@transaction.atomic
def annotate(
    thing: Thing, *, name: str | None = None, tags: Sequence[str] | None = None, note: str | None = None
) -> None:
    """Change what is given, leave what is None. Raises SuiteError."""
    about = _about(thing)
    if name is not None:
        _rename(thing, name.strip())
    if tags is not None:
        Tag.objects.filter(**about).exclude(text__in=tags).delete()
        there = set(Tag.objects.filter(**about).values_list("text", flat=True))
        Tag.objects.bulk_create(Tag(text=tag, **about) for tag in tags if tag not in there)
    if note is not None:
        if len(note) > MAX_NOTE:
            raise SuiteError(f"The note has {len(note):,} characters, more than {MAX_NOTE:,}. Shorten it.")
        Note.objects.update_or_create(**about, defaults={"text": note.strip()})


def _rename(thing: Thing, name: str) -> None:
    if not can_be_named(thing):
        raise SuiteError("This has a name of its own: an answer is called by its model, a workbook by its file.")
    if not name or len(name) > 200:
        raise SuiteError("A name has 1 to 200 characters.")
    if isinstance(thing, Suite):
        # Runs are called after their conversation, with a version behind it.
        for run in Run.objects.filter(suite_version__suite=thing, title__startswith=thing.title):
            Run.objects.filter(pk=run.pk).update(title=(name + run.title[len(thing.title) :])[:200])
        Suite.objects.filter(pk=thing.pk).update(title=name)
    else:
        Run.objects.filter(pk=thing.pk).update(title=name)


def can_be_named(thing: Thing) -> bool:
    """Whether a person may rename it. Each start gives a shipped suite its own name again."""
    if isinstance(thing, Suite):
        return thing.origin != Suite.Origin.SHIPPED
    return isinstance(thing, Run)


def archive(thing: Thing, *, is_archived: bool) -> None:
    """Archive it or bring it back: lists leave archived items out, every figure still counts them."""
    moment = now() if is_archived else None
    Note.objects.update_or_create(**_about(thing), defaults={"archived_at": moment})
