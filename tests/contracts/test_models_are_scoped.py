"""No table, present or future, forgets who may see its rows."""

import pytest
from django.apps import apps

from communities.models import ScopedQuerySet

REFERENCE = {  # the same for everybody, or asked for only through a scoped row
    "communities.Oblast",
    "communities.Raion",
    "communities.Settlement",
    "communities.CityDistrict",
    "communities.Organisation",
    "communities.ControlStatus",
    "incidents.Category",
}
PARTS = {  # reached through their parent only
    "communities.AccessGrant",
    "officers.OfficerPersonal",
    "incidents.IncidentText",
}
MODELS = [
    model
    for label in ("communities", "officers", "incidents", "reports")
    for model in apps.get_app_config(label).get_models()
    if model._meta.label not in REFERENCE | PARTS and not hasattr(model, "pgh_tracked_model")
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_scoped(model):
    assert isinstance(model._default_manager.all(), ScopedQuerySet)
