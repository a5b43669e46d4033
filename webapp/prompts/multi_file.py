"""One run over several workbooks: a task a file, the prompt of each written from the file itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import Http404, HttpRequest

from evaluations import tasks
from evaluations.actions.conversations import add_version, new_conversation
from evaluations.limits import MAX_OWN_WORDS, MAX_PROMPT, MAX_WORKBOOKS
from evaluations.models import Run, Team, Workbook
from evaluations.records import Kind
from evaluations.workbooks import table_question
from webapp.model_servers.context_budget import room_for
from webapp.prompts.task_spec import spec_of
from webapp.runs.forms import SamplingForm
from webapp.site.access import current_team
from webapp.workbooks.wording import own_words, wording_of

WORDINGS = [("seed", "short"), ("contract", "exact contract"), ("layout", "own words + layout")]


class FilesForm(SamplingForm):
    """Which models write a parser for each of the files, and from which wording."""

    wording = forms.ChoiceField(label="Prompt", choices=WORDINGS, initial="seed")
    own_words = forms.CharField(
        label="Own words", required=False, max_length=MAX_OWN_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Require own words if this wording is chosen."""
        data = super().clean() or self.cleaned_data
        if data.get("wording") == "layout" and not data.get("own_words"):
            self.add_error("own_words", "Say what the component should do; the layout of each file is put under it.")
        return data


def prompts_for(form: FilesForm, workbooks: Sequence[Workbook]) -> dict[int, str]:
    """Return the prompt of each workbook in the chosen wording, cut to the ticked models' contexts; by its key."""
    data = form.cleaned_data
    room = room_for(form.team, [str(model.pk) for model in data["models"]], str(data["max_tokens"]))
    own = data["own_words"] if data["wording"] == "layout" else ""
    texts = {row.pk: wording_of(row, data["wording"], max(0, room - len(own))) for row in workbooks}
    return {pk: own_words(own, text) if own else text for pk, text in texts.items()}


def open_questions(workbooks: Sequence[Workbook]) -> str:
    """Return the workbooks whose header row a person has to choose; empty when there are none."""
    questions = [f"{row.name}: {question}" for row in workbooks if (question := table_question(row.truth))]
    return f"{' '.join(questions)} Answer on the workbook's page first." if questions else ""


def own_prompts_error(workbooks: Sequence[Workbook], prompts: Mapping[int, str]) -> str:
    """Return why these prompts, by workbook, cannot be sent, with the fix; empty when they can."""
    names = {row.pk: row.name for row in workbooks}
    for pk, text in prompts.items():
        if pk not in names:
            return f"Workbook {pk} is not one of this run. Leave its prompt out."
        if not text.strip():
            return f"The prompt for {names[pk]} is empty. Write one, or leave it out."
        if len(text) > MAX_PROMPT:
            return f"The prompt for {names[pk]} has {len(text):,} characters, more than {MAX_PROMPT:,}. Shorten it."
    return ""


@transaction.atomic
def start_on_files(
    form: FilesForm, workbooks: Sequence[Workbook], team: Team, user: AbstractBaseUser, edited: Mapping[int, str]
) -> Run:
    """Make a suite with a task for each workbook and start its run on the ticked models; call when the form is valid.

    edited: prompts as somebody changed them, by workbook; the others are written from the file.
    """
    data = form.cleaned_data
    prompts = prompts_for(form, workbooks)
    specs = []
    for number, workbook in enumerate(workbooks, 1):
        fields = {
            "kind": Kind.EXCEL,
            "language": "tsx",
            "workbook": workbook,
            "max_tokens": data["max_tokens"],
            "prompt": edited.get(workbook.pk) or prompts[workbook.pk],
        }
        specs.append(replace(spec_of(fields, {}), slug=f"file-{number}", title=workbook.name))
    title = f"{len(workbooks)} workbooks: {', '.join(workbook.name for workbook in workbooks)}"[:200]
    version = add_version(new_conversation(team, title), specs, dict(enumerate(workbooks)), None, user)
    run = Run.objects.start(
        version,
        data["models"],
        form.to_sampling(),
        team=team,
        title=title,
        n_samples=data["n_samples"],
        created_by=user,
    )
    tasks.wake()
    return run


def chosen_of(request: HttpRequest, pks: list[int]) -> list[Workbook]:
    """Return the team's workbooks of these numbers, in their order and each once; 404 without any."""
    ids = list(dict.fromkeys(pks))[:MAX_WORKBOOKS]
    rows = Workbook.objects.filter(team=current_team(request)).select_related("file").in_bulk(ids)
    workbooks = [rows[pk] for pk in ids if pk in rows]
    if not workbooks:
        raise Http404("No workbook is named. Tick some on the Workbooks page.")
    return workbooks
