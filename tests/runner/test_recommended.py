"""The setting "as the model's author recommends": what is sent and stored when a model file names no parameters."""

from __future__ import annotations

import pytest

from evaluations.models import Generation, LanguageModel, ModelServer
from evaluations.runner import generation
from evaluations.runner.workers import Liveness
from evaluations.sampling import make_sampling
from evaluations.stored_json import StoredOptions
from tests import factories
from tests.contracts.filling import filling

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("kind", "parameters", "in_file", "sent", "basis"),
    [
        ("openai", "", {}, {"temperature": 1.0, "top_p": 0.95, "top_k": 64}, "config"),
        ("ollama", "", {}, {"temperature": 1.0, "top_p": 0.95, "top_k": 64}, "config"),
        ("openai", "", {"temperature": 0.9, "top_k": 33}, {"temperature": 0.9, "top_k": 33}, "file"),
        ("ollama", "", {"temperature": 0.9, "top_k": 33}, {"temperature": 0.9, "top_k": 33}, "file"),
        ("ollama", "temperature 0.3", {"temperature": 0.9}, {}, "model"),
    ],
)
def test_recommended_options_are_sent_and_their_source_is_stored(
    kind: str, parameters: str, in_file: StoredOptions, sent: dict[str, float], basis: str
) -> None:
    with filling(kind) as server:
        row = ModelServer.objects.create(slug="box", kind=kind, base_url=server.url, is_reachable=True)
        model = LanguageModel.objects.create(
            server=row, name="m", family="gemma3", parameters=parameters, file_options=in_file
        )
        version = factories.make_suite([factories.make_spec()])
        factories.make_run(version, [model], sampling=make_sampling("author", max_tokens=64))
        assert generation.serve_queue(row, Liveness("generate"), lambda: None) == 1
        body = server.requests[-1][1]
    options = body.get("options", body)
    names = ("temperature", "top_p", "top_k", "min_p", "repeat_penalty")
    assert {name: options[name] for name in names if name in options} == sent
    settings = Generation.objects.get().settings
    assert settings is not None
    stored = settings["recommended"]
    assert stored is not None
    assert (stored["basis"], stored["source"].startswith("https://huggingface.co/google/")) == (
        basis,
        basis == "config",
    )
