"""Which package may import which. The imports are read from the source, so a forbidden import fails at once."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FRAMEWORKS = {"django", "celery", "channels"}
# A feature of the site may import itself and the features before it.
FEATURES = (
    "site",
    "api",
    "feedback",
    "items",
    "previews",
    "compare",
    "runs",
    "model_servers",
    "schedules",
    "workbooks",
    "candidates",
    "bulk_changes",
    "share",
    "review",
    "home",
    "prompts",
    "conversations",
    "suites",
    "task_editor",
    "editors",
    "teams",
    "operation",
)
# These modules join the features: they may import every feature, and no feature imports them.
ASSEMBLY = {
    "settings",
    "urls",
    "api_urls",
    "lazy_urls",
    "asgi",
    "apps",
    "beat",
    "celery",
    "env",
    "request_bodies",
    "responses",
    "connections",
}
# Modules with a feature's views and operations. Other features may import only its other modules.
VIEWS = ("views", "_view", "_views")
PLAIN = {
    "jsonl",
    "log_lines",
    "metrics",
    "limits",
    "broker_names",
    "records",
    "execution_records",
    "verdicts",
    "stored_json",
    "job_results",
    "sampling",
    "sampling_presets",
    "refusals",
    "measurements",
    "errors",
    "licences",
    "packages",
    "wheels",
    "cdn",
    "tokens",
    "token_limits",
    "brackets",
    "rlimits",
    "host_limits",
    "explanations",
    "task_digests",
    "partial_dates",
    "png",
    "server_addresses",
}
PURE = (
    "prompts",
    "adapters",
    "extractors",
    "sandbox",
    "graders",
    "statistics",
    "workbooks",
    "suites",
    "vote_statistics",
)
ROWS = PLAIN | {"statistics", "models"}
# The packages of evaluations/ and the large frameworks that each package may import, besides itself.
MAY: dict[str, tuple[set[str], set[str]]] = {
    **{name: (set(), set()) for name in PLAIN},
    "records": ({"verdicts"}, set()),
    "execution_records": ({"records", "verdicts"}, set()),
    "jsonl": ({"errors"}, set()),
    "wheels": ({"errors"}, set()),
    "stored_json": ({"records"}, set()),
    "job_results": ({"stored_json"}, set()),
    "explanations": ({"records", "verdicts"}, set()),
    "task_digests": ({"records"}, set()),
    "sampling": ({"records"}, set()),
    "sampling_presets": ({"records"}, set()),
    "token_limits": ({"records"}, set()),
    **{package: (PLAIN, set()) for package in PURE},
    # The grader for workbooks compares with the expected data, and writes the check file that captures the values.
    "graders": (PLAIN | {"workbooks"}, set()),
    # Shares of votes use the same intervals as shares of passes.
    "vote_statistics": (PLAIN | {"statistics"}, set()),
    # Forwards requests of editors, with the adapters' address checks and answer readers.
    "relay": (PLAIN | {"adapters"}, set()),
    "encryption": ({"errors"}, {"django"}),
    "job_data": ({"errors", "encryption", "broker_names", "job_results"}, {"django"}),
    "models": (ROWS | {"encryption"}, {"django"}),
    "queries": (ROWS, {"django"}),
    "typed_template": (set(), {"django"}),
    # Preference pairs are made of ballots; a suite's folder is read back.
    "exports": (ROWS | {"queries", "workbooks", "typed_template", "vote_statistics", "suites"}, {"django"}),
    # The prompt of a follow-up, the rules of a task's fields and the reading of a check file work on text only.
    "actions": (
        ROWS | {"queries", "exports", "prompts", "extractors", "suites", "workbooks", "vote_statistics"},
        {"django"},
    ),
    "broker_cache": (set(), {"django"}),
    "events": (PLAIN | {"broker_cache"}, {"django", "channels"}),
    "mail": ({"errors"}, {"django"}),
    "backup": (ROWS, {"django"}),
    # Moves a team, with the archive of backups and the digest of versions.
    "transfer": (ROWS | {"actions", "backup"}, {"django"}),
    "metrics_store": (PLAIN, {"django"}),
    "runner": (
        ROWS | {*PURE, "queries", "exports", "actions", "events", "job_data", "metrics_store", "mail"},
        {"django"},
    ),
    "tasks": (PLAIN | {"runner", "models", "actions", "sandbox", "workbooks"}, {"django", "celery"}),
    "management": (
        ROWS | {*PURE, "backup", "mail", "transfer", "encryption", "queries", "exports", "actions", "runner", "tasks"},
        FRAMEWORKS,
    ),
    "apps": (set(), {"django"}),
    # Rendering works on text only, so the prompt page shows exactly what will be sent.
    "webapp": (
        ROWS
        | {"queries", "exports", "actions", "workbooks", "tasks", "job_data", "prompts", "vote_statistics", "events"}
        | {"mail", "suites", "relay", "metrics_store", "transfer", "typed_template", "broker_cache"},
        FRAMEWORKS,
    ),
}


def _files(*folders: str) -> list[Path]:
    return [
        path.relative_to(ROOT)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def _package(path: Path) -> str:
    parts = path.with_suffix("").parts
    return "webapp" if parts[0] == "webapp" else parts[1]


def for_each(paths: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Make one test of a check of one file. The test tells the faults of all files.

    A test for each file costs more than the check itself: there are 3,600, and each test process would parse all files.
    """

    def decorate(check: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            faults = []
            for path in paths:
                try:
                    check(path)
                except AssertionError as exc:
                    faults.append(f"{path}: {exc}")
            assert not faults, "\n".join(faults)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return decorate


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


@cache
def _imports(path: Path) -> frozenset[str]:
    """Return every module that a file imports, at its top or in a function; submodules as `package.module`."""
    modules: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            submodules = {name for name in names if _is_module(name)}
            modules |= submodules
            if len(submodules) < len(names):
                modules.add(node.module)
    return frozenset(modules)


def _is_module(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return name.startswith(("webapp.", "evaluations.")) and (path.with_suffix(".py").exists() or path.is_dir())


@for_each(_files("evaluations", "webapp"))
def test_package_imports_only_what_it_may(path: Path) -> None:
    package = _package(path)
    if package == "__init__":
        return
    packages, frameworks = MAY[package]
    for name in _imports(path):
        top, _, rest = name.partition(".")
        if top in FRAMEWORKS:
            assert top in frameworks, f"{package} imports {name}"
        if top == "evaluations" and rest:
            assert rest.partition(".")[0] in packages | {package}, f"{package} imports {name}"
        if top == "webapp":
            assert package == "webapp", f"{package} imports {name}"


@for_each([path for path in _files("webapp") if len(path.parts) > 2])
def test_feature_imports_only_earlier_features_and_no_views_of_others(path: Path) -> None:
    feature = path.parts[1]
    for name in _imports(path):
        if not name.startswith("webapp."):
            continue
        _, other, *modules = name.split(".")
        assert other not in ASSEMBLY, f"imports {name}, which imports all features"
        if other != feature:
            assert FEATURES.index(other) < FEATURES.index(feature), f"{feature} imports the later feature {name}"
            is_view = any(module.endswith(VIEWS) and module != "code_view" for module in modules)
            assert not is_view, f"{feature} imports {name}: views belong to their feature alone"


def test_no_two_folders_import_each_other() -> None:
    """This includes a folder and its own subfolder, and cycles over several steps."""
    edges: dict[str, set[str]] = {}
    for path in _files("evaluations", "webapp"):
        source = ".".join(path.parent.parts)
        targets = {_folder_of(name) for name in _imports(path) if name.startswith(("evaluations.", "webapp."))}
        edges.setdefault(source, set()).update(targets - {source})
    while apart := {folder for folder in edges if not edges[folder] or folder not in set().union(*edges.values())}:
        edges = {folder: targets - apart for folder, targets in edges.items() if folder not in apart}
    assert not edges, f"these folders import each other: {edges}"


def _folder_of(name: str) -> str:
    while not (ROOT / Path(*name.split("."))).is_dir():
        name = name.rpartition(".")[0]
    return name


def test_every_module_of_the_site_has_a_feature() -> None:
    loose = {path.stem for path in _files("webapp") if len(path.parts) == 2} - {"__init__"}
    assert loose <= ASSEMBLY, f"{loose - ASSEMBLY}: put each into the folder of its feature"
    folders = {path.parts[1] for path in _files("webapp") if len(path.parts) > 2}
    assert folders == set(FEATURES)


def test_tests_of_the_site_lie_in_the_folder_of_their_feature() -> None:
    """Helpers of several features are beside the folders."""
    site = ROOT / "tests" / "webapp"
    assert {path.name for path in site.iterdir() if any(path.glob("test_*.py"))} <= set(FEATURES)
    assert sorted(path.name for path in site.glob("test_*.py")) == []


def test_architecture_page_names_every_folder() -> None:
    tree = (ROOT / "docs" / "explanation" / "architecture.md").read_text().split("```")[1]
    named = {word.rstrip("/") for word in tree.split() if word.endswith("/")}
    folders = {path.parent.name for path in _files("evaluations", "webapp")} - {"commands", "metadata", "views"}
    assert folders <= named, f"docs/explanation/architecture.md does not name {sorted(folders - named)}"
    written_in_typescript = {"harness", "in_page", "preview"}
    assert named <= folders | written_in_typescript, f"docs/explanation/architecture.md names {sorted(named - folders)}"


@for_each(_files("evaluations", "webapp"))
def test_names_in_the_broker_have_one_home(path: Path) -> None:
    """Cache keys and group names come from evaluations/broker_names.py. Only evaluations/events.py sends to groups."""
    text = (ROOT / path).read_text()
    if "django.core.cache" not in text and "group_send" not in text:
        return
    nodes = list(ast.walk(_tree(path)))
    uses_cache = "django.core.cache.cache" in _imported_names(nodes)
    for node in nodes:
        place = f"{path}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and node.attr == "group_send":
            assert str(path) == "evaluations/events.py", f"{place} sends to a group: use evaluations.events"
        if uses_cache and isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            is_key = re.fullmatch(r"[a-z-]+:\S*", str(node.values[0].value))
            assert not is_key, f"{place} writes a cache key as text: add it to evaluations/broker_names.py"


def _imported_names(nodes: list[ast.AST]) -> set[str]:
    return {f"{n.module}.{name.name}" for n in nodes if isinstance(n, ast.ImportFrom) for name in n.names}


@for_each([path for path in _files("webapp") if path.name.endswith("api.py")])
def test_api_uses_no_views_and_builds_no_form_data(path: Path) -> None:
    """What a page and the API share is in another module. A body is read once, never written as a form first."""
    for name in _imports(path):
        modules = name.split(".")[2:] if name.startswith("webapp.") else []
        is_view = any(module.endswith(VIEWS) and module not in ("code_view", "sheet_view") for module in modules)
        assert not is_view, f"{path} imports {name}: move what it needs to the feature's actions.py or another module"
    assert "QueryDict(" not in (ROOT / path).read_text(), f"{path} writes JSON as a form: make the record that both use"


@for_each(_files("evaluations", "webapp"))
def test_lines_of_json_have_one_reader(path: Path) -> None:
    if path != Path("evaluations/jsonl.py"):
        has_own = "json.loads(line" in (ROOT / path).read_text()
        assert not has_own, f"{path} reads lines of JSON: use evaluations/jsonl.py"


# Constants that begin with MAX_ and limit nothing that somebody sends.
NOT_INPUT = {"MAX_ATTEMPTS", "MAX_LENGTH"}  # tries of a job; width of a column


@for_each(_files("evaluations", "webapp"))
def test_limits_of_input_have_one_home(path: Path) -> None:
    """Sizes inside an uploaded workbook are beside its readers. A limit of what is shown or kept begins with MOST_."""
    if path == Path("evaluations/limits.py") or path.is_relative_to("evaluations/workbooks"):
        return
    for node in _tree(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names = {name.id for target in targets if target for name in ast.walk(target) if isinstance(name, ast.Name)}
        limits = {name for name in names if name.startswith("MAX_")} - NOT_INPUT
        assert not limits, f"{path}:{node.lineno} defines {limits}: put limits of input into evaluations/limits.py"


@pytest.mark.parametrize("content", [b"one", b"two"])
def test_bytes_do_not_appear_in_test_names(content: bytes, request: pytest.FixtureRequest) -> None:
    """Otherwise two processes that make a file at different times would collect different tests."""
    assert request.node.name.endswith(f"[content{(b'one', b'two').index(content)}]")
