"""Who may be named as a responder: wider than the scope, because help comes from outside."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from communities.models import Community
from officers.models import Assignment, Officer


def responders_for(
    community: Community, service: str, on: date, *, named: Iterable[int] = ()
) -> Any:
    """Return the officers in post in the raion, and those of the service in the oblast.

    Those of the community itself come first (`is_here`); `named` are officers a record names
    already, who stay even after they have moved away.
    """
    serving = Assignment.objects.in_post(on).filter(officer=OuterRef("pk"))
    here = serving.filter(community=community.pk)
    near = serving.filter(community__raion=community.raion_id) if community.raion_id else here
    of_service = serving.filter(community__oblast=community.oblast_id)
    allowed = Q(Exists(near)) | Q(Exists(of_service), service=service) | Q(pk__in=list(named))
    found = Officer.objects.filter(allowed).annotate(is_here=Exists(here))
    return found.select_related("personal").order_by("-is_here", "personal__sort_key", "pk")
