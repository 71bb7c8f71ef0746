"""What the portal does to incidents by itself."""

import contextlib

from celery import shared_task
from django.conf import settings

from core import clock
from core.tasks import do
from incidents import finding, folding, long_exports, services

WORDS = 15  # seconds between two looks for records whose words are not written


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


@shared_task(expires=WORDS)
def write_words() -> None:
    """Write the words by which new and changed records are found; safe to run twice at once."""
    left = settings.LIMITS["words_sweep"]
    while left > 0 and (written := finding.write_words(min(left, finding.BATCH))):
        left -= written


@shared_task(name=long_exports.JOB, acks_late=True)
def write_workbook(*, job: str) -> None:
    """Write the workbook a job promises; safe to run twice."""
    do(job, long_exports.write)
