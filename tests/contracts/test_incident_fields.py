"""A field of incidents stands on every surface, or here with the reason why not."""

import pytest
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from incidents import changes
from incidents.api.serializers import READ_ONLY, IncidentSerializer, with_defaults
from incidents.forms import IncidentForm
from incidents.importing.columns import LEFT_OUT, columns
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


@EACH
def test_a_field_has_its_column_in_the_workbook_of_events(name):
    assert name in {each.leaf for each in columns()}, f"{name}: see incidents/importing/columns.py"


def test_every_value_a_program_may_write_has_its_column():
    said = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]

    assert {each.name for each in columns()} == set(writable(said["Incident"], said))


def writable(schema, known):
    """Yield the paths of the plain values a body of the document may hold."""
    for name, each in schema["properties"].items():
        inner = each.get("items", each)
        parts = [*inner.get("allOf", ()), *inner.get("oneOf", ())]
        found = inner.get("$ref") or next((e["$ref"] for e in parts if "$ref" in e), "")
        below = known.get(found.rpartition("/")[2], {})
        if each.get("readOnly") or name in LEFT_OUT:
            continue
        if "properties" in below:
            yield from (f"{name}.{path}" for path in writable(below, known))
        else:
            yield name


def test_headings_of_the_workbook_are_told_apart():
    for language in ("uk", "en"):
        with translation.override(language):
            said = [str(each.label) for each in columns()]
            assert len(set(said)) == len(said)


def test_a_put_that_leaves_a_field_out_sets_its_default():
    defaults = {name: Incident._meta.get_field(name).get_default() for name in WRITABLE}

    assert with_defaults({}) == defaults
