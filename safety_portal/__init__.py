"""The project: settings, addresses, the worker."""

from safety_portal.celery import app as celery_app

__all__ = ["celery_app"]
