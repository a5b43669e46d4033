"""Prepares a new site: servers, shipped suites, demonstrations and the first run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from evaluations.actions.import_answers import StoredAnswer, import_answers
from evaluations.actions.save_suite import save_version
from evaluations.models import ModelServer, Run, Suite, Team
from evaluations.queries.demonstrations import DEMONSTRATION_MODEL, DEMONSTRATIONS
from evaluations.records import Sampling
from evaluations.runner import servers
from evaluations.runner.answers import read_answers
from evaluations.runner.find_by_name import find_models, find_suite
from evaluations.runner.found_servers import ensure_servers
from evaluations.runner.imports import SUITES, import_suite, save_shipped_conditions, shipped_suites
from evaluations.suites import folders

EMBEDDED_ID = "embedded/smollm2:135m"
FIRST_RUN_KEY = "first-run-starter"
NOT_BY_A_MODEL = "These answers were written by hand for this demonstration, not by a model."


def prepare(say: Callable[[str], None]) -> None:
    """Prepare servers, shipped suites and the demonstration answers; safe to repeat."""
    ensure_servers()
    team = Team.objects.default()
    for folder in shipped_suites(SUITES):
        version = import_suite(team, folder)
        save_shipped_conditions(folder)
        say(f"suite {version}")
        if (answers := folder / "answers.jsonl.gz").exists():
            title = f"{version.suite.title}: stored answers of well-known models"
            report = import_answers(version, read_answers(answers, say), title=title)
            say(f"{report.n_answers} stored answers of {report.n_models} models")
    # Last: the newest run is executed first, and these are on the first page.
    for slug, name in DEMONSTRATIONS.items():
        import_demonstration(team, slug, SUITES / "demonstrations" / name)


@transaction.atomic
def import_demonstration(team: Team, slug: str, folder: Path) -> Run | None:
    """Import a conversation with answers of our own, each called after its file; once. Raises SuiteError."""
    spec = folders.load_task(folder)
    values = {"title": spec.title, "origin": Suite.Origin.PROMPT, "description": NOT_BY_A_MODEL}
    suite, _ = Suite.objects.get_or_create(team=team, slug=slug, defaults=values)
    version = save_version(suite, [spec])
    answers = [
        StoredAnswer(
            line=line,
            model=f"{DEMONSTRATION_MODEL}{path.stem}",
            family="demonstration",
            task_id=f"{slug}/{spec.slug}",
            raw_answer=path.read_text(encoding="utf-8"),
        )
        for line, path in enumerate(sorted(folder.glob("answers/*.md")), 1)
    ]
    return import_answers(version, answers, title=spec.title).run


def start_first_run(say: Callable[[str], None], *, patience_s: float) -> Run | None:
    """Start the starter suite on the embedded model, once ever; None when it was started before or no model answers."""
    team = Team.objects.default()
    if not settings.EMBEDDED_MODEL or Run.objects.filter(team=team, import_key=FIRST_RUN_KEY).exists():
        return None
    server = ModelServer.objects.get(slug="embedded")
    deadline = time.monotonic() + patience_s
    while not servers.refresh(server):
        if time.monotonic() > deadline:
            say(f"The embedded model does not answer: {server.message}")
            return None
        time.sleep(0.2)
    try:
        return Run.objects.start(
            find_suite(team, "starter"),
            find_models([EMBEDDED_ID], team),
            Sampling(),
            team=team,
            title="starter: first run",
            import_key=FIRST_RUN_KEY,
        )
    except IntegrityError:  # another start was quicker
        return None
