"""One run over several workbooks: a task a file, the prompt of each written from the file itself."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from evaluations import tasks
from evaluations.models import Run, Suite, SuiteVersion, Task, Team, Workbook
from evaluations.records import Kind
from webapp.forms import SamplingForm
from webapp.preview import room_for
from webapp.submission import digest_of, spec_of, wording_of

WORDINGS = [("seed", "short"), ("contract", "exact contract")]


class FilesForm(SamplingForm):
    """Which models write a parser for each of the files, and from which wording."""

    wording = forms.ChoiceField(label="Prompt", choices=WORDINGS, initial="seed")


@transaction.atomic
def start_on_files(form: FilesForm, workbooks: Sequence[Workbook], team: Team, user: AbstractBaseUser) -> Run:
    """A suite with a task for each workbook and its run on the ticked models; call when the form is valid."""
    data = form.cleaned_data
    room = room_for([str(model.pk) for model in data["models"]], str(data["max_tokens"]))
    specs = []
    for number, workbook in enumerate(workbooks, 1):
        fields = {
            "kind": Kind.EXCEL, "language": "tsx", "workbook": workbook, "max_tokens": data["max_tokens"],
            "prompt": wording_of(workbook, data["wording"], room),
        }  # fmt: skip
        specs.append(replace(spec_of(fields, {}), slug=f"file-{number}", title=workbook.name))
    title = f"{len(workbooks)} workbooks: {', '.join(workbook.name for workbook in workbooks)}"[:200]
    suite = Suite.objects.create(
        team=team, slug=f"workbooks-{secrets.token_hex(4)}", title=title, origin=Suite.Origin.PROMPT
    )
    version = SuiteVersion.objects.create(suite=suite, number=1, digest=digest_of(*specs))
    for position, (spec, workbook) in enumerate(zip(specs, workbooks, strict=True)):
        Task.objects.add(version, position, spec, workbook=workbook)
    run = Run.objects.start(
        version, data["models"], form.to_sampling(), team=team, title=title, n_samples=data["n_samples"],
        created_by=user,
    )  # fmt: skip
    tasks.wake()
    return run
