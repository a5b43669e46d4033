"""Several workbooks at once: the matrix models × files, its exports, and a run over all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.models import Membership, Run, Workbook
from evaluations.typed_template import TypedTemplate
from webapp.prompts.multi_file import (
    FilesForm,
    chosen_of,
    open_questions,
    own_prompts_error,
    prompts_for,
    start_on_files,
)
from webapp.runs.forms import ModelList
from webapp.site.access import current_team, may, require_role
from webapp.site.query_params import parse_numbers
from webapp.workbooks.file_matrix import FileMatrix, file_matrix
from webapp.workbooks.file_matrix_export import as_workbook, matrix_to_json

MEMBER = Membership.Role.MEMBER


class MatrixPage(ModelList):
    """matrix: models × files. without_expected: names of files that nothing can be compared with.

    address: the files as a query string. runs: those that have not ended. prompts: of each file, once they were shown.
    """

    matrix: FileMatrix
    chosen: list[Workbook]
    form: FilesForm
    without_expected: list[str]
    may_run: bool
    address: str
    runs: list[dict[str, Any]]
    n_usable: int
    prompts: list[tuple[Workbook, str]]


MATRIX_PAGE = TypedTemplate("prompts/workbook_matrix.html", MatrixPage)


@require_http_methods(["GET", "POST"])
def matrix(request: HttpRequest) -> HttpResponse:
    """Show the ticked workbooks (`w`, several) against all models that were asked for them; POST starts a run over
    them.
    """
    chosen = _chosen_workbooks(request)
    form = FilesForm(request.POST or None, team=current_team(request))
    usable = [workbook for workbook in chosen if workbook.truth]
    status, shown = 200, _edited(request, usable)
    if request.method == "POST":
        require_role(request, MEMBER)
        if error := own_prompts_error(usable, shown) or open_questions(usable):
            form.add_error("wording", error)
        if not (form.is_valid() and usable):
            status = 422
        elif request.POST.get("action") == "show":
            shown = prompts_for(form, usable)
        else:
            start_on_files(form, usable, current_team(request), request.user, shown)  # type: ignore[arg-type]
            return redirect(f"{request.path}?{_address(chosen)}")
    context: MatrixPage = {
        **form.about_models(request.user),
        "matrix": file_matrix(current_team(request), chosen),
        "chosen": chosen,
        "form": form,
        "without_expected": [workbook.name for workbook in chosen if not workbook.truth],
        "may_run": may(request, MEMBER),
        "address": _address(chosen),
        "runs": _runs(chosen),
        "n_usable": len(usable),
        "prompts": [(workbook, shown[workbook.pk]) for workbook in usable if workbook.pk in shown],
    }
    return MATRIX_PAGE.response(request, context, status)


def _edited(request: HttpRequest, usable: list[Workbook]) -> dict[int, str]:
    """Return the prompts in the form; empty before they were shown."""
    texts = {row.pk: request.POST.get(f"prompt-{row.pk}", "") for row in usable}
    return {pk: text.replace("\r\n", "\n") for pk, text in texts.items() if text.strip()}


def _chosen_workbooks(request: HttpRequest) -> list[Workbook]:
    return chosen_of(request, parse_numbers(request.GET.getlist("w")))


def _address(chosen: list[Workbook]) -> str:
    return "&".join(f"w={workbook.pk}" for workbook in chosen)


def _runs(chosen: list[Workbook]) -> list[dict[str, Any]]:
    """Run over these files that have not ended: pk, title, state, n answers and how many are done."""
    rows = Run.objects.filter(suite_version__tasks__workbook__in=chosen, state__in=["running", "paused"])
    pks = list(rows.order_by("-pk").values_list("pk", flat=True).distinct()[:5])
    n_done = Count("candidates", filter=Q(candidates__state__in=["done", "cancelled"]))
    counted = Run.objects.filter(pk__in=pks).annotate(n=Count("candidates"), done=n_done)
    return [dict(row) for row in counted.order_by("-pk").values("pk", "title", "state", "n", "done")]


@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse | FileResponse:
    """Return the matrix as xlsx, differences coloured and listed, or as JSON."""
    shown_matrix = file_matrix(current_team(request), _chosen_workbooks(request))
    if form == "json":
        response: HttpResponse = JsonResponse(
            matrix_to_json(shown_matrix), json_dumps_params={"indent": 1, "ensure_ascii": False}
        )
        response["Content-Disposition"] = 'attachment; filename="models by files.json"'
        return response
    if form != "xlsx":
        raise Http404(f'There is no export as "{form}". Take xlsx or json.')
    return as_workbook(shown_matrix)
