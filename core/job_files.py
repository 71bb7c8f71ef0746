"""The files of work in the background: kept for a while, then taken away."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone


def forget(folder: str, *, at: datetime) -> int:
    """Take away the files of a folder that are older than they are kept; return how many."""
    if not default_storage.exists(folder):
        return 0
    old = timezone.localtime(at - timedelta(hours=settings.LIMITS["job_file_hours"]))
    gone = [
        name
        for name in default_storage.listdir(folder)[1]
        if default_storage.get_modified_time(f"{folder}/{name}") < old
    ]
    for name in gone:
        default_storage.delete(f"{folder}/{name}")
    return len(gone)
