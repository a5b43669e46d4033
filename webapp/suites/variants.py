"""Renamed variants of a suite: a worker makes them; results of models on both are compared."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evaluations.actions.own_suites import require_renameable
from evaluations.errors import SuiteError
from evaluations.limits import LARGEST_VARIANT_SEED
from evaluations.models import Membership, Suite, SuiteVersion
from evaluations.queries.variant_difference import VariantDifference, variant_slug
from evaluations.records import Json
from evaluations.tasks import suite_jobs
from webapp.runs.forms import SuiteRunForm
from webapp.runs.start_suite import start_both
from webapp.site.access import get_for_team, require_role
from webapp.site.lookup import version_of
from webapp.site.query_params import parse_number
from webapp.suites.views import shown_version, suite_page

BOTH = (
    "Both run with the same settings. The difference is on this page, with its interval, as far as both have answers."
)
BOTH_LATER = (
    "A worker makes the renamed variant {slug}, and runs it with the same settings. "
    "The difference is on the pages of both."
)
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
        messages.success(request, start_variant(version, _read_seed(request.POST.get("seed", "1"))))
    except SuiteError as exc:
        messages.error(request, str(exc))
    return redirect("suite", slug=slug)


def _read_seed(text: str) -> int:
    seed = parse_number(text, below=LARGEST_VARIANT_SEED + 1)
    if seed is None:
        raise SuiteError(f"The seed is not a whole number from 0 to {LARGEST_VARIANT_SEED}. Correct it.")
    return seed


@require_POST
def run_both(request: HttpRequest, slug: str) -> HttpResponse:
    """Run original and renamed variant on the ticked models, with the same settings."""
    require_role(request, Membership.Role.MEMBER)
    row = get_for_team(request, Suite, slug=slug)
    version = shown_version(row, request.GET.get("v", ""))
    form = SuiteRunForm(request.POST, version=version, team=row.team)
    if not form.is_valid():
        return suite_page(request, slug, form, status=422)
    try:
        seed = _read_seed(request.POST.get("variant_seed", "1"))
        run, other = start_both(form, version, request.user, seed)
    except SuiteError as exc:
        messages.error(request, str(exc))
        return suite_page(request, slug, form, status=422)
    if other is None:
        messages.success(request, BOTH_LATER.format(slug=variant_slug(row.slug, seed)))
        return redirect("run", pk=run.pk)
    variant = version if version.variant_of_id else other
    messages.success(request, BOTH)
    return redirect(f"{reverse('suite', args=[variant.suite.slug])}?v={variant.number}#variant-title")


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
