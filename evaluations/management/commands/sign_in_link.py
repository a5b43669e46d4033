"""`manage.py sign_in_link`: a link that signs one person in once."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from evaluations.models import AuditEvent, Membership, SignInLink, Team


class Command(BaseCommand):
    """Creates the first admin when there is no account yet."""

    help = "Print a link that signs a person in once, within a day. Makes the first admin if there is no account yet."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the person."""
        parser.add_argument("--user", default="admin", help="name of the person (default: admin)")
        parser.add_argument("--json", action="store_true", help='print {"user", "url"} for programs')

    def handle(self, *args: Any, user: str, **options: Any) -> None:
        """Print the link; an unknown name is an error unless there is no person at all."""
        people = get_user_model().objects
        person = people.filter(username=user).first()
        if person is None:
            if people.exists():
                names = ", ".join(people.order_by("username").values_list("username", flat=True)[:10])
                raise CommandError(f'There is no person "{user}". There are: {names}.', returncode=2)
            person = people.create_superuser(user)
            Membership.objects.create(user=person, team=Team.objects.default(), role=Membership.Role.ADMIN)
        AuditEvent.objects.note_command("sign_in_link", f"user={user}")
        url = f"{site_address()}/sign-in/{SignInLink.make(person)}/"
        self.stdout.write(json.dumps({"user": user, "url": url}) if options["json"] else url)


def site_address() -> str:
    """Return the site's address for a browser: that of the proxy in front, else the one on this machine."""
    if origins := [origin for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin]:
        return str(origins[0]).rstrip("/")
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.HOST, settings.HOST)
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    return f"{scheme}://{host}:{settings.PORT}"
