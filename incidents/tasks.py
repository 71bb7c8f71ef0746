"""What the portal does to incidents by itself."""

import contextlib

from celery import shared_task

from core import clock
from incidents import folding, services


@shared_task
def fold_tallies() -> None:
    """Keep the tallies short; safe to run at any time, twice too."""
    with contextlib.suppress(folding.RewrittenElsewhere):
        folding.fold_tallies()


@shared_task
def prepare_numbers() -> None:
    """Make ready what numbers of this year and the next are taken from."""
    year = clock.today().year
    services.prepare_numbers(years=(year, year + 1))
