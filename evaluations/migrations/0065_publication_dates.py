"""Since when a task is public, and until when a model's training data go."""

from django.db import migrations, models

from evaluations.models import tally_triggers


def remove(apps, schema_editor):
    tally_triggers.remove(schema_editor.connection)


def install(apps, schema_editor):
    tally_triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    """Two texts, empty at first."""

    dependencies = [("evaluations", "0064_versions_of_deleted_runs")]

    operations = [
        # SQLite copies the tables that change, and triggers that name them would stand in its way.
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="languagemodel",
            name="training_cutoff",
            field=models.CharField(
                blank=True, help_text="Until when its training data go, as somebody entered it.", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="published",
            field=models.CharField(
                blank=True, help_text="Since when it is public: 2023, 2023-06 or 2023-06-14.", max_length=10
            ),
        ),
        migrations.RunPython(install, remove),
    ]
