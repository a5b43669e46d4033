"""Compare the predicted and the real duration of runs, and compare strategies.

A model is probed, then runs of a suite are started one after the other. The first prediction uses only the probe, later
ones also the earlier answers. Broker, generate and execute run as under `make up`, with an own home and the embedded
model; or with a scripted one that writes --tokens-s tokens per second, with answers of very different lengths.

    python bench/forecast.py [--scripted] [--suite starter] [--strategies plain outline few_shot] [--max-tokens 256]

Each strategy is a separate run. With --together they are one run, whose strategies are compared as on the page
"Quantisations, strategies".
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.signed_in import session_cookie  # noqa: E402
from bench.site_processes import own_home, prepare, started  # noqa: E402
from evaluations.adapters.scripted import PIECE  # noqa: E402
from tests.processes import wait_until  # noqa: E402

if TYPE_CHECKING:
    from evaluations.models import LanguageModel, Run


def scripted_model(path: Path, tokens_s: float, max_tokens: int) -> LanguageModel:
    """Make a scripted model with answers of 40 to 800 tokens, drawn evenly and cut at the limit."""
    from evaluations.models import LanguageModel, ModelServer

    lengths = random.Random(7)
    line = "// sixteen chars\n"
    texts = [f"```js\n{line * (lengths.randint(40, 800) * PIECE // len(line))}```" for _ in range(30)]
    most = max_tokens * PIECE
    answers = [
        {"text": text[:most], "delay_s": 1 / tokens_s, "stop_reason": "length" if len(text) > most else "stop"}
        for text in texts
    ]
    path.write_text(json.dumps({"models": ["m"], "answers": answers}))
    server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=str(path), is_reachable=True)
    return LanguageModel.objects.create(server=server, name="m", digest="m")


def embedded_model() -> LanguageModel:
    """Return the model of the process `model`, after it answers."""
    from evaluations.models import LanguageModel, ModelServer
    from evaluations.runner import servers
    from evaluations.runner.found_servers import ensure_servers

    ensure_servers()
    server = ModelServer.objects.get(slug="embedded")
    wait_until(lambda: servers.refresh(server), deadline_s=90, interval_s=0.5)
    return LanguageModel.objects.select_related("server").get(server=server)


def probed(model: LanguageModel) -> None:
    """Probe the model with three short requests."""
    from evaluations.models import ModelProbe
    from evaluations.runner.probe_model import probe

    row = ModelProbe.objects.create(model=model, digest=model.digest)
    if not probe(row):
        raise SystemExit(f"The probe failed: {row.error}")
    speeds = f"{row.answer_tokens_s} tokens a second, prompts {row.prompt_tokens_s} a second"
    print(f"probe: {speeds}, {row.n_slots} at once, answers {row.answers}", flush=True)


def one_run(model: LanguageModel, suite: str, strategies: list[str], max_tokens: int) -> Run:
    """Start a run, wait for its end, and print both times."""
    from evaluations.models import Run, Team
    from evaluations.queries.run_forecast import forecast_of
    from evaluations.records import Sampling
    from evaluations.runner.find_by_name import find_suite
    from evaluations.tasks import wake

    team = Team.objects.default()
    sampling, version = Sampling(max_tokens=max_tokens), find_suite(team, suite)
    run = Run.objects.start(version, [model], sampling, team=team, title="bench", strategies=strategies)
    wake()
    wait_until(lambda: Run.objects.get(pk=run.pk).state == "done", deadline_s=3000, interval_s=0.5)
    run.refresh_from_db()
    forecast = forecast_of(run)
    if forecast is None:
        raise SystemExit("There is no forecast.")
    hit = "inside" if forecast.low_s <= forecast.took_s <= forecast.high_s else "outside"
    print(
        f"{model.model_id}, {suite}, {', '.join(strategies)}, {run.candidates.count()} answers: predicted "
        f"{forecast.low_s:.0f} to {forecast.high_s:.0f} s, took {forecast.took_s:.0f} s ({hit}), "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return run


def print_strategies(run: Run) -> None:
    """Print the strategies' figures as `GET /api/v1/figures/costs` gives them."""
    from django.test import Client

    from evaluations.models import ApiToken, Membership

    session_cookie()  # creates the person
    token = ApiToken.objects.make(Membership.objects.get(user__username="bench"), "bench", ["read"])[1]
    client = Client(SERVER_NAME="127.0.0.1", headers={"authorization": f"Bearer {token}"})
    board = client.get(f"/api/v1/figures/leaderboard?run={run.pk}").json()
    for row in board["items"]:
        rate = row["passes"]["pass@1"]
        print(f"  {row['strategy']}: pass@1 {rate['share']:.1%} ({rate['low']:.1%} to {rate['high']:.1%})")
    for group in client.get(f"/api/v1/figures/costs?run={run.pk}").json():
        for pair in group["pairs"]:
            low, high = pair["low"], pair["high"]
            base = group["base"]["strategy"]
            print(
                f"  {base} − {pair['strategy']}: {pair['difference']:+.3f} ({low:+.3f} to {high:+.3f}), p {pair['p']}"
            )


def main() -> int:
    """Probe, run, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scripted", action="store_true")
    parser.add_argument("--tokens-s", type=float, default=80.0)
    parser.add_argument("--suite", default="starter")
    parser.add_argument("--strategies", nargs="+", default=["plain"])
    parser.add_argument("--together", action="store_true")
    parser.add_argument("--max-tokens", type=int, default=256)
    options = parser.parse_args()
    names = ("broker", "generate", "execute") if options.scripted else ("broker", "model", "generate", "execute")
    with own_home("forecast") as home:
        prepare(home, with_model=not options.scripted)
        with started(home, names):
            model = (
                scripted_model(home / "script.json", options.tokens_s, options.max_tokens)
                if options.scripted
                else embedded_model()
            )
            probed(model)
            rounds = [options.strategies] if options.together else [[name] for name in options.strategies]
            for strategies in rounds:
                run = one_run(model, options.suite, strategies, options.max_tokens)
            if options.together:
                print_strategies(run)
    return 0


if __name__ == "__main__":
    sys.exit(main())
