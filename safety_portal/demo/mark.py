"""Whether the data are the demo set: the mark follows the data, not a setting."""

from django.contrib.auth import get_user_model

DOMAIN = "demo.invalid"  # of every account the demo makes; RFC 2606 keeps it out of the real world
FIRST = "ministry"


def is_demo() -> bool:
    """Say whether this database holds the demo set; one look at a unique index."""
    accounts = get_user_model()._default_manager
    return accounts.filter(username=FIRST, email=f"{FIRST}@{DOMAIN}").exists()
