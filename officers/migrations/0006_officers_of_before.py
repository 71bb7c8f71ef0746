from django.db import migrations

# Whoever was written down before there were steps, has one: serving, since the first post or,
# where there is none, since today. Nobody is named as its author.
BEGIN = """
    INSERT INTO officers_stagechange (officer_id, number, stage, "on", act_number, reason, at)
    SELECT o.id, 1, 'serving', coalesce(min(lower(a.period)), current_date), '', '', now()
    FROM officers_officer o LEFT JOIN officers_assignment a ON a.officer_id = o.id
    GROUP BY o.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('officers', '0005_the_path_of_officers'),
    ]

    operations = [
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
    ]
