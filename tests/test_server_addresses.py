"""Addresses of model servers, typed with and without a scheme."""

from __future__ import annotations

import pytest

from evaluations.adapters.openai_compatible import OpenAiAdapter
from evaluations.server_addresses import server_url
from tests.adapters.page_server import serving

CASES = {
    "127.0.0.1:11434": "http://127.0.0.1:11434",
    " 127.0.0.1:11434/ ": "http://127.0.0.1:11434",
    "localhost:8000/v1": "http://localhost:8000/v1",
    "gpu-box": "http://gpu-box",
    "[::1]:11434": "http://[::1]:11434",
    "//10.0.0.5:8000": "http://10.0.0.5:8000",
    "https:8443": "http://https:8443",  # a host of that name
    "http://10.0.0.5:11434/": "http://10.0.0.5:11434",
    "https://box.example/v1": "https://box.example/v1",
    "ftp://box": "ftp://box",
    "http:/box": "http:/box",
    "HTTPS:box": "HTTPS:box",
    "": "",
}


@pytest.mark.parametrize(("text", "url"), CASES.items())
def test_address_without_a_scheme_gets_http(text: str, url: str) -> None:
    assert server_url(text) == url
    assert server_url(url) == url


def test_the_adapter_asks_at_that_address() -> None:
    with serving({"/v1/models": {"data": [{"id": "small"}]}}) as page:
        adapter = OpenAiAdapter(f"{page.url.removeprefix('http://')}/v1")
        assert [model.name for model in adapter.list_models()] == ["small"]
        adapter.close()
