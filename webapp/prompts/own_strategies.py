"""The form of a team's own strategy, new or a next version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from evaluations.actions.authors import User
from evaluations.actions.own_strategies import example_of, save_strategy
from evaluations.errors import SuiteError
from evaluations.limits import MAX_EXAMPLES, MAX_OWN_WORDS, MAX_STRATEGY_NAME, MAX_STRATEGY_TITLE
from evaluations.models import OwnStrategy, Suite, Task, Team
from evaluations.stored_json import StoredExample
from webapp.runs.sampling_fields import StopField, stop_text

MOST_TASKS = 300  # that are offered as examples
PLACEHOLDERS = "{LANG}, {FILE_NAME} and {PROJECT_NAME} are replaced by the language, the file and the task's name."


def _area(label: str, rows: int, most: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=False, strip=False, max_length=most, widget=widget, help_text=help_text
    )


class StrategyForm(forms.Form):
    """The texts around the request. keep: examples of the previous version that stay."""

    name = forms.CharField(label="Name", max_length=MAX_STRATEGY_NAME, help_text="a-z, 0-9 and _, like short_code")
    title = forms.CharField(label="What it does", max_length=MAX_STRATEGY_TITLE, required=False)
    system = _area("System message", 4, MAX_OWN_WORDS)
    before = _area("Before the request", 3, MAX_OWN_WORDS, PLACEHOLDERS)
    after = _area("After the request", 3, MAX_OWN_WORDS)
    stop = StopField()
    keep = forms.MultipleChoiceField(label="Examples", required=False, widget=forms.CheckboxSelectMultiple)
    tasks = forms.ModelMultipleChoiceField(
        label="Examples from tasks",
        queryset=Task.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="A task's request and its reference. A task is never given its own answer.",
    )
    request = _area("An example's request", 3, MAX_EXAMPLES)
    answer = _area("Its answer", 4, MAX_EXAMPLES)

    def __init__(self, data: QueryDict | None, *, team: Team, row: OwnStrategy | None = None) -> None:
        super().__init__(data, initial=_initial(row))
        self.team, self.row = team, row
        choice: Any = self.fields["tasks"]
        choice.queryset = Task.objects.filter(pk__in=[task.pk for task in tasks_with_reference(team)])
        choice.label_from_instance = lambda task: f"{task.version.suite.title}: {task.title}"
        keep: Any = self.fields["keep"]
        keep.choices = [(str(n), _label(example)) for n, example in enumerate(row.examples)] if row else []
        if row:
            self.fields["name"].disabled = True

    def save(self, by: User) -> OwnStrategy | None:
        """Store a valid form and return its version; None with an error on the form."""
        data = self.cleaned_data
        try:
            examples = [self.row.examples[int(n)] for n in data["keep"]] if self.row else []
            examples += [example_of(task) for task in data["tasks"]]
            if data["request"].strip() or data["answer"].strip():
                examples.append({"request": data["request"], "answer": data["answer"], "source": ""})
            texts = {"system": data["system"], "prefix": data["before"], "suffix": data["after"]}
            return save_strategy(self.team, data["name"], data["title"], texts, examples, by, data["stop"])
        except SuiteError as exc:
            self.add_error(None, str(exc))
            return None


def _initial(row: OwnStrategy | None) -> dict[str, Any]:
    if row is None:
        return {}
    fields = {"name": row.name, "title": row.title, "system": row.system, "before": row.prefix, "after": row.suffix}
    return fields | {"stop": stop_text(row.stop), "keep": [str(n) for n in range(len(row.examples))]}


def _label(example: StoredExample) -> str:
    source = f"{example['source']}: " if example["source"] else ""
    return f"{source}{' '.join(example['request'].split())[:80]}"


def tasks_with_reference(team: Team) -> list[Task]:
    """Return tasks of the newest version of each suite of the team whose reference can be an example's answer."""
    rows = Task.objects.filter(version__suite__team=team).exclude(version__suite__origin=Suite.Origin.PROMPT)
    newest = list(rows.select_related("version__suite").order_by("-version", "position")[: 4 * MOST_TASKS])
    latest: dict[int, int] = {}
    for task in newest:
        latest[task.version.suite_id] = max(latest.get(task.version.suite_id, 0), task.version.number)
    offered = (task for task in newest if task.version.number == latest[task.version.suite_id])
    return [task for task in offered if task.spec.get("reference")][:MOST_TASKS]
