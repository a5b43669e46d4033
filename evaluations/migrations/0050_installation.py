"""One row for the installation: the mark of its files' storage, and whether a backup reads them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0031_choice_evidence")]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("storage_mark", models.CharField(max_length=32)),
                ("files_kept_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
