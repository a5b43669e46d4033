"""Four models get the names that people know them by; their tables follow, with every row."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0023_refusals")]

    operations = [
        migrations.RenameModel("Solo", "BlindRating"),
        migrations.RenameModel("Answered", "IdempotencyRecord"),
        migrations.RenameModel("Change", "BulkChange"),
        migrations.RenameModel("Changed", "BulkChangeRow"),
    ]
