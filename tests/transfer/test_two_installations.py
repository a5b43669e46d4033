"""A team moves from one installation to another one with another database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backup.test_round_trip import run
from tests.databases import create_postgres_database
from tests.environment import needs_time

SUMMARISE = "import django; django.setup(); from tests.transfer.team_summary import summarise_team as s; print(s())"


@needs_time
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.timeout(240)
def test_team_arrives_once_in_another_installation(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    first, second, archive = tmp_path / "first", tmp_path / "second", tmp_path / "team.tar.gz"
    url = create_postgres_database(request.getfixturevalue("postgres"), "moved_to") if kind == "postgresql" else ""
    exported = run("tests/transfer/fill_team.py", str(archive), home=first)
    assert exported.returncode == 0, exported.stderr
    assert run("manage.py", "migrate", "-v", "0", home=second, url=url).returncode == 0
    for _ in range(2):
        moved = run("manage.py", "import_team", str(archive), home=second, url=url)
        assert moved.returncode == 0, moved.stderr
        arrived = run("-c", SUMMARISE, home=second, url=url)
        assert arrived.stdout.splitlines()[-1] == exported.stdout.splitlines()[-1], arrived.stderr
    assert "Here already: 1 suite, 1 run." in moved.stdout
