"""The team that a model server belongs to; servers that are there already stay the whole site's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("evaluations", "0012_unchecked_verdicts")]

    operations = [
        migrations.AddField(
            model_name="modelserver",
            name="team",
            field=models.ForeignKey(
                blank=True,
                help_text="The team that added it, and alone sees it. None: the whole site's.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="model_servers",
                to="evaluations.team",
            ),
        ),
    ]
