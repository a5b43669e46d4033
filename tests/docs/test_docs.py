"""README, reference pages and code agree, and every link has a target."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from evaluations.records import Verdict
from tests.deploy.test_compose import settings_names

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
MOST_LINES = 150
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def first_column(page: str) -> list[str]:
    """The cells of the first column of a reference page's table."""
    text = (ROOT / "docs" / "reference" / f"{page}.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [row.split("|")[1].strip() for row in rows[1:]]


def test_reference_names_every_setting_and_no_other() -> None:
    assert sorted(name.strip("`") for name in first_column("settings")) == sorted(settings_names())


def test_reference_names_the_verdicts_in_rising_precedence() -> None:
    assert [name.strip("`") for name in first_column("verdicts")] == [v.value for v in Verdict]


def test_reference_says_what_each_package_is_for() -> None:
    named = {name for cell in first_column("dependencies") for name in re.split(r",\s*", cell)}
    packages = set(re.findall(r"^([a-z0-9@][\w./-]*)", (ROOT / "requirements/runtime.in").read_text(), re.MULTILINE))
    if (ROOT / "package.json").exists():
        packages |= set(json.loads((ROOT / "package.json").read_text())["dependencies"])
    if (ROOT / "requirements/model.txt").exists():
        packages |= set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements/model.txt").read_text(), re.MULTILINE))
    assert packages - named == set()


def test_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE)) <= targets
    commands = {path.stem for path in (ROOT / "evaluations/management/commands").glob("[a-z]*.py")}
    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) <= commands


def test_reference_names_what_else_is_read_from_the_environment() -> None:
    read: set[str] = set()
    for folder in ("evaluations", "webapp", "scripts"):
        for path in (ROOT / folder).rglob("*.py"):
            read |= set(re.findall(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"', path.read_text()))
    for_ourselves = {"BAKEOFF_ROLE", "MAKELEVEL", "PATH", "DJANGO_SETTINGS_MODULE", "PLAYWRIGHT_BROWSERS_PATH"}
    settings = (ROOT / "docs" / "reference" / "settings.md").read_text()
    assert {name for name in read - for_ourselves if f"`{name}" not in settings} == set()


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in headings(file), f"{page.name} links to {target}"


EXPLANATION = ROOT / "docs" / "explanation"
SANDBOX = "".join((EXPLANATION / name).read_text() for name in ("sandbox.md", "sandbox-attacks.md"))
GOLDEN = re.compile(r"`((?:passed|failed|over_limit|timeout|runtime_error|build_error)_[\w*]+)`")


def test_attacks_of_the_sandbox_page_have_golden_programs() -> None:
    named = set(GOLDEN.findall(SANDBOX)) - {"timeout_ms"}
    assert len(named) > 50
    assert [name for name in sorted(named) if not list((ROOT / "tests" / "golden").glob(name))] == []


def test_code_files_of_the_sandbox_page_exist() -> None:
    words = (word for span in re.findall(r"`([^`\n]+)`", SANDBOX) for word in span.split())
    named = sorted({word for word in words if re.search(r"\w\.(?:py|mjs)$", word)})
    folders = ("evaluations", "scripts", "bench", "webapp")
    existing = {path for folder in folders for path in (ROOT / folder).rglob("*.*")} | set(ROOT.glob("*.py"))
    assert [name for name in named if not any(path.as_posix().endswith(f"/{name}") for path in existing)] == []


def headings(page: Path) -> set[str]:
    """The anchors of a page: of its headings, as GitHub makes them, and those of sections that moved to other pages."""
    text = page.read_text()
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    created = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    return created | set(re.findall(r'<a id="([\w-]+)"></a>', text))


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target).resolve() for target in re.findall(r"\]\(([^)#\s]+)\)", index.read_text())}
    pages = set((ROOT / "docs").rglob("*.md")) - {index}
    assert sorted(str(page.relative_to(ROOT)) for page in pages - linked) == []


def test_paths_of_contributing_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    paths = set(re.findall(r"`((?:evaluations|webapp|tests|docs|templates|suites|static)/[\w./-]*)`", text))
    assert paths
    assert {path for path in paths if not (ROOT / path).exists()} == set()
