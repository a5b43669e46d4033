"""Help texts in plain English; no change of the database."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0068_smaller_answers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='bulkchange',
            name='n_more',
            field=models.PositiveIntegerField(default=0, help_text='For the kind samples: how many to add for each model and task.'),
        ),
        migrations.AlterField(
            model_name='candidate',
            name='attempts',
            field=models.PositiveIntegerField(default=0, help_text='Tries that Bakeoff or the server ended with an error.'),
        ),
        migrations.AlterField(
            model_name='generation',
            name='first_text_ms',
            field=models.FloatField(blank=True, help_text='Time from the request to the first token of the answer, after the thought.', null=True),
        ),
        migrations.AlterField(
            model_name='generation',
            name='is_thought_only',
            field=models.BooleanField(help_text='The model thought until its limit and gave no answer.', null=True),
        ),
        migrations.AlterField(
            model_name='generation',
            name='is_trimmed',
            field=models.BooleanField(help_text='Part of the prompt was left out so that the rest fits into the context.', null=True),
        ),
        migrations.AlterField(
            model_name='generation',
            name='settings',
            field=models.JSONField(blank=True, help_text="Sampling options: those sent, those refused, the model's own ones, and the context used.", null=True),
        ),
        migrations.AlterField(
            model_name='generation',
            name='source',
            field=models.JSONField(blank=True, default=dict, help_text='For imported answers: where, when and how they were made.'),
        ),
        migrations.AlterField(
            model_name='generation',
            name='thinking_ms',
            field=models.FloatField(blank=True, help_text='Time from the first token of the thought to its end.', null=True),
        ),
        migrations.AlterField(
            model_name='generation',
            name='thinking_tokens',
            field=models.PositiveIntegerField(blank=True, help_text='Included in completion_tokens; null without a thought.', null=True),
        ),
        migrations.AlterField(
            model_name='grading',
            name='thinned_at',
            field=models.DateTimeField(blank=True, help_text='When code, reports and picture were removed to save space; the verdict is kept.', null=True),
        ),
        migrations.AlterField(
            model_name='inuse',
            name='evidence',
            field=models.CharField(blank=True, help_text='Query string of the advisor page.', max_length=2000),
        ),
        migrations.AlterField(
            model_name='inuse',
            name='reason',
            field=models.CharField(blank=True, help_text='The results that supported the choice when it was made.', max_length=1000),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='can_insert',
            field=models.BooleanField(blank=True, help_text='The model can fill in the middle; empty: unknown.', null=True),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='can_think',
            field=models.BooleanField(blank=True, help_text='The model thinks before it answers; empty: unknown.', null=True),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='capabilities',
            field=models.JSONField(blank=True, default=list, help_text="Capabilities in the server's words, such as completion or tools."),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='details_digest',
            field=models.CharField(blank=True, help_text='Digest of the weights whose details were read.', max_length=128),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='expires_at',
            field=models.DateTimeField(blank=True, help_text='Time when its server will unload it.', null=True),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='file_options',
            field=models.JSONField(blank=True, default=dict, help_text="Sampling options that the weights' file recommends, under Bakeoff's names."),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='is_embedding',
            field=models.BooleanField(default=False, help_text='The model only makes embeddings and cannot answer prompts.'),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='is_loaded',
            field=models.BooleanField(blank=True, help_text='The model is in memory now; empty: unknown.', null=True),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='last_error',
            field=models.TextField(blank=True, help_text='Why the last load or request failed; empty after an answer.'),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='memory_bytes',
            field=models.BigIntegerField(blank=True, help_text='Memory that the loaded model takes, including that of the GPU.', null=True),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='parameters',
            field=models.TextField(blank=True, help_text='Parameters of the Modelfile: a name and a value per line.'),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='remote_host',
            field=models.CharField(blank=True, help_text='The host that runs the model for its server; empty: the server itself runs it.', max_length=200),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='training_cutoff',
            field=models.CharField(blank=True, help_text='End of the period that its training data cover, as a person entered it.', max_length=10),
        ),
        migrations.AlterField(
            model_name='modelserver',
            name='allows_cloud',
            field=models.BooleanField(default=False, help_text='Models that run on another host may be asked, too.'),
        ),
        migrations.AlterField(
            model_name='modelserver',
            name='measured',
            field=models.JSONField(blank=True, default=dict, help_text='Result of the last measurement; see evaluations.measurements.'),
        ),
        migrations.AlterField(
            model_name='modelserver',
            name='message',
            field=models.TextField(blank=True, help_text='Result of the last connection check; when the server is unreachable, what to do.'),
        ),
        migrations.AlterField(
            model_name='modelserver',
            name='n_requests',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Number of simultaneous requests; empty: as many as the server has slots.', null=True),
        ),
        migrations.AlterField(
            model_name='modelserver',
            name='n_threads',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Number of threads that Ollama uses; empty: Ollama decides.', null=True),
        ),
        migrations.AlterField(
            model_name='modelserver',
            name='team',
            field=models.ForeignKey(blank=True, help_text='The team that added this server; no other team sees it. Empty: it belongs to the whole site.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='model_servers', to='evaluations.team'),
        ),
        migrations.AlterField(
            model_name='modelserver',
            name='unloads_at_end',
            field=models.BooleanField(default=False, help_text='The last model is unloaded when no request is left.'),
        ),
        migrations.AlterField(
            model_name='pair',
            name='shuffle',
            field=models.PositiveIntegerField(help_text='Random number that orders equal places.'),
        ),
        migrations.AlterField(
            model_name='preferences',
            name='kind',
            field=models.CharField(blank=True, help_text='Kind of a new prompt; empty: component.', max_length=20),
        ),
        migrations.AlterField(
            model_name='preferences',
            name='language',
            field=models.CharField(blank=True, help_text='Language of a new prompt; empty: the default of its kind.', max_length=20),
        ),
        migrations.AlterField(
            model_name='prompttemplate',
            name='language',
            field=models.CharField(blank=True, help_text='Empty: the default language of the kind.', max_length=20),
        ),
        migrations.AlterField(
            model_name='run',
            name='forecast',
            field=models.JSONField(help_text='begun_at: time of its first request; low_s, high_s: the time expected then, 0 where unknown.', null=True),
        ),
        migrations.AlterField(
            model_name='run',
            name='import_key',
            field=models.CharField(blank=True, help_text='Key of the import that made this run; the same import never makes a second one.', max_length=80),
        ),
        migrations.AlterField(
            model_name='suiteversion',
            name='variant_of',
            field=models.ForeignKey(blank=True, help_text='The version whose tasks this version contains with other names.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='variants', to='evaluations.suiteversion'),
        ),
        migrations.AlterField(
            model_name='tally',
            name='load_ms',
            field=models.FloatField(help_text='The longest load so far, which was a cold start.', null=True),
        ),
        migrations.AlterField(
            model_name='tally',
            name='n_scored',
            field=models.IntegerField(default=0, help_text='Number of samples that count in rates; 0 for a task without checks.'),
        ),
        migrations.AlterField(
            model_name='task',
            name='is_checked',
            field=models.BooleanField(default=True, help_text='False: the answers are shown but count in no rate.'),
        ),
        migrations.AlterField(
            model_name='task',
            name='published',
            field=models.CharField(blank=True, help_text='Date since which the task is public: 2023, 2023-06 or 2023-06-14.', max_length=10),
        ),
    ]
