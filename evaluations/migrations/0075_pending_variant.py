"""What a run waits for gets a column of its own.

Processes of the release before go on writing it into import_key; `take_over_waits` in actions/run_beside.py moves that.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.timezone import now

WITH_VARIANT = "with-variant-"


def move_to_column(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("evaluations", "Run").objects.filter(import_key__startswith=WITH_VARIANT)
    for run in rows.only("import_key"):
        seed = int(run.import_key.removeprefix(WITH_VARIANT).partition("-")[0])
        pending = {"seed": seed, "state": "waiting", "reason": "", "since": now().isoformat()}
        rows.filter(pk=run.pk).update(import_key="", pending_variant=pending)


def move_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("evaluations", "Run").objects.filter(import_key="", pending_variant__isnull=False)
    for run in rows.only("pending_variant"):
        if run.pending_variant["state"] != "failed":
            rows.filter(pk=run.pk).update(import_key=f"{WITH_VARIANT}{run.pending_variant['seed']}-{run.pk}")


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0074_suite_readme"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="pending_variant",
            field=models.JSONField(
                help_text="The renamed variant that is to be run beside it, until that second run is started.", null=True
            ),
        ),
        migrations.RunPython(move_to_column, move_back),
    ]
