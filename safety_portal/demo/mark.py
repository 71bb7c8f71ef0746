"""Whether the data are the demo set: the mark follows the data, not a setting."""

from django.conf import settings
from django.contrib.auth import get_user_model

DOMAIN = settings.DEMO_DOMAIN
FIRST = "ministry"


def is_demo() -> bool:
    """Say whether this database holds the demo set; one look at a unique index."""
    accounts = get_user_model()._default_manager
    return accounts.filter(username=FIRST, email=f"{FIRST}@{DOMAIN}").exists()
