"""A signed-in admin for benches that request pages. The bench sets Django up first."""

from __future__ import annotations


def session_cookie(name: str = "bench") -> tuple[str, str]:
    """Return name and value of the session cookie of an admin of this name."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from evaluations.models import Membership, Team

    person, _ = User.objects.get_or_create(username=name)
    Membership.objects.get_or_create(user=person, team=Team.objects.default(), defaults={"role": "admin"})
    client = Client()
    client.force_login(person)
    return settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value
