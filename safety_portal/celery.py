"""The Celery application: `celery -A safety_portal worker` and `beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

app = Celery("safety_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def warm_charts(**_signal: Any) -> None:
    """Draw once in each child: the drawing library hangs where a fork inherited it warm."""
    from core.charts.pen import warm

    warm()
