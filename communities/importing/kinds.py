"""The kinds of files about the territory: one line each, for pages and commands alike."""

from django.utils.translation import gettext_lazy as _

from communities import boundaries, imports, register
from communities.importing.readers import may_bring
from communities.models import Boundary, Population
from communities.register_plan import UNITS
from core.plans import Kind

CODIFIER = Kind(
    code=register.CODIFIER,
    label=_("Codifier of territories (KATOTTH), XLSX"),
    hint=_("The official workbook of the ministry, as it is published."),
    plan=register.plan_register,
    edition=register.edition_of,
    units=UNITS,
    allows=may_bring,
    part="row",
)
STATUSES = Kind(
    code="statuses",
    label=_("Statuses of territories, CSV"),
    hint=_("One edition of the act, in the columns"),
    columns=imports.STATUS_COLUMNS,
    plan=imports.plan_territory_status,
    edition=imports.edition_of,
    units=imports.UNIT_MODELS,
    allows=may_bring,
    needs_day=True,
)
POPULATION = Kind(
    code="population",
    label=_("Population, CSV"),
    hint=_("Figures of communities by day and source, in the columns"),
    columns=imports.POPULATION_COLUMNS,
    plan=imports.plan_population,
    units={"population": Population},
    allows=may_bring,
)
BOUNDARIES = Kind(
    code="boundaries",
    label=_("Boundaries, TopoJSON or GeoJSON"),
    hint=_("As OpenStreetMap has them; each feature names its unit by the property"),
    columns=("code",),
    plan=boundaries.plan_boundaries,
    edition=boundaries.edition_of,
    units=dict.fromkeys(boundaries.MODELS, Boundary),
    allows=may_bring,
    part="feature",
    needs_day=True,
    load=boundaries.load,
)
# A new kind of file is one line here; its plan lies beside what it plans.
KINDS = (CODIFIER, STATUSES, POPULATION, BOUNDARIES)
