"""Asking for reports and building them, whatever happens on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from communities.models import AccessGrant, Oblast
from core import jobs
from core.exceptions import RuleBroken
from core.models import Job, JobState
from core.periods import Month
from reports import content, services, tasks
from reports.models import Edition
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory
from tests.factories.reports import JUNE, LATER, built, order, run

pytestmark = pytest.mark.django_db


def request(wanted, by, at=LATER):
    return services.request_edition(order=wanted, by=by, at=at)


def test_building_again_after_a_change_makes_the_next_edition_and_leaves_the_first(june):
    first = built(order(june.oblast))
    was = (first.content, first.content_hash)
    IncidentFactory.create(community=june)

    second = built(order(june.oblast))

    first.refresh_from_db()
    assert (first.content, first.content_hash) == was
    assert content.digest(first.content) == first.content_hash
    assert (first.number, second.number) == (1, 2)
    assert [each.content["figures"][0]["value"] for each in (first, second)] == [5, 6]
    assert first.newest() == second


def test_editions_are_numbered_within_one_and_the_same_report(june):
    wanted = [
        order(june.oblast),
        order(june.oblast, language="en"),
        order(june.oblast, service="police"),
        order(june.oblast, month=Month(2026, 5)),
        order(june.raion),
        order(),
        order(),
    ]

    numbers = [built(each).number for each in wanted]

    assert numbers == [1, 1, 1, 1, 1, 1, 2]


def test_a_job_whose_worker_died_after_the_edition_makes_no_second_one(june, coordinator):
    job = request(order(june.oblast), coordinator)
    taken = jobs.take(pk=job.pk, at=LATER)
    edition = services.build_edition(job=taken, clock=lambda: LATER)  # and then the worker dies

    run(job, at=LATER + timedelta(seconds=settings.LIMITS["job_lease"] + 1))

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert list(Edition.objects.values_list("pk", "number")) == [(edition.pk, 1)]


def test_a_job_whose_worker_died_before_the_edition_is_done_by_the_next(june, coordinator):
    job = request(order(june.oblast), coordinator)
    jobs.take(pk=job.pk, at=LATER)  # and then the worker dies

    run(job, at=LATER + timedelta(seconds=1))
    assert not Edition.objects.exists(), "somebody still holds it"
    run(job, at=LATER + timedelta(seconds=settings.LIMITS["job_lease"] + 1))

    assert Edition.objects.count() == 1


def test_a_report_asked_for_twice_is_promised_once(june, coordinator):
    first = request(order(june.oblast), coordinator)
    second = request(order(june.oblast), coordinator)
    other = request(order(june.oblast, language="en"), coordinator)

    assert first == second != other


def test_a_report_asked_for_after_it_was_built_is_the_next_edition(june, coordinator):
    first = request(order(june.oblast), coordinator)
    run(first)

    second = request(order(june.oblast), coordinator)
    run(second)

    assert [each.number for each in Edition.objects.order_by("pk")] == [1, 2]


def test_rights_taken_away_before_the_building_end_it_with_a_sentence(june, coordinator):
    job = request(order(june.oblast), coordinator)
    AccessGrant.objects.filter(user=coordinator).delete()

    tasks.build_edition(job=str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert june.oblast.name_uk in job.error
    assert not Edition.objects.exists()


def test_nobody_builds_for_an_account_that_is_gone(june, coordinator):
    job = request(order(june.oblast), coordinator)
    AccessGrant.objects.filter(user=coordinator).delete()
    coordinator.delete()

    run(job)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("service", "field"),
    [pytest.param("both", "service", id="both"), pytest.param("rescue", "territory", id="rescue")],
)
def test_who_sees_the_police_only_gets_no_report_of_the_rescue_service(june, service, field):
    by = account("oblast_coordinator", service="police", oblast=june.oblast)

    with pytest.raises(RuleBroken) as refused:
        request(order(june.oblast, service=service), by)

    assert refused.value.field == field
    assert not Job.objects.exists()


def test_a_wider_territory_than_ones_own_is_refused(june, elsewhere, coordinator):
    for unit in (None, elsewhere.oblast, elsewhere):
        with pytest.raises(RuleBroken) as refused:
            request(order(unit), coordinator)
        assert refused.value.field == "territory"


def test_an_auditor_looks_and_builds_nothing(june):
    with pytest.raises(RuleBroken):
        request(order(june.oblast), account("auditor", oblast=june.oblast))


@pytest.mark.parametrize(
    "month",
    [pytest.param(Month(2026, 8), id="not begun"), pytest.param(Month(1989, 12), id="too early")],
)
def test_a_month_nobody_can_count_is_refused(june, coordinator, month):
    with pytest.raises(RuleBroken) as refused:
        request(order(june.oblast, month=month), coordinator)

    assert refused.value.field == "month"


def test_the_monthly_reports_are_promised_once_for_every_oblast_and_the_nation(june, elsewhere):
    first = services.promise_monthly_editions(month=JUNE, at=LATER)
    again = services.promise_monthly_editions(month=JUNE, at=LATER)

    codes = {job.arguments["territory"] for job in first}
    assert codes == {"", *Oblast.objects.values_list("code", flat=True)}
    assert len(first) == len(codes)
    assert again == []


def test_a_monthly_report_that_failed_is_promised_again(june):
    first = services.promise_monthly_editions(month=JUNE, at=LATER)
    jobs.fail(job=first[0], error="no disk", at=LATER, final=True)

    again = services.promise_monthly_editions(month=JUNE, at=LATER)

    assert [job.arguments for job in again] == [first[0].arguments]


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_never_share_a_number(june):
    wanted = [services.promise_for_operator(order=order(june.oblast), at=LATER) for _ in range(4)]

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(_in_a_thread_of_its_own, wanted))

    assert sorted(Edition.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_job_make_one_edition(june):
    job = services.promise_for_operator(order=order(june.oblast), at=LATER)

    with ThreadPoolExecutor(2) as workers:
        built_by_both = list(workers.map(_in_a_thread_of_its_own, [job, job]))

    assert len(set(built_by_both)) == 1
    assert Edition.objects.count() == 1


def _in_a_thread_of_its_own(job):
    try:
        return services.build_edition(job=job, clock=lambda: datetime.now(UTC)).pk
    finally:
        connection.close()


@pytest.mark.parametrize("asked_before", [1, 2, 3], ids=["as it begins", "figures", "files"])
def test_a_report_ends_with_the_right_to_it(june, coordinator, asked_before):
    """The right is asked for at every step: nothing more is kept for whoever lost it."""
    job = request(order(june.oblast), coordinator)
    asked = []

    def now():
        asked.append(1)
        if len(asked) == asked_before:
            coordinator.grants.all().delete()
        return LATER

    jobs.run(
        pk=job.pk,
        work=lambda taken: services.build_edition(job=taken, clock=now),
        clock=now,
    )

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not Edition.objects.filter(job=job).exists()
