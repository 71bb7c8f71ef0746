"""A small country for canaries: four communities, ever farther from home, whose names tell on them."""

from communities.models import Community
from safety_portal.demo.canary import text_of
from safety_portal.demo.holders import PLACES
from tests.factories.communities import CityDistrictFactory, CommunityFactory, SettlementFactory


def ground(**home) -> dict[str, Community]:
    """Return home, a community of its raion, one of its oblast, and one beyond, by place."""
    own = CommunityFactory.create(**_named("home"), **home)
    near = CommunityFactory.create(**_named("near"), oblast=own.oblast, raion=own.raion)
    far = CommunityFactory.create(**_named("far"), oblast=own.oblast)
    elsewhere = CommunityFactory.create(**_named("elsewhere"))
    # the codifier is public, to its last level: some of it lies in no community
    SettlementFactory.create(community=None, raion=elsewhere.raion)
    CityDistrictFactory.create(settlement=None, oblast=elsewhere.oblast)
    return dict(zip(PLACES, (own, near, far, elsewhere), strict=True))


def _named(place: str) -> dict[str, str]:
    return dict.fromkeys(("name_uk", "name_en"), text_of(place, "community"))
