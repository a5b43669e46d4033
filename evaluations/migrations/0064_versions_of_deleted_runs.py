"""The triggers again: on PostgreSQL a deleted run left counts of its versions behind, which point to no run."""

from django.db import migrations

from evaluations.models import tally_triggers


def install(apps, schema_editor):
    tally_triggers.install(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0055_quality_triggers'),
    ]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
