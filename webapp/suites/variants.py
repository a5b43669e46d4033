"""Renamed variants of a suite: a worker makes them; results of models on both are compared."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evaluations.actions.own_suites import require_renameable
from evaluations.errors import SuiteError
from evaluations.limits import LARGEST_VARIANT_SEED
from evaluations.models import Membership, SuiteVersion
from evaluations.queries.variant_difference import VariantDifference, variant_slug
from evaluations.records import Json
from evaluations.tasks import suite_jobs
from webapp.site.access import require_role
from webapp.site.lookup import version_of
from webapp.site.query_params import parse_number

STARTED = "A worker makes it: in a minute it is among the suites, as {slug}. Run it with the same settings as this one."


def start_variant(version: SuiteVersion, seed: int) -> str:
    """Have a worker make the variant; return a sentence for people. Raises SuiteError."""
    require_renameable(version)
    suite_jobs.make_renamed_variant.delay(version.pk, seed)
    return STARTED.format(slug=variant_slug(version.suite.slug, seed))


@require_POST
def make_variant(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a variant of the newest version."""
    require_role(request, Membership.Role.MEMBER)
    version = version_of(request, slug, None)
    try:
        messages.success(request, start_variant(version, read_seed(request.POST.get("seed", "1"))))
    except SuiteError as exc:
        messages.error(request, str(exc))
    return redirect("suite", slug=slug)


def read_seed(text: str) -> int:
    seed = parse_number(text, below=LARGEST_VARIANT_SEED + 1)
    if seed is None:
        raise SuiteError(f"The seed is not a whole number from 0 to {LARGEST_VARIANT_SEED}. Correct it.")
    return seed


def difference_to_json(row: VariantDifference) -> dict[str, Json]:
    """Return the difference as plain data, for the API."""
    comparison = row.comparison
    interval = comparison.difference if comparison else None
    return {
        "model": row.model.model_id,
        "original_run": row.original.pk,
        "variant_run": row.variant.pk,
        "n_tasks": comparison.n_tasks if comparison else 0,
        "original": comparison.a_rate if comparison else None,
        "variant": comparison.b_rate if comparison else None,
        "difference": interval.share if interval else None,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "p": comparison.p if comparison else None,
        "differs": list(row.differs),
    }
