"""Sampling options that a model's file recommends. Details are read once more, at the next look at each server."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def read_details_again(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Models whose details were read before this column was there."""
    apps.get_model("evaluations", "LanguageModel").objects.update(details_digest="")


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0024_plain_names")]
    operations = [
        migrations.AddField(
            model_name="languagemodel",
            name="file_options",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Sampling options that the weights' file recommends, by our names.",
            ),
        ),
        migrations.RunPython(read_details_again, migrations.RunPython.noop),
    ]
