"""The trigger on gradings takes away without ever inserting."""

from django.db import migrations

from evaluations.models import tally_triggers


def install(apps, schema_editor):
    tally_triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0007_changes")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
