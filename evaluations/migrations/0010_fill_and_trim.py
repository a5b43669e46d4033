"""Prompts that were cut to fit, and models that fill in the middle."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0009_answered")]
    operations = [
        migrations.AddField(
            model_name="generation",
            name="is_trimmed",
            field=models.BooleanField(null=True, help_text="Part of the prompt was left out, so that it fits."),
        ),
        migrations.AddField(
            model_name="languagemodel",
            name="can_insert",
            field=models.BooleanField(blank=True, null=True, help_text="Fills in the middle; none: nobody says."),
        ),
        migrations.AddIndex(
            model_name="generation",
            index=models.Index(condition=models.Q(("is_trimmed", True)), fields=["candidate"], name="generation_trimmed"),
        ),
    ]
