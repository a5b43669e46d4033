"""Keys of model servers are encrypted with a key derived from SECRET_KEY; going back decrypts them.

What cannot be decrypted on the way back (SECRET_KEY changed) is empty there, and has to be typed again.
"""

from django.db import migrations, models

from evaluations import encryption
from evaluations.errors import DecryptionError


def overwrite_dropped_bytes(apps, schema_editor):
    """SQLite leaves the bytes of a dropped column in free pages unless it is told to overwrite them."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA secure_delete = ON")


def encrypt_keys(apps, schema_editor):
    servers = apps.get_model("evaluations", "ModelServer").objects.using(schema_editor.connection.alias)
    for row in servers.exclude(api_key=""):
        servers.filter(pk=row.pk).update(encrypted_api_key=encryption.encrypt(row.api_key), api_key="")


def decrypt_keys(apps, schema_editor):
    servers = apps.get_model("evaluations", "ModelServer").objects.using(schema_editor.connection.alias)
    for row in servers.exclude(encrypted_api_key=""):
        try:
            key = encryption.decrypt(row.encrypted_api_key)
        except DecryptionError:
            key = ""
        servers.filter(pk=row.pk).update(api_key=key)


class Migration(migrations.Migration):

    dependencies = [("evaluations", "0015_model_server_settings")]

    operations = [
        migrations.RunPython(overwrite_dropped_bytes, migrations.RunPython.noop),
        migrations.AddField(
            model_name="modelserver",
            name="encrypted_api_key",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(encrypt_keys, decrypt_keys),
        migrations.RemoveField(model_name="modelserver", name="api_key"),
    ]
