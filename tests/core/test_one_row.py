"""A row read by a statement that is written once is what the models would have read."""

from datetime import timedelta

import pytest
from django.forms.models import model_to_dict
from oauth2_provider.models import AccessToken, Application

from accounts.models import ApiClient
from accounts.oauth import TOKEN
from core import clock
from tests.factories.accounts import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def token():
    application = Application.objects.create(
        client_type="confidential", authorization_grant_type="client-credentials"
    )
    return AccessToken.objects.create(
        application=application,
        token="a-token",
        scope="incidents:read",
        resource=["https://portal.example/"],
        expires=clock.now() + timedelta(hours=1),
    )


def test_a_row_and_those_it_names_are_as_the_models_read_them(token, community):
    user = account("api_client", community=community)
    client = ApiClient.objects.create(
        application=token.application, account=user, scopes=["incidents:read"]
    )

    found = TOKEN.read(token.token_checksum)

    for each, row in zip(found, (token, token.application, client, user), strict=True):
        stored = type(row).objects.get(pk=row.pk)
        assert each == stored
        assert model_to_dict(each) == model_to_dict(stored)


def test_of_a_row_that_names_none_there_is_none(token):
    assert TOKEN.read(token.token_checksum) == [token, token.application, None, None]


def test_a_row_that_is_not_there_is_none():
    assert TOKEN.read("no such token") is None


def test_whoever_calls_with_a_token_is_known_by_one_query(
    token, community, client, django_assert_num_queries
):
    user = account("api_client", community=community)
    known = ApiClient.objects.create(
        application=token.application,
        account=user,
        scopes=["territories:read"],
        last_used_at=clock.now(),
    )
    AccessToken.objects.filter(pk=token.pk).update(scope="territories:read", resource=[])
    url, headers = "/api/v1/oblasts/", {"Authorization": "Bearer a-token"}
    assert client.get(url, headers=headers).status_code == 200

    with django_assert_num_queries(2):  # who calls, and what was asked for
        client.get(url, headers=headers)

    ApiClient.objects.filter(pk=known.pk).update(revoked_at=clock.now())
    assert client.get(url, headers=headers).status_code == 401
