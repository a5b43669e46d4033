"""Checks of the query string on the comparison pages and in the API's figures.

Each parameter that matches nothing gets a sentence with the value and what to do. A page adds what it shows instead;
the API does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict

from evaluations.models import LanguageModel, Run, SuiteVersion, Task
from webapp.site.query_params import MOST_SHOWN, SHOWN_CHARS, parse_decimal, unknown_choice

NONE_STATED = "none stated"  # the quantisation of a model whose server does not report one


@dataclass(frozen=True, slots=True)
class UnmatchedParam:
    """A sentence about a parameter that matches nothing. instead: what the page shows instead; the API omits it."""

    problem: str
    instead: str = ""


def unmatched_params(
    params: QueryDict,
    runs: Iterable[Run],
    version: SuiteVersion | None,
    *,
    suites: Collection[str],
    tasks: Iterable[Task],
    models: Iterable[LanguageModel],
) -> list[UnmatchedParam]:
    """Return the parameters that match nothing. runs: those found, of the right suite version or another; suites: slugs
    to choose from, where one is chosen.

    tasks, models: all that could be compared.
    """
    warnings = [*_runs(params, {str(run.pk) for run in runs})]
    choices = [
        *unknown_choice(params, "common", "01"),
        *unknown_choice(params, "settings", ["any"], "choice of settings"),
        *unknown_choice(params, "unseen", "1"),
    ]
    warnings += [*map(UnmatchedParam, choices), *_suite(params, version, suites)]
    if version is None:
        return warnings
    warnings += map(UnmatchedParam, _tasks(params, version, list(tasks)))
    return [*warnings, *_models(params, list(models))]


def _runs(params: QueryDict, known: set[str]) -> Iterator[UnmatchedParam]:
    missing = [text[:SHOWN_CHARS] for text in params.getlist("run") if text and text not in known]
    if missing:
        instead = "" if known & set(params.getlist("run")) else "Each model's newest run is shown."
        problem = f"There is no run {', '.join(missing[:MOST_SHOWN])} in your team. Choose one of your team's runs."
        yield UnmatchedParam(problem, instead)


def _suite(params: QueryDict, version: SuiteVersion | None, suites: Collection[str]) -> Iterator[UnmatchedParam]:
    suite = params.get("suite", "")
    if not suite or (version is not None and suite == version.suite.slug):
        return
    instead = f"{version.suite.title} is shown instead." if version else ""
    if version is not None and any(params.getlist("run")):
        problem = f"These runs are not over the suite “{suite[:SHOWN_CHARS]}”. They are over “{version.suite.slug}”."
    else:
        problem = f"No suite “{suite[:SHOWN_CHARS]}” has results.{_known_values_text(suites)}"
    yield UnmatchedParam(problem, instead)


def _tasks(params: QueryDict, version: SuiteVersion, tasks: list[Task]) -> Iterator[str]:
    known = {
        "tag": {tag for task in tasks for tag in task.tags},
        "kind": {task.kind for task in tasks},
        "language": {task.language for task in tasks},
    }
    for name, values in known.items():
        value = params.get(name, "").strip()
        if value and value not in values:
            yield f"No task of {version} has the {name} “{value[:SHOWN_CHARS]}”.{_known_values_text(values)}"


def _models(params: QueryDict, models: list[LanguageModel]) -> Iterator[UnmatchedParam]:
    size = params.get("size", "").strip()
    if size and (parse_decimal(size) or 0) <= 0:
        problem = (
            f"“{size[:SHOWN_CHARS]}” is not a size in billions of parameters. Give a number above 0, e.g. 7 or 1.3."
        )
        yield UnmatchedParam(problem, "All sizes are shown.")
    quant, known_quants = params.get("quant", "").strip(), {model.quantisation or NONE_STATED for model in models}
    if quant and models and quant not in known_quants:
        yield UnmatchedParam(
            f"No model here has the quantisation “{quant[:SHOWN_CHARS]}”.{_known_values_text(known_quants)}"
        )
    known = {str(model.pk) for model in models}
    missing = [text[:SHOWN_CHARS] for text in params.getlist("model") if text and text not in known]
    if missing:
        named = ", ".join(missing[:MOST_SHOWN])
        yield UnmatchedParam(f"Model {named} has no answers here. Choose among the models of these runs.")


def _known_values_text(values: Collection[str]) -> str:
    return f" There are: {', '.join(sorted(values)[:MOST_SHOWN])}." if values else ""
