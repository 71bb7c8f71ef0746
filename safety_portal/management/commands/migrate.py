"""Django's `migrate`, as the role that owns the tables; the app role may use them at once."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection

from safety_portal.app_role import as_owner, grant
from safety_portal.migrating import classes_kept


class Command(migrate.Command):
    help = (
        "Update the tables as the role of DATABASE_OWNER_URL, if given, "
        "and grant the role of DATABASE_URL what serving needs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        app_role = connection.settings_dict["USER"]
        with as_owner(), classes_kept():
            super().handle(*args, **options)
            if settings.DATABASE_OWNER and not options["check_unapplied"] and not options["plan"]:
                grant(app_role)
