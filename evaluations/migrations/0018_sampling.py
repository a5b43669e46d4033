"""What a run asked of the sampler, and what a server could not take. Null for answers of before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0017_known_answers")]
    operations = [
        migrations.AddField(
            model_name="generation",
            name="settings",
            field=models.JSONField(
                blank=True,
                help_text="What was asked for, not taken, the model's own, and the context used.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="runmodel",
            name="not_taken",
            field=models.JSONField(
                blank=True,
                help_text="Sampling options that the server could not take, each with the reason.",
                null=True,
            ),
        ),
    ]
