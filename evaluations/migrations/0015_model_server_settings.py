"""How each server is asked, what it says of its models, and loads and unloads that people asked for."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0014_thinking'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='languagemodel',
            name='capabilities',
            field=models.JSONField(blank=True, default=list, help_text='Words of the server, like completion, tools.'),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='details_digest',
            field=models.CharField(blank=True, help_text='Digest whose details were read.', max_length=128),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='expires_at',
            field=models.DateTimeField(blank=True, help_text='When its server unloads it.', null=True),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='gpu_bytes',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='is_embedding',
            field=models.BooleanField(default=False, help_text='Makes embeddings only and cannot be asked.'),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='last_error',
            field=models.TextField(blank=True, help_text='Why it was last not loaded or not asked; empty after an answer.'),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='last_error_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='licence',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='loaded_context_tokens',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='memory_bytes',
            field=models.BigIntegerField(blank=True, help_text="In memory, the GPU's included.", null=True),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='parameters',
            field=models.TextField(blank=True, help_text="The Modelfile's: a name and a value a line."),
        ),
        migrations.AddField(
            model_name='languagemodel',
            name='remote_host',
            field=models.CharField(blank=True, help_text='Another host answers; empty: its server does.', max_length=200),
        ),
        migrations.AddField(
            model_name='modelserver',
            name='allows_cloud',
            field=models.BooleanField(default=False, help_text='Models that another host answers may be asked.'),
        ),
        migrations.AddField(
            model_name='modelserver',
            name='first_token_s',
            field=models.PositiveIntegerField(default=900),
        ),
        migrations.AddField(
            model_name='modelserver',
            name='keep_alive_s',
            field=models.PositiveIntegerField(default=300),
        ),
        migrations.AddField(
            model_name='modelserver',
            name='n_requests',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Under way at once; none: its slots.', null=True),
        ),
        migrations.AddField(
            model_name='modelserver',
            name='n_threads',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Of Ollama; none: its own choice.', null=True),
        ),
        migrations.AddField(
            model_name='modelserver',
            name='silence_s',
            field=models.PositiveIntegerField(default=180),
        ),
        migrations.AddField(
            model_name='modelserver',
            name='unloads_at_end',
            field=models.BooleanField(default=False, help_text='The last model is unloaded when nothing is left to ask.'),
        ),
        migrations.AddField(
            model_name='modelserver',
            name='unloads_between',
            field=models.BooleanField(default=True, help_text='A model is unloaded before the next one is loaded.'),
        ),
        migrations.AlterField(
            model_name='languagemodel',
            name='is_loaded',
            field=models.BooleanField(blank=True, help_text='In memory now; none: nobody says.', null=True),
        ),
        migrations.CreateModel(
            name='ModelAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('load', 'Load'), ('unload', 'Unload')], max_length=10)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('duration_ms', models.FloatField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='evaluations.languagemodel')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
    ]
