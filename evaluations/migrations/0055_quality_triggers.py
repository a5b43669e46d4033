"""Triggers that keep the tallies of quality, and the first count. Apart: PostgreSQL alters no table with fresh rows."""

from django.db import migrations

from evaluations.models import quality_triggers


def count(apps, schema_editor):
    quality_triggers.install(schema_editor.connection)
    quality_triggers.recount(schema_editor.connection)


def stop_counting(apps, schema_editor):
    quality_triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0054_quality_tallies'),
    ]

    operations = [migrations.RunPython(count, stop_counting)]
