import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0062_run_forecast'),
    ]

    operations = [
        migrations.AlterField(
            model_name='blindrating',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blind_ratings', to='evaluations.campaign'),
        ),
    ]
