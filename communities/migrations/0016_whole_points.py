from django.db import migrations, models


class Migration(migrations.Migration):
    """Half a point was not refused: of an unknown coordinate nothing is known."""

    dependencies = [
        ('communities', '0015_organisation_country'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='community',
            name='community_point_is_whole',
        ),
        migrations.RemoveConstraint(
            model_name='settlement',
            name='settlement_point_is_whole',
        ),
        migrations.AddConstraint(
            model_name='community',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False), ('latitude__range', (44, 53)), ('longitude__range', (22, 41))), _connector='OR'), name='community_point_is_whole', violation_error_message='Give both coordinates, inside Ukraine, or none.'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False), ('latitude__range', (44, 53)), ('longitude__range', (22, 41))), _connector='OR'), name='settlement_point_is_whole', violation_error_message='Give both coordinates, inside Ukraine, or none.'),
        ),
    ]
