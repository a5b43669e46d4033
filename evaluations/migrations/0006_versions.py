"""Which versions judged a run, counted by triggers; causes found by their first words."""

import django.db.models.deletion
from django.db import migrations, models

import evaluations.models.candidates
from evaluations.models import tally_triggers


def count(apps, schema_editor):
    tally_triggers.install(schema_editor.connection)
    tally_triggers.recount_versions(schema_editor.connection)


def stop_counting(apps, schema_editor):
    tally_triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0005_tokens'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(evaluations.models.candidates.CauseHead('cause'), models.F('run'), name='candidate_by_cause'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(fields=['-run', 'id'], name='candidate_by_run'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(fields=['-run', 'verdict', 'id'], name='candidate_by_run_verdict'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(condition=models.Q(('is_flaky', True)), fields=['-run', 'id'], name='candidate_flaky'),
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(condition=models.Q(('is_truncated', True)), fields=['-run', 'id'], name='candidate_truncated'),
        ),
        migrations.CreateModel(
            name='VersionTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('harness_version', models.CharField(max_length=40)),
                ('extractor_version', models.CharField(max_length=40)),
                ('grader_version', models.CharField(max_length=40)),
                ('n', models.IntegerField(default=0)),
                ('newest', models.BigIntegerField(default=0)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='version_tallies', to='evaluations.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'harness_version', 'extractor_version', 'grader_version'), name='one_tally_per_versions')],
            },
        ),
        migrations.RunPython(count, stop_counting, elidable=False),
    ]
