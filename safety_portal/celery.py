"""The Celery application: `celery -A safety_portal worker` and `beat`."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init, worker_process_init
from django.dispatch import receiver
from django_structlog.celery.signals import bind_extra_task_metadata
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

app = Celery("safety_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["incidents"], related_name="api.tasks")
app.autodiscover_tasks(["reports.residents"])
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def log_as_the_web_does(**_signal: Any) -> None:
    """Keep Celery from bringing its own form of logs."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@receiver(bind_extra_task_metadata)
def name_the_job(task: Any = None, **_signal: Any) -> None:
    """Write the key of the job, where the task has one, on every line about it."""
    import structlog

    if job := (task.request.kwargs or {}).get("job"):
        structlog.contextvars.bind_contextvars(job=job)


@worker_init.connect
@beat_init.connect
def refuse_what_is_unsafe(**_signal: Any) -> None:
    """End before the first task where the portal may not serve."""
    from safety_portal import production

    production.refuse_to_serve()


@worker_process_init.connect
def warm_charts(**_signal: Any) -> None:
    """Draw once in each child: the drawing library hangs where a fork inherited it warm."""
    from core.charts.pen import warm

    warm()
