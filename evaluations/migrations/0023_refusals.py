"""What servers refused, for the next run; what a measurement of a server found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0022_share_links")]
    operations = [
        migrations.AddField(
            model_name="languagemodel",
            name="refusals",
            field=models.JSONField(
                blank=True, default=dict, help_text="What its server refused or ignored; see evaluations.refusals."
            ),
        ),
        migrations.AddField(
            model_name="modelserver",
            name="measured",
            field=models.JSONField(
                blank=True, default=dict, help_text="What the last measurement found; see evaluations.measurements."
            ),
        ),
    ]
