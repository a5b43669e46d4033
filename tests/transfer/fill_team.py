"""Fill an installation with a team, a run, votes and files, export the team, and print its summary."""

from __future__ import annotations

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.transfer import team_summary  # noqa: E402
from tests.webapp import review_rows  # noqa: E402

call_command("migrate", verbosity=0)
campaign = review_rows.make_campaign(review_rows.make_run(fixtures={"data.csv": b"a,b\n1,2\n"}))
review_rows.vote_all(campaign, review_rows.person("judge"))
call_command("export_team", sys.argv[1])
print(team_summary.summarise_team())
