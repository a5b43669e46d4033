"""Trials of stored answers with the checks of another version."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import evaluations.models.packed_json


class Migration(migrations.Migration):
    """Two tables; none of the others changes."""

    dependencies = [
        ("evaluations", "0070_versions_of_trials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GradingTrial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("n", models.PositiveIntegerField()),
                ("busy_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "change",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="trial",
                        to="evaluations.bulkchange",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grading_trials",
                        to="evaluations.team",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grading_trials",
                        to="evaluations.suiteversion",
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="TrialVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(max_length=15)),
                ("verdict", models.CharField(blank=True, max_length=15)),
                ("cause", models.TextField(blank=True)),
                ("is_flaky", models.BooleanField(default=False)),
                ("judgement", evaluations.models.packed_json.PackedJSONField(default=dict)),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="evaluations.candidate",
                    ),
                ),
                (
                    "grading",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="evaluations.grading",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evaluations.task"
                    ),
                ),
                (
                    "trial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="evaluations.gradingtrial",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="gradingtrial",
            constraint=models.UniqueConstraint(fields=("team", "key"), name="one_trial_per_key"),
        ),
        migrations.AddConstraint(
            model_name="trialverdict",
            constraint=models.UniqueConstraint(fields=("trial", "candidate"), name="one_verdict_per_trial"),
        ),
    ]
