"""WebApp1K: one file of a React application, judged by tests that are themselves the prompt."""

from __future__ import annotations

import re

from evaluations.records import Checks, Kind, TaskSpec
from evaluations.suites.benchmarks.fields import InvalidRow, Row, fenced, inside, slug_of, text

LICENCE = "MIT"
# The component that the tests import: `import App from './addComment';`
IMPORT = re.compile(r"^import\s+\w+\s+from\s+['\"]\./([\w./-]+)['\"]", re.MULTILINE)
PROMPT = "Write the file `{entry}`. Its default export is a React component that passes these tests:\n\n{test}"


def read(row: Row) -> TaskSpec:
    """Return the task. The answer is filed under the name that the tests import; `reference` is a solution, which
    the source lacks.
    """
    test, name, reference = text(row, "test"), text(row, "task_id"), text(row, "reference", "")
    imported = IMPORT.search(test)
    if not imported:
        raise InvalidRow('"test" imports no component from a file beside it')
    entry = inside(imported[1] if imported[1].endswith((".js", ".jsx")) else f"{imported[1]}.js")
    features, domain = row.get("features"), text(row, "domain", "")
    return TaskSpec(
        slug=slug_of(name.removeprefix("webapp1k/")),
        title=name.rpartition("/")[2][:200],
        kind=Kind.COMPONENT,
        language="jsx",
        entry=entry,
        prompt=PROMPT.format(entry=entry, test=fenced(test, "jsx")),
        reference={entry: reference} if reference else {},
        checks=Checks(path=inside(text(row, "test_path")), source=test),
        max_tokens=4096 if features == 2 else 2048,
        tags=tuple(tag for tag in ("jsx", "duo" if features == 2 else "single", domain) if tag),
        licence=text(row, "licence", LICENCE),
        source="@".join(part for part in (text(row, "repo", "onekq/WebApp1k"), text(row, "commit", "")) if part),
        published="2024-08",
    )
