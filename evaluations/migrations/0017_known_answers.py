"""Whose models a person knows, from the votes and ratings that are there: each of them was answered with the names."""

import hashlib
import json
from collections import defaultdict

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


BATCH = 500


def fill(apps, schema_editor):
    Pair, Vote, Solo, KnownAnswer = (
        apps.get_model("evaluations", name) for name in ("Pair", "Vote", "Solo", "KnownAnswer")
    )
    shown = {pk for both in Pair.objects.values_list("first", "second") for pk in both}
    shown |= set(Solo.objects.values_list("candidate", flat=True))
    codes = _codes(apps, sorted(shown))
    for pair in Pair.objects.only("pk", "first", "second").iterator():
        first, second = codes.get(pair.first_id, ""), codes.get(pair.second_id, "")
        Pair.objects.filter(pk=pair.pk).update(first_code=first, second_code=second)
    judged = [
        (at, vote, reviewer, both)
        for vote, at, reviewer, *both in Vote.objects.exclude(voted_at=None)
        .exclude(reviewer=None)
        .values_list("pk", "voted_at", "reviewer", "pair__first", "pair__second")
    ] + [
        (at, None, reviewer, [candidate])
        for at, reviewer, candidate in Solo.objects.exclude(stored_at=None)
        .exclude(reviewer=None)
        .values_list("stored_at", "reviewer", "candidate")
    ]
    known = defaultdict(dict)  # reviewer to candidate to when its name was told
    known_codes = defaultdict(set)
    knew = []
    for at, vote, reviewer, candidates in sorted(judged, key=lambda row: (row[0], row[1] or 0)):
        if any(pk in known[reviewer] or codes.get(pk) in known_codes[reviewer] for pk in candidates):
            knew.append(vote)
        for pk in candidates:
            known[reviewer].setdefault(pk, at)
            known_codes[reviewer] |= {codes[pk]} if pk in codes else set()
    votes = [pk for pk in knew if pk is not None]
    for start in range(0, len(votes), BATCH):
        Vote.objects.filter(pk__in=votes[start : start + BATCH]).update(knew_model=True)
    rows = (
        KnownAnswer(person_id=reviewer, candidate_id=pk, code=codes.get(pk, ""), seen_at=at)
        for reviewer, told in known.items()
        for pk, at in told.items()
    )
    KnownAnswer.objects.bulk_create(rows, batch_size=BATCH)


def _codes(apps, candidates):
    Grading = apps.get_model("evaluations", "Grading")
    codes = {}
    for start in range(0, len(candidates), BATCH):
        rows = Grading.objects.filter(is_current=True, candidate__in=candidates[start : start + BATCH])
        for pk, extraction in rows.values_list("candidate_id", "extraction"):
            if files := extraction.get("files"):
                codes[pk] = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    return codes


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0016_encrypted_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='names_at_end',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='pair',
            name='first_code',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='pair',
            name='second_code',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='starrating',
            name='knew_model',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='vote',
            name='knew_model',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='KnownAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, max_length=64)),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evaluations.candidate')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('code', ''), _negated=True), fields=['person', 'code'], name='known_by_code')],
                'constraints': [models.UniqueConstraint(fields=('person', 'candidate'), name='known_once_each')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
