from django.conf import settings
from django.db import migrations


def move_secrets(apps, _schema_editor):
    """Let the secrets of clients open as before; their hashes stood with the application."""
    secrets = apps.get_model("accounts", "ClientSecret")
    clients = apps.get_model("accounts", "ApiClient").objects.select_related("application")
    secrets.objects.bulk_create(
        secrets(
            client=each,
            digest=each.application.client_secret,
            made_at=each.application.created,
        )
        for each in clients
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_clients_and_history'),
        migrations.swappable_dependency(settings.OAUTH2_PROVIDER_APPLICATION_MODEL),
    ]

    operations = [migrations.RunPython(move_secrets, migrations.RunPython.noop)]
