"""Accounts that try the walls: every role near and far, and grants that no longer or not yet hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone
from oauth2_provider.models import get_access_token_model, get_application_model
from oauthlib.common import generate_token

from accounts.models import ApiClient, User
from accounts.roles import ROLES
from communities.models import AccessGrant, Community
from safety_portal.demo.mark import DOMAIN

PLACES = (
    "home",
    "near",
    "far",
    "elsewhere",
)  # communities: the own, of its raion, its oblast, beyond
REACH = {"home": PLACES[:1], "raion": PLACES[:2], "oblast": PLACES[:3], "nation": PLACES}
OBLASTS = {"around": PLACES[:3], "beyond": PLACES[3:]}  # scopes of what is of a whole oblast
SERVICES = ("police", "rescue")
BOTH = "both"
OWN = "own"
SENSITIVE = "sensitive"  # the end of the scope of what is walled besides
NATION = "nation"  # the scope of what is of the whole country or of nobody
IN_FORCE, ENDED, FUTURE, CLOSED = "in force", "ended", "future", "closed"
SUPERUSER = ""
WIDE = {  # where each role is usually held; one not named here gets an oblast
    "officer": ("home", "police"),
    "council": ("home", BOTH),
    "raion_coordinator": ("raion", "rescue"),
    "ministry_analyst": ("nation", BOTH),
    "ministry_administrator": ("nation", BOTH),
    "auditor": ("nation", "rescue"),
    "api_writer": ("oblast", "police"),
}
TOKEN_HOURS = 12


@dataclass(frozen=True)
class Holder:
    """One account with one grant: the role, how far it reaches, for which service, and whether it holds."""

    name: str
    role: str
    where: str = "home"
    service: str = "police"
    state: str = IN_FORCE

    @property
    def password(self) -> str:
        return f"{self.name}-demo-2026"

    def reaches(self, scope: str, *, whole: bool = False) -> bool:
        """Say whether the grant opens a scope: a place, or a place and a service, or `own.NAME`.

        What is of an oblast is open from any place in it, or only to who reaches the `whole`.
        """
        place, _, rest = scope.partition(".")
        if place in OBLASTS:
            reached = [each in REACH[self.where] for each in OBLASTS[place]]
            return self.state == IN_FORCE and (all(reached) if whole else any(reached))
        if place == OWN:
            return self.state != CLOSED and rest == self.name
        if place == NATION:
            return self.state == IN_FORCE and self.where == NATION
        if self.state != IN_FORCE or place not in REACH[self.where]:
            return False
        service = rest.partition(".")[0]
        return not service or self.service in {service, BOTH}


def is_sensitive(scope: str) -> bool:
    """Say whether what lies in a scope is walled besides."""
    return scope.endswith(f".{SENSITIVE}")


def holders() -> tuple[Holder, ...]:
    """Return them all: for every role a wide and a narrow one, three that hold nothing, and a superuser."""
    superuser = Holder("canary.superuser", SUPERUSER, "nation", BOTH)
    return (*(each for role in ROLES for each in _of(role)), superuser)


def _of(role: str) -> Iterator[Holder]:
    name = f"canary.{role}"
    yield Holder(name, role, *WIDE.get(role, ("oblast", BOTH)))
    yield Holder(f"{name}.narrow", role)
    for state in (ENDED, FUTURE, CLOSED):
        yield Holder(f"{name}.{state}", role, "nation", BOTH, state)


def open_accounts(home: Community, at: datetime) -> dict[str, User]:
    """Make the accounts with their grants and clients where they are missing; return them by name."""
    known = {each.username: each for each in User.objects.filter(username__startswith="canary.")}
    return {each.name: known.get(each.name) or _open(each, home, at) for each in holders()}


def _open(holder: Holder, home: Community, at: datetime) -> User:
    above_all = holder.role == SUPERUSER
    user = User.objects.create_user(
        holder.name,
        f"{holder.name}@{DOMAIN}",
        holder.password,
        full_name=f"Канарка {holder.name.removeprefix('canary.')}",
        is_active=holder.state != CLOSED,
        is_staff=above_all,
        is_superuser=above_all,
    )
    if not above_all:
        AccessGrant.objects.create(
            user=user,
            role=Group.objects.get(name=holder.role),
            service=holder.service,
            reason="canary",
            **_where(holder, home),
            **_when(holder, timezone.localdate(at)),
        )
    return user


def _where(holder: Holder, home: Community) -> dict[str, object]:
    units = {"raion": home.raion, "oblast": home.oblast, "home": home, "nation": True}
    field = "community" if holder.where == "home" else holder.where
    return {field: units[holder.where]}


def _when(holder: Holder, today: date) -> dict[str, date | None]:
    """Return the period: an ended grant ended today, a future one begins tomorrow."""
    starts_on = today + timedelta(days=1) if holder.state == FUTURE else date(2021, 1, 1)
    return {"starts_on": starts_on, "ends_on": today if holder.state == ENDED else None}


def issue_token(user: User, scopes: list[str], at: datetime) -> str:
    """Return a fresh bearer token of an account; its client is made the first time."""
    application_model = get_application_model()
    application, made = application_model.objects.get_or_create(
        client_id=user.username,
        defaults={
            "name": user.username,
            "client_type": application_model.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": application_model.GRANT_CLIENT_CREDENTIALS,
        },
    )
    if made:
        ApiClient.objects.create(application=application, account=user, scopes=scopes)
    token = generate_token()
    get_access_token_model().objects.create(
        application=application,
        token=token,
        scope=" ".join(scopes),
        expires=at + timedelta(hours=TOKEN_HOURS),
    )
    return token
