"""A suite as a folder: an export loses nothing, whatever it holds, and each entrance gives the same archive."""

from __future__ import annotations

import io
import json
import tempfile
import tracemalloc
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.actions.own_suites import new_suite
from evaluations.actions.save_suite import content_digest, save_version
from evaluations.errors import SuiteError
from evaluations.exports.suite_folder import spec_of, write_zip, zip_suite
from evaluations.models import SuiteVersion, Team
from evaluations.records import Checks, Kind, Message, TaskSpec
from evaluations.runner.imports import import_suite
from evaluations.runner.uploads import import_upload, suite_of
from evaluations.suites.benchmarks.reader import imported_to_json, read
from evaluations.suites.folders import SuiteSpec
from evaluations.suites.rules import CHECK_FILES, RANGES, SPECS, faults_of, usual_entry
from evaluations.tasks import suite_jobs
from tests import factories
from tests.environment import IS_FULL, needs_time
from tests.webapp.api_client import body_of, caller

SHIPPED = Path(__file__).parents[2] / "suites"
VARIED = {"starter", "edit", "excel", "visual"}  # context, two kinds of checks, workbooks, pictures
NAMES = sorted(path.parent.name for path in SHIPPED.glob("*/suite.toml"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = TEXT.filter(lambda text: bool(text.strip()))
LINE_ENDS = st.sampled_from(["", "\r", "a\r\nb\r\n", "\ufeffa", "  a  ", "\x7f\x00", "é\n", '"""\\'])
SOURCE = st.one_of(TEXT, LINE_ENDS)
STEMS = st.text(st.sampled_from("abcä中 _-(.+'"), min_size=1, max_size=6).map(lambda stem: f"x{stem}x")
PATHS = st.tuples(
    st.sampled_from(["", "src/", "src/deep/", "Ü/"]), STEMS, st.sampled_from([".ts", ".css", ".test.tsx"])
)
FILES = st.dictionaries(PATHS.map("".join), SOURCE, max_size=3)
ANSWER_NAMES = st.text(st.sampled_from("abc-_ "), min_size=1, max_size=6).map(lambda name: f"m{name}m")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
GROUPS = 'describe("change", () => {});\ndescribe("kept", () => {});\n'
LANGUAGES: dict[Kind, tuple[str, ...]] = {
    Kind.PYTHON: ("py",),
    Kind.VISUAL: ("html",),
    Kind.PAGE: ("html", "tsx"),
    Kind.FREE: ("html", "vue", "js"),
    Kind.COMPONENT: ("vue", "tsx", "jsx"),
}
USUAL_LANGUAGES = ("js", "jsx", "ts", "tsx")


def check_paths(kind: Kind, language: str) -> st.SearchStrategy[str]:
    if language == "py":
        return st.sampled_from(["checks.py", "tests/checks.py"])
    if language == "html":
        return st.sampled_from(SPECS)
    usual = [path for path in CHECK_FILES if path not in SPECS and not path.endswith(".py")]
    return st.sampled_from([*usual, "two-fer.spec.js", "src/Counter.test.tsx"])


@st.composite
def checks(draw: st.DrawFn, kind: Kind, language: str) -> Checks | None:
    if kind in (Kind.VISUAL, Kind.EXCEL, Kind.WRITE_TESTS) or (
        kind is Kind.FREE and (language == "html" or draw(st.booleans()))
    ):
        return None
    path = draw(check_paths(kind, language))
    return Checks(
        path=path,
        source=(GROUPS if kind is Kind.EDIT else "") + draw(SOURCE),
        files={name: text for name, text in draw(FILES).items() if name != path},
        versions=draw(st.dictionaries(st.sampled_from(["react", "@scope/name", "react-router-dom"]), TEXT, max_size=2)),
        clears_mocks=draw(st.booleans()),
    )


THRESHOLDS = st.none() | st.fixed_dictionaries({"threshold": st.floats(0.01, 1)})
TURNS = st.lists(
    st.builds(Message, role=st.sampled_from(["system", "user", "assistant"]), content=TEXT), max_size=3
).map(tuple)


@st.composite
def expected_data(draw: st.DrawFn) -> dict[str, Any]:
    columns = [
        {"name": draw(TEXT), "header": draw(TEXT), "letter": letter, "type": "text"}
        for letter in draw(st.sampled_from(["", "A", "AB"]))
    ]
    cells = st.one_of(st.none(), st.booleans(), st.integers(), TEXT, st.fixed_dictionaries({"date": TEXT}))
    row = st.lists(cells, min_size=len(columns), max_size=len(columns))
    needed = {
        "file": draw(TEXT),
        "format": "csv",
        "sheet": draw(TEXT),
        "sheets": draw(st.lists(TEXT, max_size=2)),
        "header_row": draw(st.none() | st.integers(0, 9)),
        "first_row": draw(st.integers(1, 9)),
        "columns": columns,
        "rows": draw(st.lists(row, max_size=2)),
        "n_rows": draw(st.integers(0, 9)),
    }
    return needed | draw(st.fixed_dictionaries({}, optional={"prop": TEXT, "dates": st.just("serial")}))


@st.composite
def specs(draw: st.DrawFn, slug: str) -> TaskSpec:
    kind = draw(st.sampled_from(list(Kind)))
    language = draw(st.sampled_from(LANGUAGES.get(kind, USUAL_LANGUAGES)))
    entry = draw(st.sampled_from([usual_entry(kind, language), f"src/main.{language}"]))
    is_whole = kind in (Kind.VISUAL, Kind.EDIT, Kind.WRITE_TESTS) or draw(st.booleans())
    reference = {**draw(FILES), entry: draw(SOURCE)} if is_whole else {}
    context = draw(FILES) | ({entry: draw(SOURCE)} if kind is Kind.EDIT else {})
    if kind is Kind.WRITE_TESTS:
        context["code.ts"] = draw(SOURCE)
    broken = {"code.ts" if kind is Kind.WRITE_TESTS else entry: draw(SOURCE)}
    named = st.dictionaries(ANSWER_NAMES, FILES, min_size=int(kind is Kind.WRITE_TESTS), max_size=2)
    mutants = {name: {**files, **broken} for name, files in draw(named).items()} if is_whole else {}
    truth = draw({Kind.VISUAL: THRESHOLDS, Kind.EXCEL: expected_data()}.get(kind, JSON))
    return TaskSpec(
        slug=slug,
        title=draw(TEXT),
        kind=kind,
        prompt=draw(st.one_of(WORDS, st.sampled_from(["\n a\r\n", "\ufeffa", "a\n"]))),
        language=language,
        entry=entry,
        entry_point=draw(st.none() | TEXT),
        checks=draw(checks(kind, language)),
        context=context,
        reference=reference,
        mutants=mutants,
        alternatives={
            name: {**files, entry: draw(SOURCE)}
            for name, files in draw(st.dictionaries(ANSWER_NAMES, FILES, max_size=2)).items()
        },
        fixtures=draw(st.dictionaries(STEMS, st.binary(max_size=40), max_size=2)),
        truth=truth,
        **{name: draw(st.integers(*limits)) for name, limits in RANGES.items()},
        tags=tuple(draw(st.lists(TEXT, max_size=3))),
        licence=draw(TEXT),
        source=draw(TEXT),
        turns=draw(TURNS),
        published=draw(st.sampled_from(["", "2023", "2023-06", "2023-06-14"])),
    )


@st.composite
def suites(draw: st.DrawFn) -> SuiteSpec:
    slugs = draw(st.lists(st.sampled_from(["a", "B-2", "c_3", "d.4"]), min_size=1, max_size=3, unique=True))
    readme = draw(TEXT).replace("\r", "").replace("\ufeff", "").strip()
    return SuiteSpec(
        name=draw(st.sampled_from(["mine", "Our_tasks-2"])),
        title=draw(TEXT),
        description=draw(TEXT),
        licence=draw(TEXT),
        readme=readme,
        tasks=tuple(draw(specs(slug)) for slug in slugs),
    )


def read_upload(archive: bytes) -> SuiteSpec:
    """What the reader's process makes of an upload, without the process."""
    with tempfile.TemporaryDirectory() as folder:
        order = {"name": "mine.zip", "format": "folder", "folder": folder, "references": ""}
        answer = json.loads(json.dumps(imported_to_json(read(order, io.BytesIO(archive)))))
    return suite_of(answer)


@given(suites())
@settings(max_examples=60 if IS_FULL else 15, deadline=None)
def test_no_field_of_any_kind_is_lost(suite: SuiteSpec) -> None:
    assert [list(faults_of(task)) for task in suite.tasks] == [[] for _ in suite.tasks]
    archive = io.BytesIO()
    zip_suite(suite, archive)
    again = read_upload(archive.getvalue())
    assert again == suite
    assert [list(task.context) for task in again.tasks] == [list(task.context) for task in suite.tasks]
    assert content_digest(again.tasks) == content_digest(suite.tasks)


def test_generated_suites_have_every_field() -> None:
    """Guards the property: a field that is added to a task is added to the strategy."""
    drawn = {"slug", "title", "kind", "prompt", "language", "entry", "entry_point", "checks", "context", "reference"}
    drawn |= {
        "mutants",
        "fixtures",
        "truth",
        *RANGES,
        "tags",
        "licence",
        "source",
        "turns",
        "alternatives",
        "published",
    }
    assert drawn == set(TaskSpec.__dataclass_fields__)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in VARIED else [needs_time]) for n in NAMES])
def test_shipped_suite_comes_back_with_equal_digests(name: str) -> None:
    team = Team.objects.default()
    version = import_suite(team, SHIPPED / name)
    archive = io.BytesIO()
    write_zip(version, archive)
    again, complaints = import_upload(team, "folder", f"{name}.zip", archive.getvalue(), suite=f"{name}-again")
    assert complaints == ()
    assert again.digest == version.digest
    before, after = spec_of(version), spec_of(again)
    assert after.tasks == before.tasks
    assert (after.title, after.description, after.licence, after.readme) == (
        before.title,
        before.description,
        before.licence,
        before.readme,
    )


def written_suite() -> SuiteVersion:
    suite = new_suite(Team.objects.default(), "Our tasks", licence="MIT", readme="# Ours\r\nWhat it can tell")
    spec = factories.make_spec("add")
    return save_version(suite, [spec, factories.make_spec("counter")])


@pytest.mark.django_db
def test_page_api_and_command_give_the_same_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = written_suite()
    client = Client()
    client.force_login(factories.make_person("mia"))
    assert 'href="/suites/our-tasks/folder.zip"' in client.get("/suites/our-tasks/").content.decode()
    answer: Any = client.get("/suites/our-tasks/folder.zip")
    archive = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == 'attachment; filename="our-tasks-v1.zip"'
    sent: Any = caller("viewer", name="vera").get("suites/our-tasks/folder")
    assert b"".join(sent.streaming_content) == archive
    call_command("export_suite", "our-tasks", out=tmp_path / "ours.zip")
    assert (tmp_path / "ours.zip").read_bytes() == archive
    assert "our-tasks v1: 2 tasks in" in capsys.readouterr().out
    assert read_upload(archive) == spec_of(version)
    monkeypatch.setattr(suite_jobs.execute_conditions, "delay", lambda *words: None)
    call_command("import_suite", "folder", tmp_path / "ours.zip", name="again")
    assert SuiteVersion.objects.get(suite__slug="again").digest == version.digest


@pytest.mark.django_db
def test_memory_of_an_export_does_not_grow_with_the_fixtures(tmp_path: Path) -> None:
    size, n_fixtures = 2**22, 8
    content = {f"{n}.bin": Random(n).randbytes(size) for n in range(n_fixtures)}
    suite = new_suite(Team.objects.default(), "Large", licence="MIT")
    save_version(suite, [factories.make_spec("add", fixtures=content), factories.make_spec("counter")])
    del content
    tracemalloc.start()
    try:
        call_command("export_suite", "large", out=tmp_path / "large.zip")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (tmp_path / "large.zip").stat().st_size > n_fixtures * size
    assert peak < 4 * size, "one fixture is written at a time, and two are compared"


@pytest.mark.django_db
def test_command_refuses_an_unknown_version_and_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written_suite()
    for options, sentence in (
        ({"number": 7}, "our-tasks has no version 7. Known: 1."),
        ({"out": tmp_path / "none" / "x.zip"}, "No such file or directory. Choose another place with --out."),
    ):
        with pytest.raises(SystemExit) as ended:
            call_command("export_suite", "our-tasks", **options)
        assert ended.value.code == 2
        assert sentence in capsys.readouterr().err


@pytest.mark.django_db
def test_outsider_gets_no_archive() -> None:
    other = factories.make_team("Other")
    save_version(new_suite(other, "Theirs"), [factories.make_spec("add")])
    client = Client()
    assert client.get("/suites/theirs/folder.zip")["Location"].startswith("/sign-in/")
    client.force_login(factories.make_person("mia"))
    assert client.get("/suites/theirs/folder.zip").status_code == 404
    assert caller("viewer", name="vera").get("suites/theirs/folder").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"checks": None}, "has no checks"),
        ({"context": {"Rows.ts": "", "rows.ts": ""}}, "contains “ours/add/context/rows.ts” twice"),
        ({"context": {"a:b.ts": ""}}, "contains a path that cannot be used"),
    ],
)
def test_task_that_a_folder_cannot_hold_is_refused_with_the_reason(change: dict[str, Any], sentence: str) -> None:
    spec = replace(factories.make_spec("add"), **change)
    version = save_version(new_suite(Team.objects.default(), "Ours"), [spec])
    with pytest.raises(SuiteError, match="ours cannot be written as a folder") as refused:
        write_zip(version, io.BytesIO())
    assert sentence in str(refused.value)
    client = Client()
    client.force_login(factories.make_person("mia"))
    page = client.get("/suites/ours/folder.zip", follow=True).content.decode()
    assert "cannot be written as a folder" in page


@pytest.mark.django_db
def test_exported_suite_is_imported_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    version = written_suite()
    archive = io.BytesIO()
    write_zip(version, archive)
    archive.name = "ours.zip"
    client = Client()
    client.force_login(factories.make_person("mia"))
    archive.seek(0)
    refused = client.post("/suites/from-sheet/", {"file": archive, "title": ""})
    assert (refused.status_code, "was written here" in refused.content.decode()) == (422, True)
    archive.seek(0)
    assert client.post("/suites/from-sheet/", {"file": archive, "title": "Again"}).status_code == 200
    again = SuiteVersion.objects.get(suite__slug="again")
    assert (again.digest, again.suite.readme) == (version.digest, "# Ours\nWhat it can tell")
    body = body_of(caller("viewer", name="vera").get("suites/again"))
    assert (body["title"], body["readme"]) == ("Our tasks", "# Ours\nWhat it can tell")
