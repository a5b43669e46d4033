"""Keys of model servers are encrypted in the database, and stay readable when SECRET_KEY is rotated."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from evaluations import encryption
from evaluations.errors import DecryptionError
from evaluations.models import ModelServer
from tests.commands import run_command
from tests.environment import needs_time
from tests.factories import make_server

KEY = "sk-a-key-that-nobody-may-read-ä"
FIRST, SECOND = "first-secret-key-" * 4, "second-secret-key-" * 4
BEFORE = ("evaluations", "0015_model_server_settings")


def stored() -> list[str]:
    """The stored value."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encrypted_api_key FROM evaluations_modelserver ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_encrypted_text_is_decrypted_and_differs_each_time() -> None:
    first, second = encryption.encrypt(KEY), encryption.encrypt(KEY)
    assert first != second
    assert KEY not in first + second
    assert encryption.decrypt(first) == encryption.decrypt(second) == KEY


BROKEN: list[Callable[[str], str]] = [
    lambda token: "",
    lambda token: "no token",
    lambda token: "ä",
    lambda token: token[:-1],
    lambda token: token[::-1],
    lambda token: token[:30] + ("A" if token[30] != "A" else "B") + token[31:],
]


@pytest.mark.parametrize("broken", BROKEN)
def test_damaged_ciphertext_raises_decryption_error(broken: Callable[[str], str]) -> None:
    with pytest.raises(DecryptionError):
        encryption.decrypt(broken(encryption.encrypt("x")))


def test_a_rotated_secret_key_reads_what_the_earlier_one_wrote(settings: Any) -> None:
    settings.SECRET_KEY = FIRST
    old = encryption.encrypt(KEY)
    settings.SECRET_KEY = SECOND
    with pytest.raises(DecryptionError, match="SECRET_KEY"):
        encryption.decrypt(old)
    settings.SECRET_KEY_FALLBACKS = [FIRST]
    assert encryption.decrypt(old) == KEY
    assert not encryption.is_current(old)
    renewed = encryption.encrypt(encryption.decrypt(old))
    settings.SECRET_KEY_FALLBACKS = []
    assert encryption.is_current(renewed)
    assert encryption.decrypt(renewed) == KEY


@pytest.mark.django_db
def test_table_contains_no_key_in_clear_text() -> None:
    row = make_server(slug="box", kind="openai", base_url="http://box", api_key=KEY)
    ModelServer.objects.create(slug="open", kind="openai", base_url="http://open")
    assert stored()[0] != ""
    assert KEY not in stored()[0]
    assert stored()[1] == ""
    again = ModelServer.objects.get(pk=row.pk)
    assert again.api_key == KEY
    again.api_key = ""
    again.save()
    assert stored() == ["", ""]
    assert ModelServer.objects.get(pk=row.pk).api_key == ""


@pytest.mark.django_db
def test_exported_rows_contain_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    row = make_server(slug="box", kind="openai", base_url="http://box", api_key=KEY)
    call_command("dumpdata", "evaluations.modelserver")
    text = capsys.readouterr().out
    assert '"box"' in text
    assert KEY not in text + repr(row) + str(row.__dict__)


def reencrypt() -> tuple[int, str]:
    """Return the exit status and the output of the command."""
    return run_command("reencrypt_keys")[:2]


@pytest.mark.django_db
def test_keys_are_encrypted_again_after_a_rotation(settings: Any) -> None:
    settings.SECRET_KEY = FIRST
    make_server(slug="one", kind="openai", api_key=KEY)
    make_server(slug="two", kind="openai", api_key=KEY + "2")
    ModelServer.objects.create(slug="none", kind="openai")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = SECOND, [FIRST]
    assert reencrypt() == (0, "2 of 2 keys were encrypted again with the present SECRET_KEY.\n")
    settings.SECRET_KEY_FALLBACKS = []
    assert [row.api_key for row in ModelServer.objects.order_by("pk")] == [KEY, KEY + "2", ""]
    assert reencrypt()[1].startswith("0 of 2 keys")


@pytest.mark.django_db
def test_keys_that_cannot_be_read_are_named_and_left_as_they_are(settings: Any) -> None:
    settings.SECRET_KEY = FIRST
    make_server(slug="lost", kind="openai", api_key=KEY)
    settings.SECRET_KEY = SECOND
    make_server(slug="fine", kind="openai", api_key=KEY)
    before = stored()
    status, text = reencrypt()
    assert status == 1
    assert "lost" in text
    assert "SECRET_KEY_FALLBACKS" in text
    assert KEY not in text
    assert stored() == before


def raw_keys() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, api_key FROM evaluations_modelserver ORDER BY id")
        return dict(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
@needs_time
def test_stored_keys_are_encrypted_by_the_migration_and_come_back(settings: Any) -> None:
    """A key that no SECRET_KEY decrypts becomes empty on the way back, and has to be typed again."""
    make_server(slug="box", kind="openai", api_key=KEY)
    ModelServer.objects.create(slug="open", kind="openai")
    lost = ModelServer(slug="lost", kind="openai", encrypted_api_key=encryption.encrypt(KEY)[::-1])
    lost.save()
    try:
        MigrationExecutor(connection).migrate([BEFORE])
        assert raw_keys() == {"box": KEY, "open": "", "lost": ""}
        type_many_keys()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes("evaluations"))
    assert KEY not in "".join(stored())
    assert [row.api_key for row in ModelServer.objects.order_by("pk")] == [KEY + "-x" * 100, "", ""]
    if connection.vendor == "sqlite":
        assert KEY.encode() not in whole_database()


def type_many_keys() -> None:
    """Store longer keys several times, so that the table's pages are split and freed. On PostgreSQL: run VACUUM."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete = OFF")  # it is on in Debian's SQLite, but off elsewhere
        for n in range(50):
            cursor.execute(
                "UPDATE evaluations_modelserver SET api_key = %s, message = %s WHERE slug = 'box'",
                [KEY + "-x" * 100, "m" * 200 * n],
            )


def whole_database() -> bytes:
    """The bytes of SQLite's file, including those from its log."""
    file = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(file).read_bytes()
