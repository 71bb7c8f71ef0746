"""Whether the portal shows demo data: the mark follows the data, however they came."""

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string

KEPT = 60  # seconds between two looks at the database
KEY = "demo-data"


def shows_demo_data() -> bool:
    """Say whether pages and reports must carry the demo mark."""
    looked = import_string(settings.DEMO_MARK)
    return settings.DEMO or bool(cache.get_or_set(KEY, looked, KEPT))


def look_again() -> None:
    """Forget what was known of the data: they have just changed."""
    cache.delete(KEY)
