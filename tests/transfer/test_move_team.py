"""A team's archive is imported elsewhere once, with new keys and the same references."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from evaluations.actions.save_suite import save_version
from evaluations.errors import BackupError
from evaluations.models import (
    Campaign,
    Candidate,
    Comment,
    FollowUp,
    Grading,
    LanguageModel,
    Mark,
    Note,
    Ordering,
    Run,
    StoredFile,
    Suite,
    SuiteVersion,
    Tag,
    Tally,
    Task,
    Team,
    Vote,
    Workbook,
)
from evaluations.records import Sampling
from evaluations.transfer import TeamImport, export_team, import_team
from evaluations.transfer.tables import TABLES, Table
from tests import factories
from tests.webapp import review_rows

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
HTML = b"<script>alert(1)</script>"


@pytest.fixture
def source() -> Team:
    """A team with a suite in two versions, a workbook, runs, feedback, and a campaign with votes."""
    team = factories.make_team("Source")
    person = factories.make_person("ada", team)
    suite = Suite.objects.create(team=team, slug="greetings", title="Greetings", licence="MIT")
    book = Workbook.objects.create(
        team=team, file=StoredFile.objects.store(b"a workbook"), name="orders.csv", format="csv", uploaded_by=person
    )
    first = save_version(suite, [factories.make_spec("hello", fixtures={"data.txt": b"a fixture"})], {0: book})
    specs = [factories.make_spec("hello", title="Hello again"), factories.make_spec("bye")]
    second = save_version(suite, specs)
    FollowUp.objects.create(version=second, parent=first, change="say goodbye too", created_by=person)
    models = [factories.make_model("box/small:1b"), factories.make_model("shelf/small:1b")]
    run = Run.objects.start(second, models, Sampling(), team=team, title="both", n_samples=2, created_by=person)
    for number, row in enumerate(run.candidates.order_by("pk")):
        picture = StoredFile.objects.store(PNG + bytes([number]), "image/png")
        review_rows.finish(row, review_rows.component(f"writer {number}"), screenshot=picture)
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    Run.objects.start(first, models[:1], Sampling(), team=team, title="still going on")
    talk(team, run, book)
    campaign = review_rows.make_campaign(run)
    Campaign.objects.filter(pk=campaign.pk).update(team=team)
    review_rows.vote_all(campaign, review_rows.person("judge", team=team))
    review_rows.take(campaign, review_rows.person("slow", team=team), most=1)
    return team


def talk(team: Team, run: Run, book: Workbook) -> None:
    """Add feedback about the run and its answers."""
    row = run.candidates.order_by("pk").first()
    assert row
    comment = Comment.objects.create(candidate=row, text="Why a button?")
    Comment.objects.create(candidate=row, text="It was asked for.", reply_to=comment)
    Mark.objects.create(kind=Mark.Kind.values[0], candidate=row)
    for about in ({"run": run}, {"suite": run.suite_version.suite}, {"workbook": book}, {"candidate": row}):
        Tag.objects.create(text="kept", **about)
        Note.objects.create(text=f"about a {next(iter(about))}", **about)


def described(team: Team) -> dict[str, Any]:
    """Return all data of a team that an archive carries, without keys."""
    rows = Candidate.objects.filter(run__team=team, run__state="done").order_by("pk")
    votes = Vote.objects.filter(campaign__team=team, voted_at__isnull=False).order_by("pk")
    return {
        "versions": sorted(
            (v.suite.slug, v.number, v.digest, [(t.slug, t.title, t.fixtures, t.spec) for t in v.tasks.all()])
            for v in SuiteVersion.objects.filter(suite__team=team)
        ),
        "workbooks": list(Workbook.objects.filter(team=team).values_list("name", "file", "tasks__slug")),
        "follow_ups": [
            (f.version.number, f.parent and f.parent.number, f.change)
            for f in FollowUp.objects.filter(version__suite__team=team)
        ],
        "answers": [
            (
                *(row.run.title, row.task.slug, row.model.name.rpartition("/")[2], row.sample, row.verdict, row.score),
                *(row.generation.text, row.generation.prompt, row.thoughts.get().text),
                *((g.files, g.reports, g.screenshot_id, g.created_at, g.harness_version) for g in row.gradings.all()),
                *((c.text, c.reply_to and c.reply_to.text) for c in row.comments.order_by("pk")),
                *row.marks.values_list("kind", flat=True),
            )
            for row in rows.select_related("run", "task", "model", "generation")
        ],
        "tags": sorted(
            "".join(name for name in ("run", "suite", "workbook", "candidate") if getattr(tag, f"{name}_id"))
            for tag in Tag.objects.all()
            if team in {tag.run and tag.run.team, tag.suite and tag.suite.team, tag.workbook and tag.workbook.team}
            or (tag.candidate and tag.candidate.run.team == team)
        ),
        "pairs": [
            (p.first.sample, p.second.sample, p.task.slug, p.n_given - p.votes.filter(voted_at=None).count())
            for c in Campaign.objects.filter(team=team)
            for p in c.pairs.order_by("pk")
        ],
        "votes": [(v.choice, v.voter, v.is_swapped, v.pair.task.slug, v.voted_at, v.slot) for v in votes],
        "tallies": sorted(
            Tally.objects.filter(run__team=team, run__state="done").values_list("n", "n_passed", "n_scored")
        ),
    }


@pytest.fixture
def archive(source: Team, tmp_path: Path) -> Path:
    path = tmp_path / "team.tar.gz"
    done = export_team(source, path)
    assert (done.rows["run"], done.rows["candidate"], done.n_open_runs) == (1, 8, 1)
    assert done.n_files == 2 + 8
    return path


def all_counts() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in apps.get_app_config("evaluations").get_models()}


def test_team_is_the_same_elsewhere_with_new_keys(source: Team, archive: Path) -> None:
    target = factories.make_team("Target")
    result = import_team(archive, target)
    assert described(target) == described(source)
    assert (result.added["run"], result.added["candidate"], result.added["vote"]) == (
        1,
        8,
        len(described(source)["votes"]),
    )
    for model, way in (
        (Run, "team"),
        (Candidate, "run__team"),
        (Task, "version__suite__team"),
        (Grading, "candidate__run__team"),
    ):
        keys = [
            set(model._base_manager.filter(**{way: team}).values_list("pk", flat=True)) for team in (source, target)
        ]
        assert keys[1]
        assert not keys[0] & keys[1]
    run = Run.objects.get(team=target)
    assert run.created_by is None
    assert set(run.candidates.values_list("task__version", flat=True)) == {run.suite_version_id}
    assert set(run.suite_version.suite.versions.values_list("suite__team", flat=True)) == {target.pk}
    assert not Comment.objects.filter(candidate__run=run).exclude(author=None).exists()


def test_second_import_adds_nothing(source: Team, archive: Path) -> None:
    target = factories.make_team("Target")
    import_team(archive, target)
    before, rows_before = all_counts(), described(target)
    again = import_team(archive, target)
    assert all_counts() == before
    assert described(target) == rows_before
    assert not +again.added
    assert again.known["run"] == 1
    assert "Here already: 1 suite, 1 run." in again.sentence
    assert any("was left out: runs of it were here before" in note for note in again.notes)


def test_import_into_the_site_of_origin_adds_nothing(source: Team, archive: Path) -> None:
    before = all_counts()
    import_team(archive, source)
    assert all_counts() == before


def test_moved_run_comes_back_once(source: Team, archive: Path, tmp_path: Path) -> None:
    target = factories.make_team("Target")
    import_team(archive, target)
    back = tmp_path / "back.tar"
    export_team(target, back)
    before = all_counts()
    import_team(back, source)
    assert all_counts() == before


def test_known_model_is_used_and_unknown_ones_become_stored_answers(source: Team, archive: Path) -> None:
    LanguageModel.objects.filter(server__slug="shelf").update(name="renamed since")
    target = factories.make_team("Target")
    import_team(archive, target)
    run = Run.objects.get(team=target)
    assert {model.model_id for model in run.chosen.all()} == {"box/small:1b", "stored/shelf/small:1b"}
    assert run.origin == Run.Origin.STORED


def test_newest_version_of_the_receiving_site_stays_the_newest(source: Team, archive: Path) -> None:
    target = factories.make_team("Target")
    suite = Suite.objects.create(team=target, slug="greetings", title="Ours")
    ours = save_version(suite, [factories.make_spec("ours")])
    import_team(archive, target)
    assert suite.latest() == ours
    assert sorted(suite.versions.values_list("number", flat=True)) == [1, 2, 3]
    assert Run.objects.get(team=target).suite_version.tasks.count() == 2


def test_every_field_of_every_table_can_be_carried() -> None:
    """A new foreign key must point to an earlier table, or be left out."""
    seen: set[Any] = {LanguageModel, StoredFile}
    for table in TABLES:
        for each in table.fields():
            if each.is_relation and each.related_model is not table.model:
                assert each.related_model in seen, f"{table.model.__name__}.{each.name}"
        seen.add(table.model)


def rewritten(archive: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Return the archive with changed contents and matching digests."""
    import hashlib

    path = archive.with_name("changed.tar")
    with tarfile.open(archive) as old, tarfile.open(path, "w") as new:
        contents = {info.name: old.extractfile(info).read() for info in old}  # type: ignore[union-attr]
        manifest = json.loads(contents.pop("manifest.json"))
        for name, content in list(contents.items()):
            contents[name] = change(name, content)
        manifest["members"] = {n: [hashlib.sha256(c).hexdigest(), len(c)] for n, c in contents.items()}
        for name, content in {**contents, "manifest.json": json.dumps(manifest).encode()}.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return path


def imported(archive: Path, table: str, **values: Any) -> TeamImport:
    """Import the archive with changed values in each row of a table."""

    def change(name: str, content: bytes) -> bytes:
        if name != f"database/{table}":
            return content
        return b"".join(json.dumps({**json.loads(line), **values}).encode() + b"\n" for line in content.splitlines())

    return import_team(rewritten(archive, change), factories.make_team("Target"))


def test_moved_run_waits_for_no_renamed_variant(archive: Path) -> None:
    pending = {"seed": 1, "state": "waiting", "reason": "", "since": "2026-12-01T00:00:00+00:00"}
    imported(archive, "run", pending_variant=pending)
    assert Run.objects.filter(import_key__startswith="moved:").exists()
    assert not Run.objects.waiting_for_variant().exists()


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("candidate", {"verdict": "<script>"}),
        ("run", {"state": "running"}),
        ("grading", {"verdict": "unheard of"}),
        ("task", {"spec": {"prompt": 3}}),
        ("task", {"fixtures": {"x": "0" * 64}}),
        ("run", {"title": "x" * 300}),
        ("candidate", {"task_id": "one"}),
        ("generation", {"prompt_tokens": -1}),
    ],
)
def test_impossible_rows_are_refused_and_nothing_is_imported(archive: Path, table: str, values: dict[str, Any]) -> None:
    before = all_counts()
    with pytest.raises(BackupError, match="has rows that do not fit"):
        imported(archive, table, **values)
    after = all_counts()
    assert after.pop("Team") == before.pop("Team") + 1
    assert after == before


@pytest.mark.parametrize("line", [b"[1]", b'{"id": ' + b"[" * 200_000], ids=["list", "deep"])
def test_line_that_is_not_an_object_is_refused_by_its_number(archive: Path, line: bytes) -> None:
    def change(name: str, content: bytes) -> bytes:
        return content + line + b"\n" if name == "database/suite" else content

    with pytest.raises(BackupError, match=r"database/suite, line \d+: not"):
        import_team(rewritten(archive, change), factories.make_team("Target"))


def test_picture_is_recognised_by_its_bytes_and_not_by_its_name(source: Team, archive: Path) -> None:
    page = StoredFile.objects.store(HTML, "image/png")  # so that the archive may name it
    imported(archive, "grading", screenshot_id=page.pk)
    assert not Grading.objects.filter(candidate__run__team__name="Target").exclude(screenshot=None).exists()


def test_backup_of_a_site_and_a_torn_archive_are_refused(archive: Path, tmp_path: Path) -> None:
    target = factories.make_team("Target")
    torn = tmp_path / "torn.tar.gz"
    torn.write_bytes(archive.read_bytes()[:-200])
    with pytest.raises(BackupError):
        import_team(torn, target)
    with pytest.raises(BackupError, match="not a team's archive"):
        import_team(rewritten_kind(archive), target)
    assert not Suite.objects.filter(team=target).exists()


def rewritten_kind(archive: Path) -> Path:
    path = archive.with_name("site.tar")
    with tarfile.open(archive) as old, tarfile.open(path, "w") as new:
        for info in old:
            content = old.extractfile(info).read()  # type: ignore[union-attr]
            if info.name == "manifest.json":
                content = json.dumps({**json.loads(content), "database": "sqlite"}).encode()
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return path


def test_orderings_keep_their_answers_and_votes(source: Team, tmp_path: Path) -> None:
    campaign = Campaign.objects.get(team=source)
    vote = campaign.votes.filter(voted_at__isnull=False).first()
    assert vote
    places = [vote.pair.first_id, vote.pair.second_id]
    row = Ordering.objects.create(
        campaign=campaign, task=vote.pair.task, candidates=places, order=[1, 2], stored_at=vote.voted_at
    )
    Vote.objects.filter(pk=vote.pk).update(ranking=row.token)
    export_team(source, tmp_path / "team.tar")
    target = factories.make_team("Target")
    import_team(tmp_path / "team.tar", target)
    copy = Ordering.objects.get(campaign__team=target)
    assert copy.token != row.token
    moved = Vote.objects.get(ranking=copy.token)
    assert [moved.pair.first_id, moved.pair.second_id] == copy.candidates
    assert Candidate.objects.filter(pk__in=copy.candidates, run__team=target).count() == 2


def test_commands_name_teams_and_list_the_imported_rows(
    source: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "team.tar.gz"
    call_command("export_team", str(path), "--team", source.slug)
    assert "1 runs, 8 answers, 10 files." in capsys.readouterr().out
    target = factories.make_team("Target")
    call_command("import_team", str(path), "--team", target.slug)
    assert "Added: 1 suite, 1 run, 8 answers" in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"There is no team nowhere\. There are: "):
        call_command("import_team", str(path), "--team", "nowhere")
    with pytest.raises(CommandError, match="exists"):
        call_command("export_team", str(path), "--team", source.slug)


def test_table_names_are_members_of_an_archive() -> None:
    assert all(isinstance(table, Table) and table.name.startswith("database/") for table in TABLES)
