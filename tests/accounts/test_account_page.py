"""The own account: language, appearance, and what was granted."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.accounts import AccessGrantFactory, UserFactory

ACCOUNT = reverse("accounts:account")


def test_language_and_appearance_are_kept(client, police):
    client.force_login(police)

    answer = client.post(ACCOUNT, {"language": "en", "theme": "dark"}, follow=True)

    police.refresh_from_db()
    assert police.language == "en"
    html = answer.content.decode()
    assert 'lang="en"' in html
    assert 'data-theme="dark"' in html


@pytest.mark.parametrize(
    ("said", "field"),
    [
        pytest.param({"language": "ru", "theme": "dark"}, "language", id="unknown language"),
        pytest.param({"language": "en", "theme": "pink"}, "theme", id="unknown appearance"),
        pytest.param({"language": "en"}, "theme", id="no appearance"),
    ],
)
def test_what_is_not_offered_is_refused(client, police, said, field):
    client.force_login(police)

    answer = client.post(ACCOUNT, said)

    assert answer.status_code == 400
    errors = {**answer.context["preferences"].errors, **answer.context["theme"].errors}
    assert list(errors) == [field]
    police.refresh_from_db()
    assert police.language == "uk"


def test_the_page_tells_what_was_granted_and_what_has_ended(client, police, elsewhere):
    AccessGrantFactory.create(user=police, oblast=elsewhere.oblast, ends_on=date(2021, 1, 1))
    client.force_login(police)

    grants = client.get(ACCOUNT).context["grants"]

    assert [each["in_force"] for each in grants] == [True, False]


def test_an_account_without_grants_is_told_whom_to_ask(client, db):
    client.force_login(UserFactory.create(language="en"))

    assert "Ask the coordinator of your oblast" in client.get(ACCOUNT).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_grant_and_for_three(
    client, community, count, django_assert_num_queries
):
    user = UserFactory.create()
    AccessGrantFactory.create_batch(count, user=user, community=community)
    client.force_login(user)

    with django_assert_num_queries(4):
        client.get(ACCOUNT)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_page_knows_no_other_method(client, police, method):
    client.force_login(police)

    assert getattr(client, method)(ACCOUNT).status_code == 405
