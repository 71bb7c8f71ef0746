"""What a portal under trial needs besides the register: a client, its account, two officers."""

from oauth2_provider.models import Application

from accounts.client_secrets import keep_secret
from accounts.models import ApiClient, User
from communities.models import Community
from core import clock
from officers.models import Assignment
from tests.factories.accounts import account
from tests.factories.officers import AssignmentFactory

SECRET = "only for trials on one machine"
PLACES = 3


def client() -> dict:
    """Return a client that may log in some communities, made the first time."""
    places = list(Community.objects.filter(code__startswith="UA65").order_by("code")[:PLACES])
    found = Application.objects.filter(name="trial").first() or _application(places)
    officers = Assignment.objects.filter(community__in=places).order_by("pk")
    return {
        "id": found.client_id,
        "secret": SECRET,
        "officers": {each.community.code: each.officer_id for each in officers},
    }


def _application(places: list[Community]) -> Application:
    writer = account("api_writer", oblast=places[0].oblast, service="police")
    User.objects.filter(pk=writer.pk).update(is_service=True)
    for place in places:
        AssignmentFactory.create(community=place)
    application = Application.objects.create(
        name="trial",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )
    scopes = ["incidents:read", "incidents:write"]
    client = ApiClient.objects.create(application=application, account=writer, scopes=scopes)
    keep_secret(client, SECRET, at=clock.now())
    return application
