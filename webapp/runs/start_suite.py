"""Starting a run of a suite."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from evaluations import tasks
from evaluations.actions.start_run import start_run
from evaluations.models import Run, SuiteVersion
from evaluations.prompts import skips
from webapp.runs.forms import SuiteRunForm


def start_suite(form: SuiteRunForm, version: SuiteVersion, user: AbstractBaseUser | AnonymousUser) -> Run:
    """Start a run of the version on the ticked models; call when the form is valid."""
    data, suite = form.cleaned_data, version.suite
    run = start_run(
        version,
        list(data["models"]),
        form.to_sampling(),
        team=suite.team,
        title=f"{suite.title} v{version.number}",
        until_settled=data["until_settled"],
        n_samples=data["n_samples"],
        strategies=data["strategies"],
        created_by=user,
        skips=skips,
    )
    tasks.wake()
    return run
