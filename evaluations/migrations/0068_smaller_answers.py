"""Remove indexes that another one contains, and entries of rows without a picture, task or workbook.

The statements run by hand where Django would rebuild a table on SQLite, which would drop its triggers.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REMOVED = (
    ("evaluations_candidate", "run_id"),
    ("evaluations_tally", "run_id"),
    ("evaluations_tally", "task_id"),
    ("evaluations_causetally", "run_id"),
    ("evaluations_grading", "screenshot_id"),
    ("evaluations_editedanswer", "screenshot_id"),
)


def remove_indexes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    for table, column in REMOVED:
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, table)
        for name, found in constraints.items():
            is_plain = found["index"] and not found["unique"] and not found["primary_key"]
            if is_plain and found["columns"] == [column]:
                schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


def key(to: str, related_name: str | None = None, **kwargs: Any) -> models.ForeignKey[Any, Any]:
    on_delete = kwargs.pop("on_delete", django.db.models.deletion.CASCADE)
    return models.ForeignKey(to, on_delete, related_name=related_name, db_index=False, **kwargs)


def picture() -> models.ForeignKey[Any, Any]:
    return key("evaluations.storedfile", blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0067_probe_answers")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(remove_indexes, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField("candidate", "run", key("evaluations.run", "candidates")),
                migrations.AlterField("tally", "run", key("evaluations.run", "tallies")),
                migrations.AlterField("tally", "task", key("evaluations.task", "tallies")),
                migrations.AlterField("causetally", "run", key("evaluations.run", "cause_tallies")),
                migrations.AlterField("grading", "screenshot", picture()),
                migrations.AlterField("editedanswer", "screenshot", picture()),
            ],
        ),
        migrations.AddIndex(
            "grading",
            models.Index(
                fields=["screenshot"], condition=models.Q(screenshot__isnull=False), name="grading_by_screenshot"
            ),
        ),
        migrations.AddIndex(
            "editedanswer",
            models.Index(
                fields=["screenshot"], condition=models.Q(screenshot__isnull=False), name="edit_by_screenshot"
            ),
        ),
        migrations.AlterField("searchtext", "task", key("evaluations.task", "+", null=True)),
        migrations.AlterField("searchtext", "workbook", key("evaluations.workbook", "+", null=True)),
        migrations.AddConstraint(
            "searchtext",
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(task__isnull=False), name="one_search_text_per_task"
            ),
        ),
        migrations.AddConstraint(
            "searchtext",
            models.UniqueConstraint(
                fields=["workbook"], condition=models.Q(workbook__isnull=False), name="one_search_text_per_workbook"
            ),
        ),
    ]
