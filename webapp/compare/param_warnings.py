"""Checks of the query string on the comparison pages.

What cannot be had is a sentence each, with the value and what is shown instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import QueryDict

from evaluations.models import LanguageModel, Run, SuiteVersion, Task
from webapp.site.params import SHOWN, parse_decimal, unknown_choice

UNSAID = "none stated"  # the quantisation of a model whose server says none


def unmatched_params(
    asked: QueryDict,
    runs: Iterable[Run],
    version: SuiteVersion | None,
    *,
    tasks: Iterable[Task],
    models: Iterable[LanguageModel],
) -> list[str]:
    """runs: those found, of the right suite version or another; tasks, models: all that could be compared."""
    warnings = [*_runs(asked, {str(run.pk) for run in runs})]
    warnings += [
        *unknown_choice(asked, "common", "01"),
        *unknown_choice(asked, "settings", ["any"], "choice of settings"),
    ]
    suite = asked.get("suite", "")
    if suite and (version is None or suite != version.suite.slug):
        instead = f" Shown is {version.suite.title}." if version else ""
        is_of_run = version is not None and any(asked.getlist("run"))
        what = f"These runs are not over the suite “{suite[:SHOWN]}”." if is_of_run else ""
        warnings.append((what or f"No suite “{suite[:SHOWN]}” has results.") + instead)
    if version is None:
        return warnings
    warnings += _tasks(asked, version, list(tasks))
    return [*warnings, *_models(asked, list(models))]


def _runs(asked: QueryDict, known: set[str]) -> Iterator[str]:
    missing = [text[:SHOWN] for text in asked.getlist("run") if text and text not in known]
    if missing:
        instead = "" if known & set(asked.getlist("run")) else " Shown is each model's newest run."
        yield f"There is no run {', '.join(missing[:5])} in your team.{instead} The runs page lists what there is."


def _tasks(asked: QueryDict, version: SuiteVersion, tasks: list[Task]) -> Iterator[str]:
    known = {
        "tag": {tag for task in tasks for tag in task.tags},
        "kind": {task.kind for task in tasks},
        "language": {task.language for task in tasks},
    }
    for name, values in known.items():
        value = asked.get(name, "").strip()
        if value and value not in values:
            yield f"No task of {version} has the {name} “{value[:SHOWN]}”. Choose one in the list."


def _models(asked: QueryDict, models: list[LanguageModel]) -> Iterator[str]:
    size = asked.get("size", "").strip()
    if size and (parse_decimal(size) or 0) <= 0:
        yield f"“{size[:SHOWN]}” is not a size in billions of parameters, e.g. 7 or 1.3. All sizes are shown."
    quant, there = asked.get("quant", "").strip(), {model.quantisation or UNSAID for model in models}
    if quant and models and quant not in there:
        yield f"No model here has the quantisation “{quant[:SHOWN]}”. There are: {', '.join(sorted(there)[:8])}."
    known = {str(model.pk) for model in models}
    missing = [text[:SHOWN] for text in asked.getlist("model") if text and text not in known]
    if missing:
        yield f"Model {', '.join(missing[:5])} has no answers here. Choose among the models of these runs."
