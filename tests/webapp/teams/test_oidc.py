"""Single sign-on with a scripted issuer: a correct sign-in, and every kind that must be refused."""

from __future__ import annotations

import html
import importlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from evaluations.models import Membership, OidcIdentity
from tests.processes import ROOT
from tests.webapp.teams.oidc_issuer import CLIENT, SECRET, Issuer, running_issuer

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(settings: Any) -> Iterator[Issuer]:
    """An issuer that the site trusts."""
    importlib.import_module("webapp.urls")  # without an issuer, as the other tests need it
    with running_issuer() as running:
        settings.ROOT_URLCONF = "tests.webapp.teams.oidc_site"
        settings.AUTHENTICATION_BACKENDS = [
            "django.contrib.auth.backends.ModelBackend",
            "webapp.teams.oidc.IssuerBackend",
        ]
        settings.OIDC_ISSUER = running.url
        settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{running.url}/authorize"
        settings.OIDC_OP_TOKEN_ENDPOINT = f"{running.url}/token"
        settings.OIDC_OP_USER_ENDPOINT = f"{running.url}/userinfo"
        settings.OIDC_OP_JWKS_ENDPOINT = f"{running.url}/jwks"
        settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, SECRET
        settings.OIDC_RP_SIGN_ALGO, settings.OIDC_RP_SCOPES = "RS256", "openid email profile"
        settings.OIDC_USE_PKCE, settings.OIDC_TIMEOUT = True, 10
        yield running


def sign_in(issuer: Issuer, client: Client | None = None, **changed: str) -> Client:
    """Go to the issuer and back, as a browser does."""
    client = client or Client()
    redirect = client.get(reverse("oidc_authentication_init"))
    assert redirect.status_code == 302
    query = {name: values[0] for name, values in parse_qs(urlsplit(redirect.url).query).items()}  # type: ignore[attr-defined]
    assert query["client_id"] == CLIENT
    assert query["code_challenge_method"] == "S256"
    issuer.nonce, issuer.challenge = query["nonce"], query["code_challenge"]
    back = {"code": issuer.code, "state": query["state"]} | changed
    client.get(reverse("oidc_authentication_callback"), back)
    return client


def who(client: Client) -> str:
    """Return the name of the signed-in person; empty if nobody is signed in."""
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk).username if pk else ""


def test_first_sign_in_makes_a_viewer_and_the_second_one_finds_them(issuer: Issuer) -> None:
    assert who(sign_in(issuer)) == "ada"
    member = Membership.objects.get()
    assert (member.user.username, member.role) == ("ada", "viewer")
    issuer.userinfo = {"preferred_username": "ada-lovelace", "email": "new@example.org"}
    assert who(sign_in(issuer)) == "ada", "a new name of the issuer is not a new person"
    assert User.objects.count() == 1
    assert "Sign in with single sign-on" in Client().get("/sign-in/").content.decode()


def test_claimed_name_or_address_does_not_open_an_existing_account(issuer: Issuer) -> None:
    boss = User.objects.create_superuser("ada", email="ada@example.org", password="correct horse battery")
    client = sign_in(issuer)
    assert who(client) == "ada-2"
    assert not boss.oidc_identities.exists()
    assert not User.objects.get(username="ada-2").is_superuser


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-site"},
        {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"aud": None},
        {"nonce": "another"},
        {"sub": "4712"},
    ],
    ids=["audience", "issuer", "expired", "no end", "no audience", "nonce", "subject"],
)
def test_token_for_another_sign_in_is_refused(issuer: Issuer, claims: dict[str, Any]) -> None:
    issuer.claims = claims
    client = sign_in(issuer)
    assert who(client) == ""
    assert not User.objects.exists()
    assert "The sign-in failed:" in html.unescape(client.get("/sign-in/").content.decode())


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_token_with_another_algorithm_is_refused(issuer: Issuer, algorithm: str) -> None:
    issuer.algorithm = algorithm
    assert who(sign_in(issuer)) == ""


def test_token_of_another_key_is_refused(issuer: Issuer) -> None:
    issuer.published = rsa.generate_private_key(65537, 2048)
    assert who(sign_in(issuer)) == ""


@pytest.mark.parametrize("changed", [{"state": "another"}, {"code": "another"}, {"error": "access_denied"}])
def test_response_without_a_request_is_refused(issuer: Issuer, changed: dict[str, str]) -> None:
    assert who(sign_in(issuer, None, **changed)) == ""
    assert not OidcIdentity.objects.exists()


def test_broken_issuer_gets_a_sentence_instead_of_an_error_page(issuer: Issuer) -> None:
    issuer.status = 500
    client = sign_in(issuer)
    assert "the issuer did not answer as it should" in html.unescape(client.get("/sign-in/").content.decode())


@pytest.mark.parametrize(
    ("userinfo", "may"),
    [
        ({}, True),
        ({"email": "ada@EXAMPLE.org"}, True),
        ({"email": "ada@example.org.evil.example"}, False),
        ({"email_verified": False}, False),
        ({"email_verified": "true"}, False),
        ({"email": ""}, False),
    ],
)
def test_only_verified_addresses_of_the_domains_may_sign_in(
    issuer: Issuer, settings: Any, userinfo: dict[str, Any], may: bool
) -> None:
    settings.OIDC_EMAIL_DOMAINS = ["example.org"]
    issuer.userinfo = userinfo
    assert bool(who(sign_in(issuer))) is may


def test_person_who_is_no_longer_active_stays_out(issuer: Issuer) -> None:
    sign_in(issuer)
    User.objects.update(is_active=False)
    assert who(sign_in(issuer)) == ""
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["../../etc", "<script>", "", "x" * 500, "Ada Lovelace"])
def test_any_name_from_an_issuer_becomes_a_valid_user_name(issuer: Issuer, name: str) -> None:
    issuer.userinfo = {"preferred_username": name}
    name_on_site = who(sign_in(issuer))
    assert name_on_site
    User.objects.get(username=name_on_site).full_clean(exclude=["password"])


def test_role_none_adds_the_person_to_no_team(issuer: Issuer, settings: Any) -> None:
    settings.OIDC_ROLE = "none"
    assert who(sign_in(issuer)) == "ada"
    assert not Membership.objects.exists()


def test_single_sign_on_is_off_by_default() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("oidc_authentication_init")
    assert "single sign-on" not in Client().get("/sign-in/").content.decode()


URLS = {f"OIDC_{name}_URL": f"https://id.example/{name}" for name in ("AUTHORIZATION", "TOKEN", "USERINFO", "JWKS")}


def checked(home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    # The fixture of browsers sets a variable that Django refuses in a deployment.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**inherited, "BAKEOFF_HOME": str(home), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_deployment_with_https_and_single_sign_on_passes_djangos_checks(tmp_path: Path) -> None:
    done = checked(tmp_path, HTTPS="1", OIDC_ISSUER="https://id.example", OIDC_CLIENT_ID="bakeoff", **URLS)
    assert done.returncode == 0, done.stderr
    missing = checked(tmp_path, OIDC_ISSUER="https://id.example", OIDC_CLIENT_ID="bakeoff")
    assert "OIDC_ISSUER is set, and OIDC_AUTHORIZATION_URL is not. Set it, or unset OIDC_ISSUER." in missing.stderr
