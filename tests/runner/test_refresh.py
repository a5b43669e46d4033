"""Refreshing a model server that answers nonsense."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

import pytest

from evaluations import job_data
from evaluations.job_results import ServerAnswer
from evaluations.models import ModelServer
from evaluations.runner import servers
from tests.adapters.page_server import serving

pytestmark = pytest.mark.django_db
NONSENSE: list[dict[str, Any]] = [
    {"/v1/models": {"data": [5]}},
    {"/v1/models": {"data": 5}},
    {"/v1/models": {"data": [{}]}},
    {"/v1/models": {"data": [{"id": {"a": 1}, "meta": {"n_params": "many"}}]}},
    {"/v1/models": {"data": [{"id": "m", "meta": []}]}, "/props": [1]},
    {"/v1/models": (200, {}, "[" * 100_000)},
    {"/v1/models": {"data": [{"id": "m"}]}, "/props": {"total_slots": {}, "n_ctx": "x"}},
    {"/api/tags": {"models": 5}},
    {"/api/tags": {"models": []}, "/api/version": [5]},
    {"/api/tags": (200, {"Content-Encoding": "gzip"}, "no gzip")},
]


def probed(kind: str, url: str) -> ServerAnswer:
    token = job_data.store_input({"kind": kind, "base_url": url, "api_key": ""})
    servers.probe(token)
    answer = job_data.answer_of(token, ServerAnswer)
    assert answer is not None
    return answer


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize("answers", NONSENSE)
def test_refresh_never_raises(kind: str, answers: dict[str, Any]) -> None:
    with serving(answers) as page:
        row = ModelServer.objects.create(slug="box", kind=kind, base_url=page.url, is_reachable=True)
        is_up = servers.refresh(row)
        result = probed(kind, page.url)
    row.refresh_from_db()
    assert row.is_reachable is is_up is result["ok"]
    assert row.seen_at
    assert is_up or row.message


def test_model_files_are_read_below_the_folders_of_the_settings(tmp_path: Path, settings: Any) -> None:
    file, answers = tmp_path / "m.gguf", {"/v1/models": {"data": [{"id": "m"}]}}
    file.write_bytes(b"GGUF and more")
    digests = []
    with serving({**answers, "/props": {"model_path": str(file)}}) as page:
        row = ModelServer.objects.create(slug="box", kind="openai", base_url=page.url)
        for settings.MODEL_FILES_FOLDERS in ([], [str(tmp_path)]):
            assert servers.refresh(row)
            digests.append(row.models.get().digest)
    assert digests == ["", hashlib.sha256(b"GGUF and more").hexdigest()]


def test_an_unforeseen_fault_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(servers, "make_adapter", broken)
    row = ModelServer.objects.create(slug="box", kind="openai", base_url="http://box", is_reachable=True)
    with caplog.at_level(logging.ERROR):
        assert not servers.refresh(row)
        assert not probed("openai", "http://box")["ok"]
    row.refresh_from_db()
    assert not row.is_reachable
    assert "ZeroDivisionError" in row.message
    assert "ZeroDivisionError" in caplog.text
