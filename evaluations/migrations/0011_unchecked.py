"""Columns of the verdict `unchecked`: tasks know whether they have checks, tallies what rates are made of."""

from django.db import migrations, models

from evaluations.models import tally_triggers


def remove(apps, schema_editor):
    tally_triggers.remove(schema_editor.connection)


def install(apps, schema_editor):
    """With the columns that are there; the next migration counts afresh."""
    tally_triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0010_fill_and_trim")]
    operations = [
        # SQLite copies the tables that change, and triggers that name them would stand in its way.
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="task",
            name="is_checked",
            field=models.BooleanField(default=True, help_text="No: its answers are shown, and count in no rate."),
        ),
        migrations.AddField(
            model_name="tally",
            name="n_scored",
            field=models.IntegerField(
                default=0, help_text="Those that rates are made of; 0 for a task without checks."
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="n_unchecked",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="grading",
            name="score",
            field=models.FloatField(null=True),
        ),
        migrations.RunPython(install, remove),
    ]
