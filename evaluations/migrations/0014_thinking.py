"""What models think before they answer: the thought in a table of its own, its times and tokens with the answer."""

import django.db.models.deletion
from django.db import migrations, models

from evaluations.models import tally_triggers

TALLIED = {
    "n_thoughts": models.IntegerField(default=0),
    "n_thought_only": models.IntegerField(default=0),
    "thinking_tokens": models.BigIntegerField(default=0),
    "thinking_ms": models.FloatField(default=0.0),
    "n_first_text": models.IntegerField(default=0),
    "first_text_ms": models.FloatField(default=0.0),
}


def remove(apps, schema_editor):
    tally_triggers.remove(schema_editor.connection)


def install(apps, schema_editor):
    tally_triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0013_server_team")]
    operations = [
        # SQLite copies the table of tallies, and triggers that name it would stand in its way.
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="languagemodel",
            name="can_think",
            field=models.BooleanField(blank=True, help_text="Thinks before it answers; none: nobody says.", null=True),
        ),
        migrations.AddField(
            model_name="generation",
            name="first_text_ms",
            field=models.FloatField(
                blank=True, help_text="To the answer's first token, after a thought.", null=True
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="thinking_ms",
            field=models.FloatField(blank=True, help_text="From the thought's first token to its end.", null=True),
        ),
        migrations.AddField(
            model_name="generation",
            name="thinking_tokens",
            field=models.PositiveIntegerField(
                blank=True, help_text="Part of completion_tokens; null without a thought.", null=True
            ),
        ),
        migrations.AddField(
            model_name="generation",
            name="is_thought_only",
            field=models.BooleanField(help_text="It thought up to its limit and answered nothing.", null=True),
        ),
        migrations.AddIndex(
            model_name="generation",
            index=models.Index(
                condition=models.Q(("is_thought_only", True)), fields=["candidate"], name="generation_thought_only"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="thinking_ms",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="thinking_tokens",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        *(migrations.AddField(model_name="tally", name=name, field=field) for name, field in TALLIED.items()),
        migrations.CreateModel(
            name="Thought",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thoughts",
                        to="evaluations.candidate",
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thought",
                        to="evaluations.round",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("round", None)), fields=("candidate",), name="one_current_thought"
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
