"""The kinds of files about the territory: one line each, for pages and commands alike."""

from django.utils.translation import gettext_lazy as _

from communities import imports, register
from communities.models import Population
from communities.register_plan import UNITS
from core.plans import Kind

CODIFIER = Kind(
    code=register.CODIFIER,
    label=_("Codifier of territories (KATOTTH), XLSX"),
    hint=_("The official workbook of the ministry, as it is published."),
    plan=register.plan_register,
    edition=register.edition_of,
    units=UNITS,
    counts_rows=True,
)
STATUSES = Kind(
    code="statuses",
    label=_("Statuses of territories, CSV"),
    hint=_("Lines section,code,category,name_in_order,start,end of one edition of the act."),
    plan=imports.plan_territory_status,
    edition=imports.edition_of,
    units=imports.UNIT_MODELS,
    takes_act=True,
)
POPULATION = Kind(
    code="population",
    label=_("Population, CSV"),
    hint=_("Lines code,on,people,source; or the communities of the KSE Loc Data Hub."),
    plan=imports.plan_population,
    units={"population": Population},
)
# A new kind of file is one line here; its plan lies beside what it plans (boundaries, say).
KINDS = (CODIFIER, STATUSES, POPULATION)
