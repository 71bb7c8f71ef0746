"""The counters of django-prometheus, with labels that nobody outside can multiply."""

import contextlib
from typing import Any

from django.http import HttpRequest
from django_prometheus.middleware import PrometheusAfterMiddleware, PrometheusBeforeMiddleware

from core.logs import method_of


class Before(PrometheusBeforeMiddleware):
    """Count what comes in and how long it took with everything around the view."""


class After(PrometheusAfterMiddleware):
    """Count answers by route, method and status."""

    def process_request(self, request: HttpRequest) -> None:
        """Measure the body as announced; an announcement that is no number is not measured."""
        with contextlib.suppress(ValueError):
            super().process_request(request)

    def label_metric(
        self, metric: Any, request: HttpRequest, response: Any = None, **labels: str
    ) -> Any:
        """Name unknown methods by one word: the package labels durations by whatever was sent."""
        if "method" in labels:
            labels["method"] = method_of(request)
        return super().label_metric(metric, request, response, **labels)
