"""Single sign-on by OpenID Connect, if the settings name an issuer. A person is identified by issuer and subject only.

A name or an e-mail address from an issuer never opens an existing account: the first sign-in makes a new one.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

import jwt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView
from requests import RequestException

from evaluations.models import Membership, OidcIdentity, Team

LONGEST_NAME = 150
BESIDE_NAMES = re.compile(r"[^\w.@+-]+")
FAILED = "The sign-in failed: {reason}. Try again, or ask whoever runs this site."


class IssuerBackend(OIDCAuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Checks what the library leaves out: issuer, audience, and that both answers are about the same subject."""

    def _verify_jws(self, payload: str, key: Any) -> dict[str, Any]:
        """Return the claims of a token that this issuer signed for this site and that has not expired."""
        if jwt.get_unverified_header(payload).get("alg") != self.OIDC_RP_SIGN_ALGO:
            raise SuspiciousOperation("the token is signed in another way than OIDC_SIGN_ALGORITHM says")
        try:
            return jwt.decode(
                payload,
                key,
                algorithms=[self.OIDC_RP_SIGN_ALGO],
                audience=self.OIDC_RP_CLIENT_ID,
                issuer=settings.OIDC_ISSUER,
                leeway=60,
                options={"require": ["exp", "iat", "sub", "iss", "aud"]},
            )
        except jwt.InvalidTokenError as exc:
            raise SuspiciousOperation(f"the token is not valid ({exc})") from exc

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> User | None:
        """Return the person of this subject, a new one at the first sign-in."""
        claims = {**self.get_userinfo(access_token, id_token, payload)}
        if claims.get("sub") != payload["sub"]:
            raise SuspiciousOperation("the two answers of the issuer are about different people")
        _refuse_other_domains(claims)
        return person_of(settings.OIDC_ISSUER, str(payload["sub"]), claims)


def _refuse_other_domains(claims: dict[str, Any]) -> None:
    if not settings.OIDC_EMAIL_DOMAINS:
        return
    domain = str(claims.get("email", "")).rpartition("@")[2].lower()
    if claims.get("email_verified") is not True or domain not in settings.OIDC_EMAIL_DOMAINS:
        raise SuspiciousOperation("your e-mail address is not one that may sign in here")


@transaction.atomic
def person_of(issuer: str, subject: str, claims: dict[str, Any]) -> User | None:
    """Return who has this identity; make new people, with the role of the settings. None: no longer active."""
    known = OidcIdentity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    if known:
        return known.user if known.user.is_active else None
    person = User.objects.create_user(_free_name(claims))
    OidcIdentity.objects.create(user=person, issuer=issuer, subject=subject)
    if settings.OIDC_ROLE != "none":
        Membership.objects.create(user=person, team=Team.objects.default(), role=settings.OIDC_ROLE)
    return person


def _free_name(claims: dict[str, Any]) -> str:
    """Return a name that is not taken: the preferred one, else the e-mail address's first half, with a number where
    needed.
    """
    wished = str(claims.get("preferred_username") or str(claims.get("email", "")).partition("@")[0] or "person")
    base = BESIDE_NAMES.sub("-", wished).strip("-")[: LONGEST_NAME - 10] or "person"
    for name in (base, *(f"{base}-{number}" for number in range(2, 100))):
        if not User.objects.filter(username__iexact=name).exists():
            return name
    return f"{base}-{secrets.token_hex(4)}"


class CallbackView(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Handle the return from the issuer. An error is shown as a sentence on the sign-in page."""

    def get(self, request: Any) -> HttpResponse:
        """Sign in, or say why not."""
        try:
            response: HttpResponse = super().get(request)
        except SuspiciousOperation as exc:
            return self._failed(str(exc))
        except (RequestException, jwt.PyJWTError, KeyError):
            return self._failed("the issuer did not answer as it should")
        return response

    def login_failure(self) -> HttpResponse:
        """Say that the issuer refused, or that the person is no longer active here."""
        return self._failed("the issuer or this site refused it")

    def _failed(self, reason: str) -> HttpResponse:
        messages.error(self.request, FAILED.format(reason=reason))
        return redirect("sign-in")
