"""The address of a page as a mail gives it, outside any request."""

from django.conf import settings


def of_page(path: str) -> str:
    """Return the whole address of a page; outside production, where no name is set, its path."""
    return f"https://{settings.ALLOWED_HOSTS[0]}{path}" if settings.PRODUCTION else path
