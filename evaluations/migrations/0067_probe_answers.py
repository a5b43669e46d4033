from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0066_renamed_variants")]

    operations = [
        migrations.AddField(
            model_name="modelprobe",
            name="answers",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="modelprobe",
            name="n_slots",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
