"""DS-1000: lines of data science code, for the Python lane with packages. Its checks run the answer themselves."""

from __future__ import annotations

from evaluations.records import Checks, Kind, TaskSpec
from evaluations.suites.benchmarks.fields import InvalidRow, Row, slug_of, text

LICENCE = "CC-BY-SA-4.0, xlang-ai/DS-1000"
ASK = (
    "Write the Python code that belongs at the end of the following. "
    "Answer with that code alone, and repeat nothing of what is given."
)
RUNS = "test_execution("
STRING_TEST = "test_string("


def read(row: Row) -> TaskSpec:
    """Return the task. Its `code_context` defines test_execution(code), and test_string(code) where the words of the
    code matter.
    """
    context, prompt, metadata = text(row, "code_context"), text(row, "prompt"), row.get("metadata")
    if not isinstance(metadata, dict) or "problem_id" not in metadata:
        raise InvalidRow('"metadata" has no "problem_id"')
    if RUNS not in context:
        raise InvalidRow('"code_context" defines no test_execution')
    library = str(metadata.get("library", ""))
    calls = [f"{name}answer_source)" for name in (RUNS, STRING_TEST) if name in context]
    title = f"{library} {metadata.get('library_problem_id', metadata['problem_id'])}"
    return TaskSpec(
        slug=slug_of(f"ds-1000-{library}-{metadata['problem_id']}"),
        title=title.strip()[:200],
        kind=Kind.PYTHON,
        language="py",
        entry="answer.py",
        prompt=f"{ASK}\n\n{prompt.strip()}",
        reference={"answer.py": text(row, "reference_code")},
        checks=Checks(path="checks.py", source="\n".join([context.rstrip(), "", *calls, ""])),
        tags=tuple(tag for tag in ("python", library.lower()) if tag),
        licence=LICENCE,
        source="xlang-ai/DS-1000",
        published="2022-11",
    )
