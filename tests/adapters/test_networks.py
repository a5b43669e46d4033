"""Which addresses of model servers are allowed: by setting, checked at each connection, for the address in use."""

from __future__ import annotations

import socket
from ipaddress import ip_network
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from evaluations import job_data
from evaluations.adapters import make_adapter
from evaluations.adapters.connections import refusal
from evaluations.errors import AdapterError
from evaluations.job_results import ServerAnswer
from evaluations.management.health_checks import services
from evaluations.models import ModelServer
from evaluations.runner import servers
from tests.adapters.page_server import serving
from tests.factories import make_server
from webapp import env

OFFICE = [ip_network("10.0.5.0/24"), ip_network("fd00:5::/64")]
MODELS: dict[str, Any] = {"/v1/models": {"data": []}, "/api/tags": {"models": []}}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "0.0.0.0",
        "10.1.2.3",
        "192.168.0.9",
        "172.17.0.1",
        "100.64.0.1",
        "fd12::1",
        "8.8.8.8",
        "2606:4700::1111",
        "::ffff:10.0.0.1",
    ],
)
def test_without_setting_servers_are_asked_on_this_machine_in_private_and_in_public_networks(address: str) -> None:
    assert refusal(address) == ""


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("169.254.169.254", "link-local"),
        ("169.254.0.1", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("::ffff:169.254.169.254", "link-local"),
        ("::169.254.169.254", "link-local"),
        ("64:ff9b::a9fe:a9fe", "link-local"),
        ("64:ff9b:1::a9fe:a9fe", "link-local"),
        ("2002:a9fe:a9fe::1", "link-local"),
        ("fd00:ec2::254", "metadata"),
        ("100.100.100.200", "metadata"),
        ("192.0.0.192", "metadata"),
        ("64:ff9b::6464:64c8", "metadata"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
    ],
)
def test_link_local_and_metadata_addresses_are_refused_however_they_are_written(address: str, word: str) -> None:
    assert word in refusal(address)


@pytest.mark.parametrize("address", ["10.0.5.1", "10.0.5.254", "::ffff:10.0.5.9", "fd00:5::1", "64:ff9b::a00:501"])
def test_addresses_in_the_setting_are_allowed(address: str) -> None:
    assert refusal(address, OFFICE) == ""


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "0.0.0.0", "::", "::1", "10.0.6.1", "8.8.8.8", "169.254.169.254", "fd00:6::1"]
)
def test_all_other_addresses_are_refused_and_the_setting_is_named(address: str) -> None:
    assert refusal(address, OFFICE) == "MODEL_SERVER_NETWORKS allows only 10.0.5.0/24, fd00:5::/64"


def test_link_local_address_is_allowed_only_when_the_setting_names_it() -> None:
    assert refusal("169.254.7.7", [ip_network("169.254.7.0/24")]) == ""


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_no_request_reaches_a_server_outside_the_networks(kind: str) -> None:
    with serving(MODELS) as page:
        with pytest.raises(AdapterError, match=r"127\.0\.0\.1 is not asked: MODEL_SERVER_NETWORKS allows only"):
            make_adapter(kind, page.url, networks=OFFICE).status()
        assert page.requests == []
        make_adapter(kind, page.url, networks=[*OFFICE, ip_network("127.0.0.1/32")]).status()
        assert page.requests


class Resolver:
    """An attacker's name server: each query for box.example gets the next answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self._real, self.answers, self.n_asked = socket.getaddrinfo, list(answers), 0
        monkeypatch.setattr(socket, "getaddrinfo", self.resolve)

    def resolve(self, host: Any, port: Any, *more: Any, **kwargs: Any) -> list[Any]:
        if host != "box.example":
            return list(self._real(host, port, *more, **kwargs))
        addresses = self.answers[min(self.n_asked, len(self.answers) - 1)]
        self.n_asked += 1
        return [row for address in addresses for row in self._real(address, port, *more, **kwargs)]


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_name_that_changes_its_address_is_checked_at_every_connection(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address is allowed. The second one is the metadata service, and no connection is made to it."""
    with serving(MODELS) as page:
        url = page.url.replace("127.0.0.1", "box.example")
        resolver, adapter = Resolver(monkeypatch, ["127.0.0.1"]), make_adapter(kind, url)
        adapter.status()
        resolver.answers = [["169.254.169.254"]]
        with pytest.raises(AdapterError, match="link-local"):
            adapter.status()


def test_one_name_is_resolved_once_for_one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second query between the check and the connection could get another answer."""
    with serving(MODELS) as page:
        resolver = Resolver(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
        make_adapter("openai", page.url.replace("127.0.0.1", "box.example")).status()
        assert resolver.n_asked == 1


def test_name_with_one_forbidden_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(MODELS) as page:
        Resolver(monkeypatch, ["127.0.0.1", "169.254.169.254"])
        with pytest.raises(AdapterError, match=r"box\.example \(169\.254\.169\.254\) is not asked"):
            make_adapter("openai", page.url.replace("127.0.0.1", "box.example")).status()
        assert page.requests == []


@pytest.mark.django_db
def test_network_setting_applies_only_to_servers_that_a_team_added(settings: Any) -> None:
    settings.MODEL_SERVER_NETWORKS = OFFICE
    with serving(MODELS) as page:
        embedded = ModelServer.objects.create(slug="embedded", kind="openai", base_url=page.url)
        added = make_server(slug="box", kind="openai", base_url=page.url, api_key="sk-x")
        assert servers.refresh(embedded)
        page.requests.clear()
        assert not servers.refresh(added)
        token = job_data.store_input({"kind": "openai", "base_url": page.url, "api_key": "sk-y"})
        servers.probe(token)
        assert page.requests == []
    assert "MODEL_SERVER_NETWORKS allows only 10.0.5.0/24" in added.message
    answer = job_data.answer_of(token, ServerAnswer)
    assert answer is not None
    assert "MODEL_SERVER_NETWORKS allows only 10.0.5.0/24" in answer["message"]


def test_networks_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_SERVER_NETWORKS", " 10.0.5.0/24, fd00:5::/64 ,")
    assert env.networks("MODEL_SERVER_NETWORKS") == OFFICE
    for wrong in ("10.0.5.1/24", "office", "10.0.0.0/40"):
        monkeypatch.setenv("MODEL_SERVER_NETWORKS", wrong)
        with pytest.raises(ImproperlyConfigured, match=r"MODEL_SERVER_NETWORKS: .*Write networks like"):
            env.networks("MODEL_SERVER_NETWORKS")


def test_doctor_contacts_only_addresses_that_a_worker_may_contact() -> None:
    part = services._model_server("box", "http://169.254.169.254/v1/models", [])
    assert part.state == "note"
    assert "link-local" in part.found
