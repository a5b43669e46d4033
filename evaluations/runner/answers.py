"""Answers made elsewhere, read from JSON lines (plain or gzip): one answer a line.

Required: model, task_id, raw_answer. Used when there: answer_id, family, size, quantisation, weights ("open" or
"closed"), prompt (text or list of messages), prompt_template, params (object), params_name, run_id, asked_on, runtime.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from evaluations.actions.import_answers import StoredAnswer
from evaluations.jsonl import line_error, read_objects
from evaluations.runner.answers_of_other_tools import lm_eval_rows, promptfoo_rows

# Families people ask for by name; `--well-known` takes these.
WELL_KNOWN = (
    "deepseek-coder",
    "codellama",
    "mistral",
    "mixtral",
    "wizardcoder",
    "starcoder2",
    "phi-2",
    "phi-3",
    "codeqwen1.5",
    "qwen3",
    "llama-3",
    "llama-3.1",
    "codegemma",
    "codestral",
)
KEPT_FIELDS = (
    "answer_id",
    "runtime",
    "params_name",
    "source_file",
    "output_template",
    "stored_status",
    "passed",
    "total",
)


FORMATS = ("lines", "promptfoo", "lm-eval")


def read_answers(
    path: Path, complain: Callable[[str], None], *, form: str = "lines", model: str = ""
) -> Iterator[StoredAnswer]:
    """Yield the answers of the file, in order. A line that is not an answer is named to `complain` and left out.

    form: one of FORMATS; model: of a file of lm-evaluation-harness, whose lines do not name it.
    Raises SuiteError when the file cannot be opened or is not what its name says.
    """
    rows: Iterable[tuple[int, Mapping[str, Any]]] = read_objects(path, complain)
    if form == "promptfoo":
        rows = enumerate(promptfoo_rows(path, complain), 1)
    elif form == "lm-eval":
        rows = enumerate(lm_eval_rows(path, complain, model), 1)
    for number, row in rows:
        try:
            yield _parse(number, row)
        except ValueError as exc:
            complain(line_error(path.name, number, exc))


def _parse(number: int, row: Mapping[str, Any]) -> StoredAnswer:
    for name in ("model", "task_id", "raw_answer"):
        if not isinstance(row.get(name), str):
            raise ValueError(f'"{name}" is missing or not text')
    return StoredAnswer(
        line=number,
        model=row["model"],
        task_id=row["task_id"],
        raw_answer=row["raw_answer"],
        family=row.get("family") or "",
        size=row.get("size") or "",
        quantisation=row.get("quantisation") or "",
        weights=row.get("weights") or "",
        prompt=row.get("prompt") or "",
        template=row.get("prompt_template") or "plain",
        params=row.get("params") or {},
        run_id=row.get("run_id") or "",
        asked_on=row.get("asked_on") or "",
        source={name: row[name] for name in KEPT_FIELDS if row.get(name) is not None},
    )


def one_setting_per_model(answers: Iterable[StoredAnswer]) -> list[StoredAnswer]:
    """Return for each model the answers of one template and one set of parameters, each task once.

    The coldest temperature first, then the setting with most tasks; of repeats the earliest asked.
    """
    groups: defaultdict[str, defaultdict[tuple[str, str], dict[str, StoredAnswer]]]
    groups = defaultdict(lambda: defaultdict(dict))
    for answer in sorted(answers, key=lambda a: (a.asked_on, a.run_id, a.line)):
        setting = (answer.template, json.dumps(answer.params, sort_keys=True))
        groups[answer.model][setting].setdefault(answer.task_id, answer)
    best = [min(settings.items(), key=_preference)[1] for settings in groups.values()]
    return sorted((answer for tasks in best for answer in tasks.values()), key=lambda a: a.line)


def _preference(setting: tuple[tuple[str, str], dict[str, StoredAnswer]]) -> tuple[float, int, tuple[str, str]]:
    (template, params), tasks = setting
    params_used = next(iter(tasks.values())).params
    temperature = params_used.get("temperature")
    if temperature == 0 or params_used.get("top_k") == 1:
        heat = 0.0
    else:
        heat = float(temperature) if isinstance(temperature, int | float) else 1.0
    return heat, -len(tasks), (template, params)
