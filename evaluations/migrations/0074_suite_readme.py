"""What a suite can tell, as Markdown. Processes of the release before do not write it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0073_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="suite",
            name="readme",
            field=models.TextField(blank=True, db_default="", default="", help_text="What it can tell, as Markdown."),
        ),
    ]
