"""Answers whose models a person knows, because they saw the name beside the answer or its code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from evaluations.models.candidates import Candidate, Grading


def code_digest(files: Mapping[str, str] | None) -> str:
    """Return SHA-256 of an answer's code, the same for the same files; empty for an answer without code."""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest() if files else ""


def code_digests(candidates: Iterable[int]) -> dict[int, str]:
    """Map each candidate to the digest of its code, for those that have any."""
    rows = Grading.objects.filter(is_current=True, candidate__in=list(candidates))
    digests = {
        pk: code_digest(extraction.get("files")) for pk, extraction in rows.values_list("candidate_id", "extraction")
    }
    return {pk: digest for pk, digest in digests.items() if digest}


class KnownAnswerQuerySet(models.QuerySet["KnownAnswer"]):
    """Answers whose models a person knows."""

    def learn(self, person: int, candidates: Collection[int]) -> None:
        """Note that the person has seen the models' names beside these answers."""
        noted = set(self.filter(person=person, candidate__in=candidates).values_list("candidate", flat=True))
        new = [pk for pk in candidates if pk not in noted]
        if not new:
            return
        digests = code_digests(new)
        rows = [KnownAnswer(person_id=person, candidate_id=pk, code=digests.get(pk, "")) for pk in new]
        self.bulk_create(rows, ignore_conflicts=True)

    def known_candidates(self, person: int, digests: Mapping[int, str]) -> set[int]:
        """Return the candidates among these, given with the digests of their code, whose models the person knows."""
        rows = list(self.filter(person=person).values_list("candidate", "code"))
        candidates, codes = {pk for pk, _ in rows}, {code for _, code in rows if code}
        return {pk for pk, digest in digests.items() if pk in candidates or digest in codes}


class KnownAnswer(models.Model):
    """A person has seen which model wrote an answer. code: digest of its code then; the same code is known too."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(default=now)

    objects = KnownAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "candidate"], name="known_once_each")]
        indexes = [models.Index(fields=["person", "code"], condition=~Q(code=""), name="known_by_code")]

    def __str__(self) -> str:
        return f"candidate {self.candidate_id} known to {self.person_id}"
