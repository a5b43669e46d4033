"""The buttons that run a suite. What refuses a run is said on the suite's page, which keeps what was typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evaluations.errors import LimitReached, SuiteError
from evaluations.models import Membership, Suite, SuiteVersion
from evaluations.queries.variant_difference import variant_slug
from webapp.runs.forms import SuiteRunForm
from webapp.runs.start_suite import start_both, start_suite
from webapp.site.access import get_for_team, require_role
from webapp.site.request_limits import count_refusal
from webapp.suites.variants import read_seed
from webapp.suites.views import shown_version, suite_page

BOTH = (
    "Both run with the same settings. The difference is on this page, with its interval, as far as both have answers."
)
BOTH_LATER = (
    "A worker makes the renamed variant {slug}, and runs it with the same settings. "
    "The difference is on the pages of both."
)


@require_POST
def run_suite(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a run of the shown version on the ticked models."""
    version, form = _posted(request, slug)
    if not form.is_valid():
        return suite_page(request, slug, form, status=422)
    try:
        run = start_suite(form, version, request.user)
    except LimitReached as exc:
        return _refused(request, slug, form, exc)
    return redirect("run", pk=run.pk)


@require_POST
def run_both(request: HttpRequest, slug: str) -> HttpResponse:
    """Run original and renamed variant on the ticked models, with the same settings."""
    version, form = _posted(request, slug)
    if not form.is_valid():
        return suite_page(request, slug, form, status=422)
    try:
        seed = read_seed(request.POST.get("variant_seed", "1"))
        run, other = start_both(form, version, request.user, seed)
    except (SuiteError, LimitReached) as exc:
        return _refused(request, slug, form, exc)
    if other is None:
        messages.success(request, BOTH_LATER.format(slug=variant_slug(slug, seed)))
        return redirect("run", pk=run.pk)
    variant = version if version.variant_of_id else other
    messages.success(request, BOTH)
    return redirect(f"{reverse('suite', args=[variant.suite.slug])}?v={variant.number}#variant-title")


def _posted(request: HttpRequest, slug: str) -> tuple[SuiteVersion, SuiteRunForm]:
    """Return the shown version and the form that was sent. Raises PermissionDenied and Http404."""
    require_role(request, Membership.Role.MEMBER)
    row = get_for_team(request, Suite, slug=slug)
    version = shown_version(row, request.GET.get("v", ""))
    return version, SuiteRunForm(request.POST, version=version, team=row.team)


def _refused(request: HttpRequest, slug: str, form: SuiteRunForm, exc: SuiteError | LimitReached) -> HttpResponse:
    status = 422
    if isinstance(exc, LimitReached):
        status = exc.status
        count_refusal(exc)
    messages.error(request, str(exc))
    return suite_page(request, slug, form, status=status)
