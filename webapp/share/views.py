"""Make, list and revoke share links; and the shared page, which runs no code and has no buttons."""

from __future__ import annotations

from typing import TypedDict

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from evaluations.models import Candidate, Grading, Membership, Run, ShareLink
from evaluations.models.share_links import DAYS
from evaluations.queries.pictures import missing_picture_reason
from evaluations.typed_template import TypedTemplate
from webapp.runs.reports import report_of
from webapp.share.links import link_to, report_address
from webapp.site.access import current_team, get_for_team, may, require_role
from webapp.site.code_view import answer_code
from webapp.site.known_answers import note_known

Files = list[tuple[str, SafeString]]  # of an answer: path and source
MEMBER = Membership.Role.MEMBER
MOST_LINKS, MOST_ANSWERS = 200, 40
LINK_ENDED = "This link is not known, or it was revoked or has expired. Ask who gave it to you for another one."


class DaysForm(forms.Form):
    """How long a link lasts."""

    days = forms.ChoiceField(choices=[(str(day), f"{day} days") for day in DAYS])


class ShareLinksPage(TypedDict):
    """address: of the link that was just made; report_address: of its run's report. Both empty otherwise."""

    rows: QuerySet[ShareLink]
    address: str
    report_address: str
    may_run: bool
    is_on: bool


class SharedPage(TypedDict):
    """answers: each with its grading, why it has no picture, and its code. n_more: answers that are not shown."""

    run: Run
    secret: str
    link: ShareLink
    answers: list[tuple[Candidate, Grading | None, str, Files]]
    n_more: int


SHARE_LINKS_PAGE = TypedTemplate("share/share_links.html", ShareLinksPage)
SHARED_PAGE = TypedTemplate("share/shared.html", SharedPage)


@require_POST
def share_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link to a run."""
    run = get_for_team(request, Run.objects.select_related("team"), pk=pk)
    return _share(request, run)


@require_POST
def share_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link to one answer."""
    answer = get_for_team(request, Candidate.objects.select_related("run__team"), pk=pk)
    return _share(request, answer)


def _share(request: HttpRequest, item: Run | Candidate) -> HttpResponse:
    require_role(request, MEMBER)
    form = DaysForm(request.POST or {"days": 7})
    days = int(form.cleaned_data["days"]) if form.is_valid() else 7
    _, address = link_to(request, item, days)
    return _list(request, address, item)


@require_GET
def share_links(request: HttpRequest) -> HttpResponse:
    """Show the team's links."""
    return _list(request)


def _list(request: HttpRequest, address: str = "", item: Run | Candidate | None = None) -> HttpResponse:
    rows = ShareLink.objects.filter(team=current_team(request), run__team=current_team(request))
    context: ShareLinksPage = {
        "rows": rows.select_related("run", "candidate__model", "created_by")[:MOST_LINKS],
        "address": address,
        "report_address": report_address(address) if address and isinstance(item, Run) else "",
        "may_run": may(request, MEMBER),
        "is_on": settings.SHARE_LINKS,
    }
    return SHARE_LINKS_PAGE.response(request, context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke the link."""
    require_role(request, MEMBER)
    link = get_for_team(request, ShareLink, pk=pk)
    messages.info(request, "Revoked. The link no longer works." if link.revoke() else "It was revoked already.")
    return redirect("share-links")


def _link_or_404(request: HttpRequest, secret: str) -> ShareLink:
    link = ShareLink.objects.find(secret[:100])
    if link is None:
        raise Http404(LINK_ENDED)
    return link


@login_not_required
@never_cache
@require_GET
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """Show prompt, verdicts, pictures and code; no code runs, and no person or team is named."""
    link = _link_or_404(request, secret)
    answers = link.answers(MOST_ANSWERS)
    if request.user.is_authenticated:
        note_known(request, [row.pk for row in answers])
    gradings = {
        row.candidate_id: row
        for row in Grading.objects.filter(candidate__in=answers, is_current=True)
        .select_related("screenshot")
        .defer("reports", "details")
    }
    context: SharedPage = {
        "run": link.run,
        "secret": secret,
        "link": link,
        "answers": [_shown_answer(row, gradings.get(row.pk)) for row in answers],
        "n_more": max(0, link.run.candidates.count() - len(answers)) if not link.candidate_id else 0,
    }
    return _quiet(SHARED_PAGE.response(request, context))


def _shown_answer(row: Candidate, grading: Grading | None) -> tuple[Candidate, Grading | None, str, Files]:
    return row, grading, missing_picture_reason(row, grading), answer_code(grading)


@login_not_required
@never_cache
@require_GET
def shared_picture(request: HttpRequest, secret: str, candidate: int) -> HttpResponse:
    """Return the picture of one of its answers."""
    link = _link_or_404(request, secret)
    grading = Grading.objects.filter(candidate=candidate, is_current=True).select_related("screenshot").first()
    if not link.shows([candidate]) or grading is None or grading.screenshot is None:
        raise Http404("There is no such picture.")
    response = HttpResponse(grading.screenshot.read(), content_type=grading.screenshot.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return _quiet(response)


@login_not_required
@never_cache
@require_GET
def shared_report(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the report of its run; a link to one answer has none."""
    link = _link_or_404(request, secret)
    if link.candidate_id:
        raise Http404(LINK_ENDED)
    return _quiet(report_of(request, link.run, [], is_linked=False))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Return the response with headers by which neither search engines nor other sites learn the address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
