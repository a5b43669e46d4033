"""Answers that passed although their task has no checks become unchecked; tallies are counted afresh."""

from django.db import migrations
from django.db.models import Q

from evaluations.models import tally_triggers

KINDS_WITH_CHECKS = ["excel", "write_tests"]
# Model to the path of its task. What stands in an earlier round or before a change is a verdict too.
JUDGED = {"Candidate": "task", "Grading": "candidate__task", "Changed": "candidate__task"}


def to_unchecked(apps, schema_editor):
    no_checks = Q(spec__checks=None) | Q(spec__checks__isnull=True) | Q(kind="free")
    Task = apps.get_model("evaluations", "Task")
    Task.objects.filter(no_checks).exclude(kind__in=KINDS_WITH_CHECKS).update(is_checked=False)
    _turn(apps, schema_editor, "passed", "unchecked", None)


def to_passed(apps, schema_editor):
    _turn(apps, schema_editor, "unchecked", "passed", 1.0)


def _turn(apps, schema_editor, before, after, score):
    """Without the triggers: row by row they would take longer than counting everything once."""
    tally_triggers.remove(schema_editor.connection)
    for name, path in JUDGED.items():
        rows = apps.get_model("evaluations", name).objects.filter(**{f"{path}__is_checked": False, "verdict": before})
        rows.update(verdict=after, score=score)
    tally_triggers.install(schema_editor.connection)
    tally_triggers.recount(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0011_unchecked")]
    operations = [migrations.RunPython(to_unchecked, to_passed)]
