"""The path from candidate to post: which steps there are, on which days, and who is in post."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core import clock
from officers.models import NEXT, Assignment, Officer, OfficerStage, StageChange
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory, StageChangeFactory

pytestmark = pytest.mark.django_db
STARTED = date(2025, 3, 1)


@pytest.fixture
def administrator(db):
    return account("ministry_administrator", nation=True)


@pytest.fixture
def page(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def unit(community):
    return OrganisationFactory.create(oblast=community.oblast, service="", kind="directorate")


@pytest.fixture
def candidate(unit):
    officer = OfficerFactory.create(unit=unit, path=None)
    StageChangeFactory.create(officer=officer, stage="candidate", on=STARTED)
    return officer


def step(page, officer, stage, on=STARTED, **more):
    said = {"stage": stage, "on": on.isoformat(), **more}
    return page.post(reverse("officers:step", args=[officer.pk]), said)


def correct(page, officer, number, on, reason="Помилка в наказі", **more):
    change = officer.stages.get(number=number, in_force=True)
    said = {"step": change.pk, "on": on.isoformat(), "reason": reason, **more}
    return page.post(reverse("officers:correct-step", args=[officer.pk]), said)


def stage_of(officer):
    return Officer.objects.get(pk=officer.pk).stage


def test_an_officer_walks_the_whole_path(page, candidate, administrator):
    path = ["selected", "training", "certified", "serving", "suspended", "serving", "left"]
    for number, stage in enumerate(path, 1):
        on = STARTED + timedelta(days=number)
        answer = step(page, candidate, stage, on, reason="Наказ", act_number=f"{number}-к")
        assert (answer.status_code, stage_of(candidate)) == (302, stage)

    stored = candidate.stages.order_by("number")
    assert [each.stage for each in stored] == ["candidate", *path]
    assert {each.by for each in stored[1:]} == {administrator}
    shown = page.get(candidate.get_absolute_url()).content.decode()
    assert "7-к" in shown


@pytest.mark.parametrize("now", OfficerStage)
def test_only_the_steps_of_the_path_are_taken_and_offered(page, unit, now):
    officer = OfficerFactory.create(unit=unit, path=None)
    StageChangeFactory.create(officer=officer, stage=now, on=STARTED)
    form = page.get(officer.get_absolute_url()).context["stage_form"]
    offered = {key for key, _words in form.fields["stage"].choices if key}

    assert offered == set(NEXT[now])
    for stage in set(OfficerStage) - set(NEXT[now]):
        assert step(page, officer, stage, reason="Наказ").status_code == 400
    assert stage_of(officer) == now


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(STARTED - timedelta(days=1), id="before the step before"),
        pytest.param(clock.today() + timedelta(days=1), id="in the future"),
    ],
)
def test_a_step_has_a_day_that_can_be(page, candidate, day):
    answer = step(page, candidate, "selected", day)

    assert answer.status_code == 409
    assert "on" in answer.context["stage_form"].errors
    assert stage_of(candidate) == "candidate"


def test_who_is_rejected_is_told_why(page, candidate):
    assert step(page, candidate, "rejected").status_code == 409
    assert step(page, candidate, "rejected", reason="Не пройшов відбір").status_code == 302


def test_a_correction_takes_the_place_of_a_step_and_keeps_it(page, candidate):
    step(page, candidate, "selected", STARTED + timedelta(days=10), act_number="1-к")
    better = STARTED + timedelta(days=5)

    answer = correct(page, candidate, 2, better, act_number="2-к")

    assert answer.status_code == 302
    old, new = candidate.stages.filter(number=2).order_by("pk")
    assert (old.in_force, old.act_number, new.on, new.replaces) == (False, "1-к", better, old)
    assert candidate.stages.get(number=1).until == better
    shown = page.get(candidate.get_absolute_url()).content.decode()
    assert "1-к" in shown
    assert "2-к" in shown


def test_a_correction_keeps_the_order_of_days_and_has_a_reason(page, candidate):
    for number, stage in enumerate(("selected", "training"), 1):
        step(page, candidate, stage, STARTED + timedelta(days=10 * number))
    late, early = STARTED + timedelta(days=21), STARTED - timedelta(days=1)

    assert correct(page, candidate, 2, late).status_code == 409
    assert correct(page, candidate, 2, early).status_code == 409
    assert correct(page, candidate, 2, STARTED, reason="").status_code == 409
    assert correct(page, candidate, 2, STARTED).status_code == 302


@pytest.mark.limit("act_number")
def test_the_number_of_an_act_has_an_end(page, candidate):
    assert step(page, candidate, "selected", act_number="1" * 61).status_code == 400
    assert step(page, candidate, "selected", act_number="1" * 60).status_code == 302


def test_the_suspended_are_not_in_post_on_any_day_of_it(page, community, unit):
    officer = OfficerFactory.create(unit=unit)
    AssignmentFactory.create(officer=officer, community=community)
    step(page, officer, "suspended", date(2025, 5, 1), reason="Розслідування")
    step(page, officer, "serving", date(2025, 6, 1))

    for day, expected in (
        (date(2025, 4, 30), 1),
        (date(2025, 5, 1), 0),
        (date(2025, 5, 31), 0),
        (date(2025, 6, 1), 1),
        (clock.today(), 1),
    ):
        assert Officer.objects.in_post_on(day).count() == expected, day
    assert Assignment.objects.in_force(date(2025, 5, 1)).count() == 1


def test_whoever_may_not_change_an_officer_takes_no_step(client, candidate, community):
    client.force_login(account("council", community=community))

    assert step(client, candidate, "selected").status_code == 403
    assert stage_of(candidate) == "candidate"


def test_a_step_of_an_officer_out_of_reach_is_not_there(client, candidate, elsewhere):
    stranger = account("oblast_coordinator", oblast=elsewhere.oblast)
    client.force_login(stranger)

    assert step(client, candidate, "selected").status_code == 404


def test_the_pipeline_counts_by_stage_and_oblast_and_each_number_opens_its_officers(
    page, candidate, unit, elsewhere
):
    away = OrganisationFactory.create(oblast=elsewhere.oblast)
    OfficerFactory.create_batch(2, unit=unit)
    OfficerFactory.create(unit=away)

    table = page.get(reverse("officers:pipeline")).context["table"]

    cells = [cell for line in [*table.lines, table.whole] for cell in line.cells]
    told = [(n, url) for _words, n, url in cells] + [(e.total, e.url) for e in table.lines]
    assert sum(n for n, _url in told if n) == 4 * 3
    for n, url in told:
        assert len(page.get(url).context["page"].rows) == n, url


def test_the_database_keeps_the_stage_whoever_writes_steps(candidate):
    first = candidate.stages.get()
    StageChange.objects.bulk_create(
        StageChange(
            officer=candidate, number=n, stage=stage, on=STARTED + timedelta(days=n), at=first.at
        )
        for n, stage in ((2, "selected"), (3, "training"))
    )

    assert stage_of(candidate) == "training"
    untils = candidate.stages.order_by("number").values_list("until", flat=True)
    assert list(untils) == [STARTED + timedelta(days=2), STARTED + timedelta(days=3), None]
