"""The rules of assignments: the database refuses, the admin explains."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from officers.models import Assignment, AssignmentKind, Officer
from tests.factories.accounts import UserFactory
from tests.factories.communities import OrganisationFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

LATER = (date(2025, 6, 1), None)


def test_two_primary_assignments_never_overlap(community, elsewhere):
    first = AssignmentFactory.create(community=community)

    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory.create(officer=first.officer, community=elsewhere, period=LATER)


def test_a_substitute_may_serve_beside_the_primary_post(community, elsewhere):
    first = AssignmentFactory.create(community=community)

    AssignmentFactory.create(
        officer=first.officer, community=elsewhere, period=LATER, kind=AssignmentKind.SUBSTITUTE
    )

    assert Assignment.objects.in_force(date(2026, 1, 1)).count() == 2


def test_the_overlap_is_explained_before_the_database_refuses(community, elsewhere):
    first = AssignmentFactory.create(community=community)
    second = AssignmentFactory.build(officer=first.officer, community=elsewhere, period=LATER)

    with pytest.raises(ValidationError) as refusal:
        second.validate_constraints()

    assert refusal.value.messages == [str(Assignment._meta.constraints[0].violation_error_message)]


def test_an_assignment_has_a_first_day(community):
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory.create(community=community, period=(None, date(2025, 1, 1)))


@pytest.fixture
def admin_page(client, db):
    admin = UserFactory.create(is_superuser=True, is_staff=True)
    client.force_login(admin)
    return client


def sent(*assignments, officer=None):
    """Return what the admin's form sends for an officer with these assignments."""
    stored = officer is not None
    form = {
        "kind": "community_police",
        "unit": officer.unit_id if stored else OrganisationFactory.create().pk,
        "personal-TOTAL_FORMS": "1",
        "personal-INITIAL_FORMS": str(int(stored)),
        "personal-0-last_name": "Ковальчук",
        "personal-0-first_name": "Андрій",
        "assignments-TOTAL_FORMS": str(len(assignments)),
        "assignments-INITIAL_FORMS": "0",
    }
    if stored:
        form |= {"personal-0-officer": officer.pk, "assignments-0-officer": officer.pk}
    for place, (community, start, end) in enumerate(assignments):
        form |= {
            f"assignments-{place}-community": community.pk,
            f"assignments-{place}-kind": "primary",
            f"assignments-{place}-period_0": start,
            f"assignments-{place}-period_1": end,
        }
    return form


def test_the_admin_makes_an_officer_with_a_post(admin_page, community):
    answer = admin_page.post(
        reverse("admin:officers_officer_add"), sent((community, "2024-01-01", ""))
    )

    assert answer.status_code == 302
    assert str(Officer.objects.get()) == "Андрій Ковальчук"


def test_the_admin_explains_two_posts_that_overlap_in_one_form(admin_page, community, elsewhere):
    answer = admin_page.post(
        reverse("admin:officers_officer_add"),
        sent((community, "2024-01-01", ""), (elsewhere, "2025-01-01", "")),
    )

    assert answer.status_code == 200
    assert not Officer.objects.exists()


def test_the_admin_explains_a_post_that_overlaps_a_stored_one(admin_page, community, elsewhere):
    officer = OfficerFactory.create()
    AssignmentFactory.create(officer=officer, community=community)

    answer = admin_page.post(
        reverse("admin:officers_officer_change", args=[officer.pk]),
        sent((elsewhere, "2025-01-01", ""), officer=officer),
    )

    assert answer.status_code == 200
    assert Assignment.objects.get().community == community


def test_a_change_in_the_admin_is_another_version(admin_page, community):
    post = AssignmentFactory.create(community=community)
    post.refresh_from_db()
    began, changed = str(post.starts_on), post.updated_at
    form = sent((community, began, "2030-01-01"), officer=post.officer)
    form |= {"assignments-INITIAL_FORMS": "1", "assignments-0-id": post.pk}

    answer = admin_page.post(reverse("admin:officers_officer_change", args=[post.officer_id]), form)

    assert answer.status_code == 302
    post.refresh_from_db()
    assert (post.version, str(post.ends_on)) == (2, "2030-01-01")
    assert post.updated_at > changed


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("", "2025-01-01", id="no first day"),
        pytest.param("2025-01-01", "2024-01-01", id="ends before it starts"),
        pytest.param("2025-01-01", "2025-01-01", id="no day at all"),
        pytest.param("soon", "", id="a day in words"),
    ],
)
def test_the_admin_explains_a_wrong_period(admin_page, community, start, end):
    answer = admin_page.post(reverse("admin:officers_officer_add"), sent((community, start, end)))

    assert answer.status_code == 200
    assert not Officer.objects.exists()
