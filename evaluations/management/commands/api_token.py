"""`manage.py api_token make|list|revoke`: tokens for programs, as on the page /tokens/."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from evaluations.limits import MAX_TOKEN_DAYS, MAX_TOKEN_NAME
from evaluations.models import ApiToken, AuditEvent, Membership
from evaluations.models.tokens import Scope, scopes_of
from evaluations.records import Json


class Command(BaseCommand):
    """Makes, lists and revokes tokens of people."""

    help = "Tokens for the API: make one for a person (the secret is printed once), list them, revoke one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define make --user --name --scope --days --team; list --user; revoke PREFIX."""
        ways = parser.add_subparsers(dest="what", required=True)
        make = ways.add_parser("make", help="print a new token")
        make.add_argument("--user", default="admin", help="person that the token acts for (default: admin)")
        make.add_argument("--team", default="", help="slug of the team; the person's first when left out")
        make.add_argument("--name", required=True, help="what it is for")
        make.add_argument("--scope", action="append", choices=Scope.values, help="may be repeated (read)")
        make.add_argument("--days", type=int, help="how long it lasts; until revoked when left out")
        listed = ways.add_parser("list", help="tokens of everybody, or of one person")
        listed.add_argument("--user", default="")
        gone = ways.add_parser("revoke", help="the token stops working")
        gone.add_argument("prefix", help="how the token begins, as the list shows it")
        for way in (make, listed, gone):
            way.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 2 no person or token has that name."""
        ways = {"make": self._make, "list": self._list, "revoke": self._revoke}
        ways[options["what"]](options)

    def _make(self, options: dict[str, Any]) -> None:
        rows = Membership.objects.filter(user__username=options["user"]).select_related("team").order_by("pk")
        member = (rows.filter(team__slug=options["team"]) if options["team"] else rows).first()
        if member is None:
            known = ", ".join(f"{m.user} in {m.team.slug}" for m in Membership.objects.all()[:10]) or "nobody"
            self._stop(f'Nobody is called "{options["user"]}" in such a team. There are: {known}.')
        scopes, may = options["scope"] or [scopes_of(member)[0].value], scopes_of(member)
        if beyond := [scope for scope in scopes if scope not in may]:
            self._stop(
                f"{member.user} is {member.role} of {member.team}: a token of theirs cannot have "
                f"{', '.join(beyond)}. It can have: {', '.join(may)}."
            )
        if options["days"] is not None and not 1 <= options["days"] <= MAX_TOKEN_DAYS:
            self._stop(f"--days {options['days']} is not between 1 and {MAX_TOKEN_DAYS}.")
        if len(options["name"]) > MAX_TOKEN_NAME:
            self._stop(f"--name has {len(options['name'])} characters, more than {MAX_TOKEN_NAME}. Shorten it.")
        row, secret = ApiToken.objects.make(member, options["name"], scopes, options["days"])
        AuditEvent.objects.note_command("api_token make", f"{row.prefix} for {member.user}")
        self.stdout.write(json.dumps({**_token_to_json(row), "token": secret}) if options["as_json"] else secret)

    def _list(self, options: dict[str, Any]) -> None:
        rows = ApiToken.objects.select_related("membership__user", "membership__team")
        if options["user"]:
            rows = rows.filter(membership__user__username=options["user"])
        tokens = [_token_to_json(row) for row in rows]
        if options["as_json"]:
            self.stdout.write(json.dumps(tokens, indent=1))
            return
        for row in tokens:
            scopes = ",".join(row["scopes"])
            self.stdout.write(
                f"{row['prefix']}…  {row['state']:8} {row['user']} in {row['team']}: {row['name']} ({scopes})"
            )
        if not tokens:
            self.stdout.write("There is no token. Make one: manage.py api_token make --name NAME")

    def _revoke(self, options: dict[str, Any]) -> None:
        rows = list(ApiToken.objects.filter(prefix__startswith=options["prefix"], revoked_at=None)[:2])
        if len(rows) != 1 or not rows[0].revoke():
            reason = "Several active tokens begin" if len(rows) > 1 else "No active token begins"
            self._stop(f'{reason} with "{options["prefix"]}". manage.py api_token list shows them.')
        AuditEvent.objects.note_command("api_token revoke", rows[0].prefix)
        self.stdout.write(json.dumps(_token_to_json(rows[0])) if options["as_json"] else f"{rows[0]} is revoked.")

    def _stop(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(2)


def _token_to_json(row: ApiToken) -> Json:
    return {
        "prefix": row.prefix,
        "name": row.name,
        "user": row.membership.user.get_username(),
        "team": row.membership.team.slug,
        "scopes": row.scopes,
        "state": row.state,
        "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
    }
