"""The first page: newest first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Run
from tests.factories import make_model, make_person, make_run, make_suite


@pytest.mark.django_db
def test_the_newest_run_stands_first(client: Client) -> None:
    client.force_login(make_person("ada"))
    version, model = make_suite(), make_model()
    for i in range(4):
        run = make_run(version, [model])
        Run.objects.filter(pk=run.pk).update(title=f"try {i}", created_at=now() - timedelta(hours=10 - i))
    page = client.get("/").content.decode()
    places = [page.rindex(f"try {i}") for i in range(4)]
    assert places == sorted(places, reverse=True)
