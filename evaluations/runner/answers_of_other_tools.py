"""Answers in the result files of other tools: promptfoo's and lm-evaluation-harness's, as lines of our own form.

promptfoo: `promptfoo eval -o results.json` (or .jsonl). The task is the test's metadata.task, the variable `task` or
`task_id`, else the test's description. lm-evaluation-harness: `--log_samples`; a file samples_TASK_DATE.jsonl in a
folder that is named after the model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from evaluations.errors import SuiteError
from evaluations.jsonl import line_error, read_objects

Row = dict[str, Any]
LARGEST_JSON = 400_000_000  # bytes of a file that is read at once
SAMPLES = re.compile(r"samples_(?P<task>.+?)(_\d{4}-\d\d-\d\dT.*)?\.jsonl(\.gz)?")
KIND_OF_PROVIDER = re.compile(r"(ollama|openai|litellm|localai|vllm)(:(chat|completion|embeddings))?:")
OF_TASK = ("task_id", "task", "name", "id")


def promptfoo_rows(path: Path, complain: Callable[[str], None]) -> Iterator[Row]:
    """Yield an answer for each result that has an output; others are named to `complain`."""
    for number, result in _promptfoo_results(path, complain):
        try:
            yield _of_promptfoo(result)
        except ValueError as exc:
            complain(line_error(path.name, number, exc))


def _promptfoo_results(path: Path, complain: Callable[[str], None]) -> Iterable[tuple[int, Row]]:
    if path.name.removesuffix(".gz").endswith(".jsonl"):
        return read_objects(path, complain)
    try:
        if path.stat().st_size > LARGEST_JSON:
            raise SuiteError(
                f"{path.name} has more than {LARGEST_JSON:,} bytes. Write .jsonl: promptfoo eval -o x.jsonl"
            )
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as exc:
        raise SuiteError(f"{path} cannot be read ({exc}). Give what `promptfoo eval -o results.json` writes.") from exc
    results = document.get("results") if isinstance(document, dict) else None
    rows = results.get("results") if isinstance(results, dict) else results
    if not isinstance(rows, list):
        raise SuiteError(f"{path.name} has no results.results: it is not a result file of promptfoo.")
    return ((number, row) for number, row in enumerate(rows, 1) if isinstance(row, dict))


def _of_promptfoo(result: Row) -> Row:
    output = _part(result, "response").get("output")
    if not isinstance(output, str):
        raise ValueError("there is no output as text")
    provider = result.get("provider")
    model = provider.get("label") or provider.get("id") if isinstance(provider, dict) else provider
    if not isinstance(model, str) or not model:
        raise ValueError("no provider is named")
    variables, test = _part(result, "vars"), _part(result, "testCase")
    mappings = [_part(test, "metadata"), variables, {"task": test.get("description") or result.get("description")}]
    return {
        "model": KIND_OF_PROVIDER.sub("", model),
        "task_id": _task_of(mappings),
        "raw_answer": output,
        "prompt": str(_part(result, "prompt").get("raw") or ""),
        "prompt_template": str(_part(result, "prompt").get("label") or "")[:80] or "plain",
        "params": _part(provider, "config") if isinstance(provider, dict) else {},
        "runtime": "promptfoo",
    }


def lm_eval_rows(path: Path, complain: Callable[[str], None], model: str = "") -> Iterator[Row]:
    """Yield an answer for each response of each sample. model: else the name of the folder says it."""
    match = SAMPLES.fullmatch(path.name)
    if match is None:
        raise SuiteError(f"{path.name} is not a samples_TASK_DATE.jsonl of lm-evaluation-harness (--log_samples).")
    name = model or path.resolve().parent.name.replace("__", "/")
    for number, sample in read_objects(path, complain):
        try:
            yield from _of_sample(sample, match["task"], name)
        except ValueError as exc:
            complain(line_error(path.name, number, exc))


def _of_sample(sample: Row, task: str, model: str) -> Iterator[Row]:
    answers = [text for response in sample.get("resps") or [] for text in _texts(response)]
    if not answers:
        raise ValueError("there is no response as text; multiple-choice tasks have none")
    prompt, settings = _prompt_and_settings(sample.get("arguments"))
    doc = _part(sample, "doc")
    fallback = {"task": f"{task}/{sample.get('doc_id')}"}
    for text in answers:
        yield {
            "model": model,
            "task_id": _task_of([doc, fallback]),
            "raw_answer": text,
            "prompt": prompt,
            "params": settings,
            "runtime": "lm-evaluation-harness",
        }


def _texts(response: Any) -> list[str]:
    """Return the texts of one response; log-likelihoods are not texts."""
    parts = response if isinstance(response, list) else [response]
    return [part for part in parts if isinstance(part, str)]


def _prompt_and_settings(arguments: Any) -> tuple[str, Row]:
    """Return the prompt and the settings, in the list of older versions or the object of newer ones."""
    if isinstance(arguments, dict):
        first: Any = next(iter(arguments.values()), {})
        values = list(first.values()) if isinstance(first, dict) else []
    else:
        values = next(iter(arguments), []) if isinstance(arguments, list) else []
    prompt = next((value for value in values if isinstance(value, str)), "")
    return prompt, next((value for value in values if isinstance(value, dict)), {})


def _task_of(mappings: Iterable[Mapping[str, Any]]) -> str:
    for mapping in mappings:
        for name in OF_TASK:
            if isinstance(mapping.get(name), str | int) and str(mapping[name]):
                return str(mapping[name])
    raise ValueError("nothing says which task it is: give metadata.task or a variable task")


def _part(row: Any, name: str) -> Row:
    value = row.get(name) if isinstance(row, dict) else None
    return value if isinstance(value, dict) else {}
