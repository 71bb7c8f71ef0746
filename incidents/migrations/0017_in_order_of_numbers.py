"""Indexes for `ordering=number`, built while others read and write: the table may be large."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

NUMBERED = models.Q(number__isnull=False)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("incidents", "0016_indexes_of_filters"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="incident",
            index=models.Index("number", "id", name="incident_by_number", condition=NUMBERED),
        ),
        AddIndexConcurrently(
            model_name="incident",
            index=models.Index(
                "oblast", "number", "id", name="incident_number_of_oblast", condition=NUMBERED
            ),
        ),
    ]
