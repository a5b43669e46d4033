"""Starting a run of a suite."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction

from evaluations import tasks
from evaluations.actions.own_suites import require_renameable
from evaluations.actions.run_beside import start_beside, wait_for_variant
from evaluations.actions.start_run import start_run
from evaluations.errors import SuiteError
from evaluations.models import Run, SuiteVersion
from evaluations.prompts import skips
from evaluations.queries.variant_difference import PLAIN, variant_with_seed
from evaluations.tasks import suite_jobs
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


@transaction.atomic
def start_both(
    form: SuiteRunForm, version: SuiteVersion, user: AbstractBaseUser | AnonymousUser, seed: int
) -> tuple[Run, SuiteVersion | None]:
    """Start a run, and one with the same settings over the original or the renamed variant of its version.

    seed: of the variant. Returns the run and the other version; None: a worker makes the variant first, and starts the
    second run then. Raises SuiteError and LimitReached.
    """
    if PLAIN not in form.cleaned_data["strategies"]:
        raise SuiteError("A suite is compared with its renamed variant by the strategy plain. Tick it.")
    if version.variant_of is None:
        require_renameable(version)
    other = version.variant_of or variant_with_seed(version, seed)
    if other is not None:
        Run.objects.refuse_more(version.suite.team, user, n_more=2)
    run = start_suite(form, version, user)
    if other is None:
        wait_for_variant(run, seed)
        suite_jobs.wake_variant(run)
    else:
        start_beside(run, other)
    return run, other
