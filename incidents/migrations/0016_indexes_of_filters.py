"""Indexes for the filters and orders of lists, made while the portal serves: the table is large."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("incidents", "0015_found_by_words")]

    operations = [
        AddIndexConcurrently(
            model_name='incident',
            index=models.Index(models.F('reported_at'), models.F('id'), name='incident_by_report'),
        ),
        AddIndexConcurrently(
            model_name='incident',
            index=models.Index(models.F('latitude'), models.F('longitude'), condition=models.Q(('latitude__isnull', False)), name='incident_by_place'),
        ),
        AddIndexConcurrently(
            model_name='incident',
            index=models.Index(models.F('occurred_at'), models.F('id'), condition=models.Q(('rescued__gt', 0)), name='incident_of_rescued'),
        ),
        AddIndexConcurrently(
            model_name='incident',
            index=models.Index(models.F('occurred_at'), models.F('id'), condition=models.Q(('injured__gt', 0)), name='incident_of_injured'),
        ),
        AddIndexConcurrently(
            model_name='incident',
            index=models.Index(models.F('occurred_at'), models.F('id'), condition=models.Q(('killed__gt', 0)), name='incident_of_killed'),
        ),
    ]
