"""The accounts of the demo: people to sign in as, duty desks that logged, one machine client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import translation
from oauth2_provider.models import get_application_model

from accounts.client_secrets import keep_secret, new_secret
from accounts.models import ApiClient, IdleClass, User
from communities.models import AccessGrant, Community, Oblast, Organisation, Service
from core import clock
from safety_portal.demo.ground import Place
from safety_portal.demo.mark import DOMAIN
from safety_portal.demo.names import Name

KHERSON = "UA65000000000030969"
BILOZERKA = "UA65100010000048953"
SIX = (  # the communities of the first six working groups of Kherson oblast
    "UA65100130000084882",
    BILOZERKA,
    "UA65100170000014054",
    "UA65020150000047137",
    "UA65020070000029027",
    "UA65020110000081240",
)
GRANTED_ON = date(2021, 1, 1)
CLIENT = "integrator"


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo account: who it is, and its grants as role, territory codes and service."""

    username: str
    name: Name
    role: str = ""
    where: tuple[str, ...] = ()  # empty: the nation
    service: str = "both"
    idle_class: str = IdleClass.OFFICE

    @property
    def password(self) -> str:
        return f"{self.username}-demo-2026"


PEOPLE = (
    Demo(
        "ministry",
        Name("Яворська", "Соломія", "Орестівна"),
        "ministry_analyst",
        idle_class=IdleClass.STRICT,
    ),
    Demo("kherson", Name("Степовий", "Остап", "Назарович"), "oblast_coordinator", (KHERSON,)),
    Demo(
        "bilozerka.police",
        Name("Журба", "Назар", "Тимофійович"),
        "officer",
        (BILOZERKA,),
        Service.POLICE,
        IdleClass.TABLET,
    ),
    Demo(
        "bilozerka.rescue",
        Name("Діброва", "Зоряна", "Степанівна"),
        "officer",
        (BILOZERKA,),
        Service.RESCUE,
        IdleClass.TABLET,
    ),
    Demo("bilozerka.council", Name("Калина", "Христина", "Петрівна"), "council", (BILOZERKA,)),
    Demo("union", Name("Берегова", "Роксолана", "Данилівна"), "group_coordinator", SIX),
    Demo("auditor", Name("Лісовський", "Тарас", "Юрійович"), "auditor"),
    Demo("admin", Name("Озерний", "Богдан", "Вікторович")),
)


def open_accounts() -> dict[str, User]:
    """Create the accounts people sign in with, and their grants; return them by name."""
    made = {each.username: _open(each) for each in PEOPLE}
    for each in PEOPLE:
        if each.role:
            _grant(made[each.username], each.role, each.where, each.service, made["admin"])
    return made


def open_client(*, by: User) -> None:
    """Create the machine client: it reads everything and writes police records in one oblast."""
    account = User.objects.create(
        username=CLIENT,
        email=f"{CLIENT}@{DOMAIN}",
        full_name="Інтегратор (демо)",
        is_service=True,
        password=make_password(None),
    )
    _grant(account, "api_client", (), "both", by)
    _grant(account, "api_writer", (KHERSON,), Service.POLICE, by)
    model = get_application_model()
    application = model.objects.create(
        name=CLIENT,
        client_id=CLIENT,
        client_secret=new_secret(),  # nobody's: that of the client stands apart
        client_type=model.CLIENT_CONFIDENTIAL,
        authorization_grant_type=model.GRANT_CLIENT_CREDENTIALS,
    )
    scopes: dict[str, str] = settings.OAUTH2_PROVIDER["SCOPES"]  # type: ignore[assignment]
    client = ApiClient.objects.create(
        application=application,
        account=account,
        scopes=list(scopes),
        description="Інтегратор (демо)",
    )
    keep_secret(client, client_secret(), at=clock.now(), by=by)


def secret_file() -> Path:
    """Return where the client's secret is kept; the database holds only its hash."""
    return settings.VAR_DIR / "demo-client-secret"


def client_secret() -> str:
    """Return the client's secret, made at random the first time, in a file only we may read."""
    file = secret_file()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(new_secret(), "ascii")
    return file.read_text("ascii").strip()


def open_desks(places: list[Place], people: dict[str, User]) -> None:
    """Give every place the accounts that log and review there; nobody signs in with a desk."""
    desks = {each.username: each for each in User.objects.bulk_create(_desks())}
    for place in places:
        place.loggers = {
            service: desks[f"duty.{service}.{place.oblast}"].pk for service in Service.values
        }
        place.reviewer = desks[f"review.{place.oblast}"].pk
        if place.oblast == KHERSON[2:4]:
            place.reviewer = people["kherson"].pk
        if place.code == BILOZERKA:
            place.loggers = {
                service: people[f"bilozerka.{service}"].pk for service in Service.values
            }


def _desks() -> list[User]:
    """Return a duty desk for each oblast and service, and a reviewer for each oblast."""
    desks = []
    directorates = {
        (each.service, each.oblast.number): each.name_uk
        for each in Organisation.objects.filter(kind="directorate").select_related("oblast")
        if each.oblast
    }
    for oblast in Oblast.objects.order_by("code"):
        for service in Service.values:
            unit = directorates.get((service, oblast.number), oblast.name_uk)
            desks.append(_desk(f"duty.{service}.{oblast.number}", f"Чергова частина, {unit}"))
        desks.append(_desk(f"review.{oblast.number}", f"Координатор: {_full(oblast)}"))
    return desks


def _full(oblast: Oblast) -> str:
    """Return the Ukrainian name of an oblast as it stands alone."""
    with translation.override("uk"):
        return oblast.title


def _desk(username: str, title: str) -> User:
    return User(
        username=username,
        email=f"{username}@{DOMAIN}",
        full_name=title[:120],
        is_service=True,
        password=make_password(None),
    )


def _open(demo: Demo) -> User:
    return User.objects.create_user(
        demo.username,
        f"{demo.username}@{DOMAIN}",
        demo.password,
        full_name=demo.name.full,
        idle_class=demo.idle_class,
        is_staff=not demo.role,
        is_superuser=not demo.role,
    )


def _grant(user: User, role: str, where: tuple[str, ...], service: str, by: User) -> None:
    group = Group.objects.get(name=role)
    common = {
        "user": user,
        "role": group,
        "service": service,
        "starts_on": GRANTED_ON,
        "granted_by": by,
        "reason": "demo",
    }
    if not where:
        AccessGrant.objects.create(nation=True, **common)
    for code in where:
        AccessGrant.objects.create(**_territory(code), **common)


def _territory(code: str) -> dict[str, object]:
    oblast = Oblast.objects.filter(code=code).first()
    return {"oblast": oblast} if oblast else {"community": Community.objects.get(code=code)}
