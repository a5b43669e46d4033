"""Conversations: a prompt and its versions, each a suite version, with what it came from.

A conversation is a suite of origin `prompt`; its versions are numbered as those of every suite, v1, v2, …
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from evaluations.models.candidates import Candidate
from evaluations.models.suites import SuiteVersion


class FollowUp(models.Model):
    """How a version of a conversation was made from an earlier one. The first version has none.

    parent: the version before. answer: the answer that was followed up; None when the prompt itself changed.
    change: what should change, in the person's words; empty when the prompt was edited by hand.
    """

    version = models.OneToOneField(SuiteVersion, on_delete=models.CASCADE, related_name="follow_up")
    parent = models.ForeignKey(SuiteVersion, null=True, on_delete=models.SET_NULL, related_name="followed_by")
    answer = models.ForeignKey(Candidate, null=True, blank=True, on_delete=models.SET_NULL, related_name="follow_ups")
    change = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version} after {self.parent}"
