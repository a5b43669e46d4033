"""The time and the queue that the prompt page shows before a run."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from evaluations.models import LanguageModel, ModelProbe, Run
from tests.webapp.prompts.test_prompt_page import typed
from tests.webapp.rows_for_pages import make_model, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def preview_text(member: Client, models: Sequence[LanguageModel], **kwargs: Any) -> str:
    data = typed(models=[model.pk for model in models], **kwargs)
    return " ".join(strip_tags(html.unescape(member.post("/prompt/preview/", data).content.decode())).split())


def test_time_and_queue_are_shown_before_the_run(member: Client, woken: list[int]) -> None:
    model = make_model("box/a")
    assert "time not known, because a has neither a probe nor an earlier answer; no queue" in preview_text(
        member, [model]
    )
    member.post("/prompt/", typed(models=[model.pk], n_samples="2"))
    assert "2 answers before you" in preview_text(member, [model])
    run = Run.objects.get()
    run.tallies.update(timed_tokens=100, timed_ms=1000.0, completion_tokens=100, n_answers=2)
    estimate = member.post("/prompt/preview/", typed(models=[model.pk])).context["time"]
    assert estimate.time.low_s < 1.5 < estimate.time.high_s < 10, "50 tokens an answer at 100 per second"
    assert re.search(r"\d to \d s, 2 answers before you", preview_text(member, [model]))


def test_probe_is_enough_for_a_time_and_models_without_one_are_named(member: Client) -> None:
    known, unknown = make_model("box/a"), make_model("box/b")
    ModelProbe.objects.create(model=known, digest=known.digest, state="done", answer_tokens_s=40.0)
    assert re.search(r"\d to \d+ s, no queue", preview_text(member, [known]))
    words = "for the others, because b has neither a probe nor an earlier answer; no queue"
    assert words in preview_text(member, [known, unknown])
    many = [make_model(f"box/m{n}") for n in range(3)]
    assert "because 3 models have neither a probe" in preview_text(member, many)


def test_thinking_and_its_limit_count_in_the_time(member: Client) -> None:
    model = make_model("box/a", can_think=True)
    ModelProbe.objects.create(model=model, digest=model.digest, state="done", answer_tokens_s=40.0)

    def high_s(**kwargs: Any) -> float:
        data = typed(models=[model.pk], max_tokens="200", **kwargs)
        return float(member.post("/prompt/preview/", data).context["time"].time.high_s)

    assert high_s(think="off") < 20 < high_s(think="on", max_thinking_tokens="1000") < high_s() / 2


def test_preview_with_its_time_takes_few_queries(
    member: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    models = [make_model(f"box/m{n}") for n in range(8)]
    for model in models:
        ModelProbe.objects.create(model=model, digest=model.digest, state="done", answer_tokens_s=40.0)
    data = typed(models=[model.pk for model in models])
    member.post("/prompt/preview/", data)
    with django_assert_max_num_queries(16):
        member.post("/prompt/preview/", data)
