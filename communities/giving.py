"""Who may give access to whom: the one rule, asked by services, pages and tests alike.

A right is given by whoever may give access there and holds it there too, or holds the right to
give its role (docs/decisions/0024). Every other answer here follows from that one.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects

from accounts.models import AccessEvent, EventKind, User
from accounts.roles import giving
from communities.models import AccessGrant, GrantedService, scope_of
from core import clock

ADD_GRANT = "communities.add_accessgrant"
CHANGE_GRANT = "communities.change_accessgrant"
VIEW_GRANT = "communities.view_accessgrant"
VIEW_ACCOUNT, ADD_ACCOUNT = "accounts.view_user", "accounts.add_user"
CHANGE_ACCOUNT, SEE_AS = "accounts.change_user", "accounts.see_as_user"


def holds_in(user: Any, permission: str, unit: Any, service: str) -> bool:
    """Say whether a permission holds in the whole of a unit (None: the nation), for all of a service."""
    scope = scope_of(user, permission)
    return all(scope.of(each).covers(unit) for each in GrantedService(service).services)


def may_give_role(by: Any, role: Group, unit: Any, service: str) -> bool:
    """Say whether somebody may give a role there: all its rights, or the right to give it."""
    if holds_in(by, giving(role.name), unit, service):
        return True
    return all(holds_in(by, right, unit, service) for right in rights_of(role))


def rights_of(role: Group) -> set[str]:
    """Return what a role allows, as app.codename."""
    prefetch_related_objects([role], "permissions__content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in role.permissions.all()}


def roles_to_give(by: Any) -> list[Group]:
    """Return the roles somebody may give somewhere: what a form offers."""
    held = by.get_all_permissions()
    return [
        role
        for role in Group.objects.prefetch_related("permissions__content_type").order_by("name")
        if by.is_superuser or giving(role.name) in held or rights_of(role) <= held
    ]


def may_give(by: Any, grant: AccessGrant, *, to: str = ADD_GRANT) -> bool:
    """Say whether somebody could give a grant, or end it with the permission `to`."""
    reached = holds_in(by, to, grant.territory, grant.service)
    return reached and may_give_role(by, grant.role, grant.territory, grant.service)


def accounts_for(user: Any, *, to: str = VIEW_ACCOUNT) -> Any:
    """Return the accounts a reader may see, or use with a permission.

    Those with a grant inside the reader's own, and those he made; for the nation, all.
    """
    scope = scope_of(user, to)
    if scope.police.nation and scope.rescue.nation:
        return User.objects.all()
    if not scope.either:
        return User.objects.none()
    granted = AccessGrant.objects.visible_to(user, to=to).filter(user=OuterRef("pk"))
    made = AccessEvent.objects.filter(
        kind=EventKind.ACCOUNT_MADE, by=user.pk, account=OuterRef("pk")
    )
    return User.objects.filter(Exists(granted) | Exists(made))


def may_manage(by: Any, account: User, *, to: str = CHANGE_ACCOUNT) -> bool:
    """Say whether somebody may close an account or let it in anew.

    Only who could give all that it holds: otherwise a link to choose a password would be a way
    to rights that nobody gave.
    """
    if account.is_superuser and not by.is_superuser:
        return False
    if not accounts_for(by, to=to).filter(pk=account.pk).exists():
        return False
    return all(may_give(by, each) for each in _lasting(account))


def may_see_as(by: Any, account: User) -> bool:
    """Say whether somebody may see the pages as an account sees them: never more than the own."""
    if account.is_superuser or account.pk == by.pk or not (account.is_active and by.is_active):
        return False
    if not accounts_for(by, to=SEE_AS).filter(pk=account.pk).exists():
        return False
    return all(holds_in(by, SEE_AS, each.territory, each.service) for each in _lasting(account))


def _lasting(account: User) -> Any:
    rows = AccessGrant.objects.filter(user=account).not_over(clock.today())
    return with_rights(rows)


def with_rights(grants: Any) -> Any:
    """Read grants with their territories and what their roles allow, however many there are."""
    joined = grants.select_related("role", "oblast", "raion", "community", "granted_by", "ended_by")
    return joined.prefetch_related("role__permissions__content_type")


def same_grants(user: User, role: Group, unit: Any, service: str) -> Any:
    """Return the grants of an account that say the same, whenever they count."""
    place = {unit._meta.model_name: unit} if unit else {"nation": True}
    return AccessGrant.objects.filter(Q(**place), user=user, role=role, service=service)
