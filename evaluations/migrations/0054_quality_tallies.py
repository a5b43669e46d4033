"""Tallies of quality, and an index for the answers behind each figure."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0063_single_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='QualityTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.CharField(max_length=80)),
                ('n_access_measured', models.IntegerField(default=0)),
                ('n_access_flawed', models.IntegerField(default=0)),
                ('n_access_sum', models.FloatField(default=0.0)),
                ('n_console_errors_measured', models.IntegerField(default=0)),
                ('n_console_errors_flawed', models.IntegerField(default=0)),
                ('n_console_errors_sum', models.FloatField(default=0.0)),
                ('n_console_warnings_measured', models.IntegerField(default=0)),
                ('n_console_warnings_flawed', models.IntegerField(default=0)),
                ('n_console_warnings_sum', models.FloatField(default=0.0)),
                ('n_type_errors_measured', models.IntegerField(default=0)),
                ('n_type_errors_flawed', models.IntegerField(default=0)),
                ('n_type_errors_sum', models.FloatField(default=0.0)),
                ('n_react_lint_measured', models.IntegerField(default=0)),
                ('n_react_lint_flawed', models.IntegerField(default=0)),
                ('n_react_lint_sum', models.FloatField(default=0.0)),
                ('overflow_px_measured', models.IntegerField(default=0)),
                ('overflow_px_flawed', models.IntegerField(default=0)),
                ('overflow_px_sum', models.FloatField(default=0.0)),
                ('n_unreachable_measured', models.IntegerField(default=0)),
                ('n_unreachable_flawed', models.IntegerField(default=0)),
                ('n_unreachable_sum', models.FloatField(default=0.0)),
                ('n_no_dark_measured', models.IntegerField(default=0)),
                ('n_no_dark_flawed', models.IntegerField(default=0)),
                ('n_no_dark_sum', models.FloatField(default=0.0)),
                ('n_unused_imports_measured', models.IntegerField(default=0)),
                ('n_unused_imports_flawed', models.IntegerField(default=0)),
                ('n_unused_imports_sum', models.FloatField(default=0.0)),
                ('n_invented_imports_measured', models.IntegerField(default=0)),
                ('n_invented_imports_flawed', models.IntegerField(default=0)),
                ('n_invented_imports_sum', models.FloatField(default=0.0)),
                ('weight_bytes_measured', models.IntegerField(default=0)),
                ('weight_bytes_flawed', models.IntegerField(default=0)),
                ('weight_bytes_sum', models.FloatField(default=0.0)),
                ('n_elements_measured', models.IntegerField(default=0)),
                ('n_elements_flawed', models.IntegerField(default=0)),
                ('n_elements_sum', models.FloatField(default=0.0)),
                ('first_paint_ms_measured', models.IntegerField(default=0)),
                ('first_paint_ms_flawed', models.IntegerField(default=0)),
                ('first_paint_ms_sum', models.FloatField(default=0.0)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='qualityprofile',
            name='quality_by_entry',
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_access__gt', 0)), fields=['run', 'model', 'strategy', '-n_access', 'candidate'], name='quality_n_access'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_console_errors__gt', 0)), fields=['run', 'model', 'strategy', '-n_console_errors', 'candidate'], name='quality_n_console_errors'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_console_warnings__gt', 0)), fields=['run', 'model', 'strategy', '-n_console_warnings', 'candidate'], name='quality_n_console_warnings'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_type_errors__gt', 0)), fields=['run', 'model', 'strategy', '-n_type_errors', 'candidate'], name='quality_n_type_errors'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_react_lint__gt', 0)), fields=['run', 'model', 'strategy', '-n_react_lint', 'candidate'], name='quality_n_react_lint'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('overflow_px__gt', 0)), fields=['run', 'model', 'strategy', '-overflow_px', 'candidate'], name='quality_overflow_px'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_unreachable__gt', 0)), fields=['run', 'model', 'strategy', '-n_unreachable', 'candidate'], name='quality_n_unreachable'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_no_dark__gt', 0)), fields=['run', 'model', 'strategy', '-n_no_dark', 'candidate'], name='quality_n_no_dark'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_unused_imports__gt', 0)), fields=['run', 'model', 'strategy', '-n_unused_imports', 'candidate'], name='quality_n_unused_imports'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_invented_imports__gt', 0)), fields=['run', 'model', 'strategy', '-n_invented_imports', 'candidate'], name='quality_n_invented_imports'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('weight_bytes__isnull', False)), fields=['run', 'model', 'strategy', '-weight_bytes', 'candidate'], name='quality_weight_bytes'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('n_elements__isnull', False)), fields=['run', 'model', 'strategy', '-n_elements', 'candidate'], name='quality_n_elements'),
        ),
        migrations.AddIndex(
            model_name='qualityprofile',
            index=models.Index(condition=models.Q(('first_paint_ms__isnull', False)), fields=['run', 'model', 'strategy', '-first_paint_ms', 'candidate'], name='quality_first_paint_ms'),
        ),
        migrations.AddField(
            model_name='qualitytally',
            name='model',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quality_tallies', to='evaluations.languagemodel'),
        ),
        migrations.AddField(
            model_name='qualitytally',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quality_tallies', to='evaluations.run'),
        ),
        migrations.AddField(
            model_name='qualitytally',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quality_tallies', to='evaluations.task'),
        ),
        migrations.AddConstraint(
            model_name='qualitytally',
            constraint=models.UniqueConstraint(fields=('run', 'model', 'strategy', 'task'), name='one_quality_tally_per_cell'),
        ),
    ]
