from django.db import migrations


class Migration(migrations.Migration):
    """The changes of one account, and those of one request, are found without reading all."""

    dependencies = [
        ("core", "0004_import_previews"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX pghistory_context_by_{name}"
            f" ON pghistory_context ((metadata -> '{name}'))",
            f"DROP INDEX pghistory_context_by_{name}",
        )
        for name in ("user", "request")
    ]
