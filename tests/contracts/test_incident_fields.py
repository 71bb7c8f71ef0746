"""A field of incidents stands on every surface, or here with the reason why not."""

import pytest

from incidents import changes
from incidents.api.serializers import READ_ONLY, IncidentSerializer, with_defaults
from incidents.forms import IncidentForm
from incidents.models import Incident
from incidents.models.people import PEOPLE
from incidents.telling import read, tell
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db

KEPT_BY_THE_PORTAL = {
    *("id", "number", "received_at", "service", "status", "version", "logged_by"),
    *("created_at", "updated_at"),
    "body_hash",  # compared when the same body comes again
    "counted",  # follows from the status
    *("oblast", "raion"),  # follow from the community, by trigger
}
NOT_IN_HISTORY = {"accuracy_m": "is told with its point"}
WRITABLE = sorted(
    each.name for each in Incident._meta.fields if each.name not in KEPT_BY_THE_PORTAL
)
EACH = pytest.mark.parametrize("name", WRITABLE)


@EACH
def test_a_field_is_on_the_form(name):
    assert name in IncidentForm.Meta.fields, f"{name}: add it to Meta of incidents/forms.py"


@EACH
def test_a_field_is_on_the_logging_page(client, police, community, categories, name):
    client.force_login(police)

    page = client.get(f"/incidents/log/?community={community.code}").content.decode()

    assert f'name="{name}"' in page, f"{name}: add its field to templates/incidents/log.html"


@EACH
def test_a_field_is_in_the_history_of_the_page(name):
    shown = name in changes.SHOWN

    assert shown != (name in NOT_IN_HISTORY), f"{name}: add it to SHOWN of incidents/changes.py"


@EACH
def test_a_field_goes_in_and_out_by_the_api(categories, name):
    told = read(tell(IncidentFactory.create().pk))
    said = {*told, *told["people"]}

    assert name in {*IncidentSerializer.Meta.fields, *PEOPLE}, f"{name}: add it to the serializer"
    assert name in said, f"{name}: add it to incidents/telling.py"
    assert name not in READ_ONLY


def test_a_put_that_leaves_a_field_out_sets_its_default():
    defaults = {name: Incident._meta.get_field(name).get_default() for name in WRITABLE}

    assert with_defaults({}) == defaults
