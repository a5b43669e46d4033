"""Full-text search: prompts, code of answers, and sheets of workbooks. Titles and notes are searched by queries.

The words are in a full-text index of the database: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. A job
adds what is new (`evaluations.actions.index_texts`); what was deleted is left out when the rows are read.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from evaluations.models.candidates import Candidate
from evaluations.models.files import Workbook
from evaluations.models.suites import Task

FULL_TEXT = "evaluations_fulltext"
MOST_WORDS, MOST_MATCHES = 10, 5000  # the newest matching texts
WORD = re.compile(r"\w+")
WORD_WITH_ACCENTS = re.compile(r"[\w\u0300-\u036f]+")  # a letter may be followed by its accent


class SearchText(models.Model):
    """One text in the index: exactly one of task (its prompt), candidate (its code) and workbook (names of sheets).

    source: the row that the text was read from; the largest one of a kind shows how many texts are indexed.
    """

    class Kind(models.TextChoices):
        PROMPT = "prompt"
        CODE = "code"
        SHEETS = "sheets"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.BigIntegerField()
    # Most rows are of candidates: they take no place in the other two indexes.
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    candidate = models.OneToOneField(Candidate, null=True, on_delete=models.CASCADE, related_name="search_text")
    workbook = models.ForeignKey(Workbook, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["kind", "-source"], name="search_text_by_source")]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(task__isnull=False), name="one_search_text_per_task"
            ),
            models.UniqueConstraint(
                fields=["workbook"], condition=models.Q(workbook__isnull=False), name="one_search_text_per_workbook"
            ),
        ]

    def __str__(self) -> str:
        return f"text of {self.kind} {self.source}"


def write_text(pk: int, text: str) -> None:
    """Replace the words of a text in the index.

    Each word is stored once, because queries search for words and not for phrases. That takes a third of the space.
    """
    words = " ".join({word.lower(): word for word in WORD_WITH_ACCENTS.findall(text)}.values())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = "UPDATE evaluations_searchtext SET vector = to_tsvector('simple', %s) WHERE id = %s"
            cursor.execute(statement, [words, pk])
            return
        cursor.execute(f"DELETE FROM {FULL_TEXT} WHERE rowid = %s", [pk])
        cursor.execute(f"INSERT INTO {FULL_TEXT} (rowid, body) VALUES (%s, %s)", [pk, words])


def texts_with(query: str) -> models.QuerySet[SearchText]:
    """Return the newest texts in which each of these words begins a word; nothing for a query without a word."""
    words = WORD.findall(query)[:MOST_WORDS]
    if not words:
        return SearchText.objects.none()
    return SearchText.objects.filter(pk__in=_matches(words))


def _matches(words: list[str]) -> Any:
    if connection.vendor == "postgresql":
        sql = (
            "SELECT id FROM evaluations_searchtext WHERE vector @@ to_tsquery('simple', %s) "
            f"ORDER BY id DESC LIMIT {MOST_MATCHES}"
        )
        return RawSQL(sql, [" & ".join(f"{word}:*" for word in words)])
    sql = f"SELECT rowid FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s ORDER BY rowid DESC LIMIT {MOST_MATCHES}"
    return RawSQL(sql, [" ".join(f'"{word}"*' for word in words)])


def forget_orphans() -> None:
    """Remove the words of texts whose rows are gone. PostgreSQL keeps them in the row itself."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {FULL_TEXT} WHERE rowid NOT IN (SELECT id FROM evaluations_searchtext)")
