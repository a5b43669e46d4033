"""Suites of renamed tasks know whose tasks they are."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A link between two versions, empty at first."""

    dependencies = [("evaluations", "0065_publication_dates")]

    operations = [
        migrations.AddField(
            model_name="suiteversion",
            name="variant_of",
            field=models.ForeignKey(
                blank=True,
                help_text="The version whose tasks these are, under other names.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="variants",
                to="evaluations.suiteversion",
            ),
        ),
    ]
