"""Files of a repository are sent in the order of their imports. To fit, the farthest ones are cut."""

from __future__ import annotations

import pytest

from evaluations.prompts import TokenBudget, render
from evaluations.prompts.order import dependency_order, imports_of
from evaluations.prompts.repository import estimated
from evaluations.records import Kind, TaskSpec

APP = {
    "src/app.tsx": "import { useLog } from './hooks/useLog';\nimport pad from '@/lib/pad.js';\nimport 'react';",
    "src/hooks/useLog.ts": "export { now } from '../lib/time';\nconst more = await import('../lib/pad');",
    "src/lib/time.ts": "import type { Pad } from './pad';\nexport const now = () => 0;",
    "src/lib/pad.ts": "\n".join(f"export const pad{i} = {i};" for i in range(100)),
}


def spec(files: dict[str, str], entry: str = "answer.tsx") -> TaskSpec:
    return TaskSpec(slug="t", title="T", kind=Kind.HOOK, prompt="Log in tsx (TypeScript).", context=files, entry=entry)


def test_dependencies_come_first() -> None:
    assert dependency_order(APP) == ["src/lib/pad.ts", "src/lib/time.ts", "src/hooks/useLog.ts", "src/app.tsx"]


def test_file_that_imports_no_other_keeps_its_place() -> None:
    files = {"b.ts": "", "a.ts": "import 'react';", "c.md": "from './b'"}
    assert dependency_order(files) == ["b.ts", "a.ts", "c.md"]


def test_cycle_ends_and_names_each_file_once() -> None:
    files = {"a.ts": "import './b'", "b.ts": "import './c'", "c.ts": "import './a'", "d.ts": "import './d'"}
    assert dependency_order(files) == ["c.ts", "b.ts", "a.ts", "d.ts"]


def test_chain_of_imports_longer_than_the_stack_is_sorted() -> None:
    files = {f"f{i}.ts": f"import './f{i + 1}'" for i in range(3000)} | {"f3000.ts": ""}
    assert dependency_order(files)[0] == "f3000.ts"


def test_file_that_the_task_is_about_comes_last_whichever_files_import_it() -> None:
    assert dependency_order(APP, last="src/lib/pad.ts")[-1] == "src/lib/pad.ts"


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("src/a.ts", "import x from './b'", ["src/b.ts"]),
        ("src/a.ts", "import x from './b.js'", ["src/b.ts"]),
        ("src/a.ts", "const x = require('./c')", ["src/c/index.js"]),
        ("src/a.ts", "import './s.css?inline'", ["src/s.css"]),
        ("a.py", "from .pkg import one, two as t\nimport pkg.three", ["pkg/one.py", "pkg/__init__.py", "pkg/three.py"]),
        ("pkg/one.py", "from . import two\nfrom .three import x", ["pkg/__init__.py", "pkg/three.py"]),
        ("index.html", '<script src="src/b.ts"></script><link href="/src/s.css">', ["src/b.ts", "src/s.css"]),
        ("src/s.css", "@import url('./t.css');", []),
    ],
)
def test_imports_are_resolved_as_builds_do(path: str, source: str, expected: list[str]) -> None:
    names = ["src/b.ts", "src/c/index.js", "src/s.css", "pkg/__init__.py", "pkg/one.py", "pkg/three.py"]
    assert imports_of(path, dict.fromkeys(names, "") | {path: source}) == expected


def test_whole_repository_is_sent_where_it_fits() -> None:
    prompt = render("repository", spec(APP))
    content = prompt.messages[0].content
    positions = [content.index(f"File `{path}`:") for path in dependency_order(APP)]
    assert positions == sorted(positions)
    assert content.index("Log in tsx") > positions[-1], "the request comes after its files"
    assert prompt.notes == ()


@pytest.mark.parametrize("tokens", [5000, 700, 500, 300, 260, 210])
def test_repository_that_does_not_fit_is_cut_from_its_beginning_and_the_prompt_says_so(tokens: int) -> None:
    prompt = render("repository", spec(APP), TokenBudget(tokens=tokens))
    content = prompt.messages[0].content
    assert estimated(content) <= tokens + 1
    notes = " ".join(prompt.notes)
    shown_paths = [path for path in dependency_order(APP) if f"File `{path}`" in content]
    assert shown_paths == dependency_order(APP)[len(APP) - len(shown_paths) :], "the nearest are kept"
    for path in APP:
        assert (path in notes) == (f"File `{path}`:\n" not in content), f"{path}: {notes}"


def test_cut_file_keeps_its_end_and_says_how_much_is_gone() -> None:
    prompt = render("repository", spec(APP), TokenBudget(tokens=600))
    assert "export const pad99 = 99;" in prompt.messages[0].content
    assert "export const pad0 = 0;" not in prompt.messages[0].content
    (note,) = prompt.notes
    gone = int(note.split()[3])
    assert note == f"Cut: the first {gone} of 100 lines of src/lib/pad.ts."
    assert f"File `src/lib/pad.ts` (its first {gone} of 100 lines are left out):" in prompt.messages[0].content


def test_without_context_it_is_the_plain_request() -> None:
    assert render("repository", spec({})).messages == render("plain", spec({})).messages
