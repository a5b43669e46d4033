"""All checks of the prompt form. Messages: the fact, the value, what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localtime

from evaluations import prompts
from evaluations.limits import (
    MAX_CHECKS,
    MAX_CONTEXT_BYTES,
    MAX_CONTEXT_FILES,
    MAX_ENTRY_POINT,
    MAX_EXAMPLES,
    MAX_PROMPT,
)
from evaluations.models import Suite, SuiteVersion, Team, Workbook
from evaluations.records import Kind
from evaluations.workbooks import table_question
from webapp.prompts import examples
from webapp.prompts.task_spec import spec_of
from webapp.runs.forms import SamplingForm, strategy_choices
from webapp.site.kind_titles import KIND_TITLES, LANGUAGE_TITLES

OFFERED = (Kind.COMPONENT, Kind.FUNCTION, Kind.HOOK, Kind.PAGE, Kind.EXCEL, Kind.PYTHON, Kind.FREE)
KINDS = [(kind, KIND_TITLES[kind]) for kind in OFFERED]
# Python is the only language of its kind.
LANGUAGES = [("", "Usual for the kind"), *(choice for choice in LANGUAGE_TITLES.items() if choice[0] != "py")]


def versions_to_follow(team: Team) -> QuerySet[SuiteVersion]:
    """Return versions of the team's conversations: an edited prompt becomes the next one."""
    return SuiteVersion.objects.filter(suite__team=team, suite__origin=Suite.Origin.PROMPT).select_related("suite")


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; cleans to a list, empty when none was chosen."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Clean each file on its own."""
        return [super(ManyFilesField, self).clean(file, initial) for file in data or [] if file]


class WorkbookField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at runtime
    """A workbook of the team; the time of its upload distinguishes two with the same name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name and moment."""
        return f"{obj.name} ({localtime(obj.created_at):%Y-%m-%d %H:%M})"


class PromptForm(SamplingForm):
    """One prompt, what it asks for, and how its answers are checked."""

    prompt = forms.CharField(
        label="What should it do?",
        max_length=MAX_PROMPT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "autofocus": True}),
        error_messages={"required": "The prompt is empty. Say what the code should do."},
    )
    kind = forms.ChoiceField(label="Kind", choices=KINDS, initial=Kind.COMPONENT)
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, required=False)
    strategy = forms.ChoiceField(label="Strategy", initial="plain")
    workbook = WorkbookField(label="Excel file", queryset=Workbook.objects.none(), required=False, empty_label="none")
    excel_file = forms.FileField(label="Or upload one", required=False, allow_empty_file=True)
    context_files = ManyFilesField(label="Add context files", required=False)
    entry_point = forms.RegexField(
        label="Function name (needed by your checks)",
        regex=r"^[A-Za-z_$][\w$]*$",
        required=False,
        max_length=MAX_ENTRY_POINT,
        error_messages={"invalid": "A JavaScript name has letters, digits, _ and $ and starts with no digit."},
    )
    checks = forms.CharField(
        label="Checks", required=False, strip=False, max_length=MAX_CHECKS, widget=forms.Textarea(attrs={"rows": 8})
    )
    examples = forms.CharField(
        label="Examples", required=False, max_length=MAX_EXAMPLES, widget=forms.Textarea(attrs={"rows": 4})
    )
    follows = forms.ModelChoiceField(
        queryset=SuiteVersion.objects.none(),
        required=False,
        error_messages={"invalid_choice": "The conversation is not there any more. Untick it to begin a new one."},
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, team=team, **kwargs)
        versions: Any = self.fields["follows"]
        versions.queryset = versions_to_follow(team)
        choice: Any = self.fields["workbook"]
        choice.queryset = Workbook.objects.filter(team=team).defer("preview", "truth")
        strategy: Any = self.fields["strategy"]
        strategy.choices = strategy_choices(team)
        for name in ("prompt", "checks", "examples"):
            self.fields[name].widget.attrs["spellcheck"] = "true" if name == "prompt" else "false"

    def clean_prompt(self) -> str:
        """Keep the text exactly, so that the preview equals the prompt that is sent."""
        text: str = self.cleaned_data["prompt"]
        if not text.strip():
            raise forms.ValidationError(self.fields["prompt"].error_messages["required"])
        return text

    def clean_examples(self) -> str:
        """Check that each line is “call → expected value”."""
        text: str = self.cleaned_data["examples"]
        try:
            examples.parse(text)
        except ValueError as exc:
            raise forms.ValidationError(str(exc)) from exc
        return text

    def context(self) -> dict[str, str]:
        """Return the context files typed or uploaded, path to source, in the order given; call after is_valid()."""
        return self._context

    def clean(self) -> dict[str, Any]:
        """Check rules that need more than one field."""
        data = super().clean() or self.cleaned_data
        self._context = self._collect_context()
        size = sum(len(source.encode()) for source in self._context.values())
        if len(self._context) > MAX_CONTEXT_FILES or size > MAX_CONTEXT_BYTES:
            self.add_error(
                "context_files",
                f"{len(self._context)} context files with {size:,} bytes are too much. "
                f"Keep to {MAX_CONTEXT_FILES} files and {MAX_CONTEXT_BYTES:,} bytes together.",
            )
        if data.get("kind") == Kind.EXCEL and "workbook" not in self.errors:
            if not data.get("workbook"):
                self.add_error("workbook", "Excel upload needs a workbook. Choose one or upload one.")
            elif not data["workbook"].truth:
                self.add_error("workbook", f"{data['workbook'].name} has no cells to compare. Choose another one.")
            elif question := table_question(data["workbook"].truth):
                self.add_error("workbook", f"{data['workbook'].name}: {question} Answer on the workbook's page first.")
        if data.get("language") == "html" and data.get("kind") not in (Kind.PAGE, Kind.FREE, Kind.PYTHON):
            self.add_error("language", "Plain HTML is for pages. Choose kind Page, or another language.")
        if data.get("language") == "vue" and data.get("kind") not in (Kind.COMPONENT, Kind.FREE, Kind.PYTHON):
            self.add_error("language", "A Vue file is a component. Choose kind Component or Free.")
        if data.get("examples") and data.get("kind") != Kind.FUNCTION:
            self.add_error(
                "examples", "Examples are for functions. Choose kind Function, or write a test file instead."
            )
        if data.get("examples") and (data.get("checks") or "").strip():
            self.add_error("examples", "There is a test file too. Keep either the examples or the test file.")
        if not self.errors:
            self._check_strategy(data)
        return data

    def _check_strategy(self, data: dict[str, Any]) -> None:
        strategy = data["strategy"]
        error = prompts.unsupported_reason(strategy, spec_of(data, self._context, with_files=False))
        if error := error or prompts.unsupported_models(strategy, list(data["models"])):
            self.add_error("strategy", error)

    def _collect_context(self) -> dict[str, str]:
        rows = [*self.typed_rows(), *self._uploaded_rows()]
        sources: dict[str, str] = {}
        for path, source in rows:
            if error := _path_error(path, sources):
                self.add_error("context_files", error)
            sources[path] = source
        return sources

    def typed_rows(self) -> list[tuple[str, str]]:
        """Return the path and source of each row that is not blank, as typed."""
        values = self.data.getlist if isinstance(self.data, QueryDict) else self.data.get
        paths, texts = values("context_path") or [], values("context_text") or []
        rows = [(path.strip(), text.replace("\r\n", "\n")) for path, text in zip(paths, texts, strict=False)]
        return [(path, text) for path, text in rows if path or text.strip()]

    def _uploaded_rows(self) -> list[tuple[str, str]]:
        rows = []
        for file in self.cleaned_data.get("context_files") or []:
            try:
                rows.append((str(file.name), file.read(MAX_CONTEXT_BYTES + 1).decode("utf-8-sig")))
            except UnicodeDecodeError:
                self.add_error("context_files", f"{file.name} is not text. Context files must be UTF-8 text.")
        self.uploaded_rows = rows
        return rows


def _path_error(path: str, used_paths: dict[str, str]) -> str:
    if not path:
        return "A context file has no path. Write one like src/useLog.ts, or remove the file."
    if path in used_paths:
        return f'Two context files are called "{path}". Give one of them another path.'
    if path.startswith("/") or ".." in path.split("/") or len(path) > 200 or not path.isprintable():
        return f'"{path}" is not a relative path. Write it like src/useLog.ts.'
    return ""
