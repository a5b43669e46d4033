"""Trials of stored answers with the checks of another version: started, applied and discarded by page and API."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import Http404, HttpRequest

from evaluations import events
from evaluations.actions import grading_trials
from evaluations.errors import EvaluationError
from evaluations.models import BulkChange, GradingTrial, SuiteVersion
from evaluations.tasks import suite_jobs
from webapp.site.access import current_team, get_for_team

Person = AbstractBaseUser | AnonymousUser


def trial_of(request: HttpRequest, pk: int) -> GradingTrial:
    """Return a trial of the team; 404 when there is none."""
    return get_for_team(request, GradingTrial.objects.select_related("version__suite", "created_by", "change"), pk=pk)


def start(request: HttpRequest, version: SuiteVersion, *, key: str, slug: str = "") -> tuple[GradingTrial, bool]:
    """Start a trial and wake a worker; return whether it is new. Raises EvaluationError with the sentence to show."""
    if not key or len(key) > 40:
        raise EvaluationError("The form has no key. Load the page again and press the button there.")
    if slug and not version.tasks.filter(slug=slug).exists():
        raise Http404(f"{version} has no task “{slug[:80]}”.")
    trial, is_new = grading_trials.start_trial(current_team(request), version, key=key, by=request.user, slug=slug)
    if is_new:
        suite_jobs.wake_trial(trial)
    return trial, is_new


def apply(trial: GradingTrial, by: Person) -> BulkChange:
    """Apply a trial, and notify open pages. Raises EvaluationError."""
    change = grading_trials.apply_trial(trial, by)
    for run in change.runs.all():
        events.run_changed(run.pk, run.team_id)
    return change
