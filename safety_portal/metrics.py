"""`/metrics` for Prometheus: what the requests were like, and how the jobs and records stand."""

import ipaddress
import os
from collections.abc import Iterator

import prometheus_client
import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Min, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry

from core import clock, sweepers
from core.models import Job, JobState
from incidents.models import MonthTally


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the scraper of the local network; for everybody else there is nothing here."""
    if not _is_local(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Standing())
    return HttpResponse(
        prometheus_client.generate_latest(_of_requests())
        + prometheus_client.generate_latest(registry),
        content_type=prometheus_client.CONTENT_TYPE_LATEST,
    )


def _is_local(request: HttpRequest) -> bool:
    """Tell whether the connection itself comes from a named network; a proxied one never does."""
    if "X-Forwarded-For" in request.headers:
        return False
    try:
        address = ipaddress.ip_address(request.META["REMOTE_ADDR"])
    except ValueError:
        return False
    networks = (ipaddress.ip_network(each) for each in settings.METRICS_NETWORKS)
    return any(address in network for network in networks)


def _of_requests() -> CollectorRegistry:
    """Return the counters of all web processes, or of this one where they share no folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return prometheus_client.REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


class Standing(Collector):
    """What is asked of the database and the queue at the moment somebody wants to know."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _jobs()
        yield _labelled(
            "portal_sweeper_age_seconds",
            "Seconds since a sweeper last came to its end.",
            "sweeper",
            {name: age for name, age in sweepers.ages() if age is not None},
        )
        yield _plain(
            "portal_queue_depth",
            "Messages that wait in the queue.",
            redis.from_url(settings.REDIS_URL).llen(settings.CELERY_TASK_DEFAULT_QUEUE),
        )
        recorded = MonthTally.objects.aggregate(sum=Sum("incidents"))["sum"] or 0
        yield _plain("portal_incidents", "Incidents on record, voided ones apart.", recorded)


def _jobs() -> Iterator[GaugeMetricFamily]:
    counted = dict(Job.objects.values_list("state").annotate(number=Count("pk")))
    by_state = {str(state): counted.get(state, 0) for state in JobState}
    yield _labelled("portal_jobs", "Jobs by state.", "state", by_state)
    oldest = Job.objects.open().aggregate(at=Min("created_at"))["at"]
    age = (clock.now() - oldest).total_seconds() if oldest else 0
    yield _plain("portal_job_oldest_seconds", "Age of the oldest open job; 0 without one.", age)


def _plain(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)


def _labelled(name: str, told: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family
