"""The shipped demonstrations: each answer has the verdict that it demonstrates."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluations.models import Candidate, Run, State, Suite, Team
from evaluations.queries.demonstrations import DEMONSTRATIONS, demonstrations
from evaluations.records import Verdict
from evaluations.runner.first_run import import_demonstration
from evaluations.runner.grading import Evidence, grade_answer
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_task
from tests.environment import IS_FULL

FOLDER = Path(__file__).parents[2] / "suites" / "demonstrations"
SHOWS = {
    "plain": Verdict.PASSED,
    "dial": Verdict.PASSED,
    "cards": Verdict.PASSED,
    "starts-over": Verdict.FAILED,
    "filter-turned-round": Verdict.FAILED,
    "unset-time": Verdict.RUNTIME_ERROR,
}
ANSWERS = sorted(FOLDER.glob("*/answers/*.md"))
TRIED = ANSWERS if IS_FULL else ANSWERS[::2]


@pytest.mark.parametrize(
    "path", ANSWERS if IS_FULL else ANSWERS[::2], ids=lambda path: f"{path.parents[1].name}-{path.stem}"
)
def test_demonstration_answer_gets_its_verdict_and_a_picture(path: Path, sandbox: Sandbox) -> None:
    spec = load_task(path.parents[1])
    evidence = Evidence(screenshots=True)
    graded = grade_answer(path.read_text(), spec, sandbox, candidate_id=path.stem, evidence=evidence)
    assert graded.outcome.verdict is SHOWS[path.stem], graded.outcome.cause
    if graded.outcome.verdict is not Verdict.RUNTIME_ERROR:
        assert graded.reports[0].screenshot


def test_every_folder_is_offered() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(DEMONSTRATIONS.values())


@pytest.mark.django_db
def test_demonstrations_are_conversations_imported_once() -> None:
    team = Team.objects.default()
    for _ in range(2):
        for slug, name in DEMONSTRATIONS.items():
            import_demonstration(team, slug, FOLDER / name)
    assert Run.objects.count() == len(DEMONSTRATIONS)
    assert set(Suite.objects.values_list("origin", flat=True)) == {Suite.Origin.PROMPT}
    assert Candidate.objects.filter(state=State.EXECUTING).count() == len(ANSWERS)
    assert all(name.startswith("demonstration-") for name in Candidate.objects.values_list("model__name", flat=True))
    assert [(each.name, each.n_answers) for each in demonstrations(team)] == [("stopwatch", 4), ("todo list", 4)]
    assert demonstrations(Team.objects.create(name="Other", slug="other")) == []
