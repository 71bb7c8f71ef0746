"""What the portal does to incidents by itself."""

from celery import shared_task

from incidents import folding


@shared_task
def fold_tallies() -> None:
    """Keep the tallies short; safe to run at any time, twice too."""
    folding.fold_tallies()
