"""The advisor after a real run: the times that the embedded model's server reported, and those of a scripted model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluations.models import ModelServer, Run, Suite, SuiteVersion, Task, Team
from evaluations.queries.advice import AdviceLimits, advise
from evaluations.queries.advice_text import advice_text
from evaluations.records import Sampling
from evaluations.runner import servers
from evaluations.tasks import wake
from tests.environment import needs_time
from tests.processes import wait_until
from tests.runner.conftest import GOOD, Start, add_task

pytestmark = pytest.mark.django_db(transaction=True)


@needs_time
def test_advisor_reads_the_times_of_a_real_run(
    start_worker: Start, script: Callable[..., Path], embedded_server: str
) -> None:
    team = Team.objects.default()
    url = str(script(answers=[{"text": GOOD, "delay_s": 0.05}]))
    rows = [
        ModelServer.objects.create(slug="scripted", kind="scripted", base_url=url),
        ModelServer.objects.create(slug="box", kind="openai", base_url=embedded_server),
    ]
    for row in rows:
        assert servers.refresh(row)
    suite = Suite.objects.create(team=team, slug="line", title="Line")
    version = SuiteVersion.objects.create(suite=suite, number=1, digest="3" * 64)
    Task.objects.add(version, 0, add_task("add-0"))
    chosen = [row.models.get() for row in rows]
    run = Run.objects.start(version, chosen, Sampling(max_tokens=24), team=team, title="line")
    for queue in ("generate", "execute"):
        start_worker(queue)
    wake()
    wait_until(lambda: Run.objects.get(pk=run.pk).state == Run.State.DONE, 90)
    advice = advise(team, AdviceLimits(price_per_hour=3600))
    by_server = {option.model.server.slug: option for option in advice.options}
    embedded = by_server["box"]
    assert by_server["scripted"].counts.n_passed == 1
    assert embedded.speed.tokens_per_s
    assert embedded.seconds_per_answer
    assert embedded.seconds_per_answer == pytest.approx(embedded.spent.ms / 1000)
    too_quick = advise(team, AdviceLimits(tokens_per_s=10_000_000))
    assert "fewer than 10,000,000 tokens per second" in {
        row.why for row in too_quick.left_out if row.model == embedded.model
    }
    assert advice_text(advice).choice.startswith("Recommended: m. It passes 100 % (")
