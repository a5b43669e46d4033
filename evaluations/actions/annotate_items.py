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
from evaluations.models.items import column_of

Item = Suite | Run | Candidate | Workbook
TAG = re.compile(r"[\w.+#-]{1,40}")


def star(item: Item, person: Any) -> None:
    """Set the person's own star, at most once."""
    Star.objects.get_or_create(person=person, **_about(item))


def unstar(item: Item, person: Any) -> None:
    """Take the person's star away."""
    Star.objects.filter(person=person, **_about(item)).delete()


def _about(item: Item) -> dict[str, Any]:
    return {column_of(item): item}


def parse_tags(text: str) -> list[str]:
    """Return tags as typed, with commas or blanks between them, in lower case and each once. Raises SuiteError."""
    tags = list(dict.fromkeys(word.lstrip("#").lower() for word in re.split(r"[\s,]+", text) if word.strip("#")))
    for tag in tags:
        if not TAG.fullmatch(tag):
            raise SuiteError(f"“{tag[:60]}” is not a tag: up to 40 letters, digits and . + # - _ without blanks.")
    if len(tags) > MAX_TAGS:
        raise SuiteError(f"{len(tags)} tags are more than {MAX_TAGS}. Leave some out.")
    return tags


@transaction.atomic
def annotate(
    item: Item, *, name: str | None = None, tags: Sequence[str] | None = None, note: str | None = None
) -> None:
    """Change what is given, leave what is None. Raises SuiteError."""
    about = _about(item)
    if name is not None:
        _rename(item, name.strip())
    if tags is not None:
        Tag.objects.filter(**about).exclude(text__in=tags).delete()
        stored_tags = set(Tag.objects.filter(**about).values_list("text", flat=True))
        Tag.objects.bulk_create(Tag(text=tag, **about) for tag in tags if tag not in stored_tags)
    if note is not None:
        if len(note) > MAX_NOTE:
            raise SuiteError(f"The note has {len(note):,} characters, more than {MAX_NOTE:,}. Shorten it.")
        Note.objects.update_or_create(**about, defaults={"text": note.strip()})


def _rename(item: Item, name: str) -> None:
    if not can_be_named(item):
        raise SuiteError("This has a name of its own: an answer is called by its model, a workbook by its file.")
    if not name or len(name) > 200:
        raise SuiteError("A name has 1 to 200 characters.")
    if isinstance(item, Suite):
        # Runs are called after their conversation, with a version behind it.
        for run in Run.objects.filter(suite_version__suite=item, title__startswith=item.title):
            Run.objects.filter(pk=run.pk).update(title=(name + run.title[len(item.title) :])[:200])
        Suite.objects.filter(pk=item.pk).update(title=name)
    else:
        Run.objects.filter(pk=item.pk).update(title=name)


def can_be_named(item: Item) -> bool:
    """Return whether a person may rename it. Each start gives a shipped suite its own name again."""
    if isinstance(item, Suite):
        return item.origin != Suite.Origin.SHIPPED
    return isinstance(item, Run)


def archive(item: Item, *, is_archived: bool) -> None:
    """Archive it or bring it back: lists leave archived items out, every figure still counts them."""
    moment = now() if is_archived else None
    Note.objects.update_or_create(**_about(item), defaults={"archived_at": moment})
