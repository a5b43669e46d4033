"""Trials of the conditions of entry say with which harness and grader they were made; workers say which they have."""

from __future__ import annotations

from django.db import migrations, models


def _version() -> models.CharField[str, str]:
    return models.CharField(blank=True, db_default="", max_length=40)


class Migration(migrations.Migration):
    """Four texts, empty at first. A worker of the release before leaves them out."""

    dependencies = [("evaluations", "0069_plain_help_texts")]

    operations = [
        migrations.AddField(model_name="entrycheck", name="harness_version", field=_version()),
        migrations.AddField(model_name="entrycheck", name="grader_version", field=_version()),
        migrations.AddField(model_name="worker", name="harness_version", field=_version()),
        migrations.AddField(model_name="worker", name="grader_version", field=_version()),
    ]
