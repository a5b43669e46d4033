"""The clock of each worker's host, and the host to which the address of a model server belongs.

Processes of the release before write neither column.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0071_grading_trials"),
    ]

    operations = [
        migrations.AddField(
            model_name="worker",
            name="clock_skew_s",
            field=models.FloatField(
                blank=True,
                help_text="By how many seconds its host's clock is ahead of the database's; empty: unknown.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="modelserver",
            name="host",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The only host whose workers ask it; empty: every host.",
                max_length=40,
            ),
        ),
    ]
