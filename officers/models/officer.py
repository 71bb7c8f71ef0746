"""Officers and the names behind them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Organisation, Service, ServiceScopedQuerySet, scope_of
from communities.models.rights import RAISE_ALL_RIGHTS, RAISE_RIGHTS
from core.history import track_every_change
from core.models import Attachment
from core.names import UkrainianSortKey
from core.triggers import COUNTS_VERSIONS
from officers.models.assignment import Assignment
from officers.models.stage import OfficerStage
from officers.models.training import Enrolment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from communities.region import Region


class OfficerKind(models.TextChoices):
    COMMUNITY_POLICE = "community_police", _("Community police officer")
    PRECINCT = "precinct", _("Precinct officer")
    COMMUNITY_RESCUE = "community_rescue", _("Community rescue officer")


def service_of(kind: str) -> str:
    """Return the service of a kind of officers, as the column `service` says it."""
    return Service.RESCUE if kind == OfficerKind.COMMUNITY_RESCUE else Service.POLICE


class Language(models.TextChoices):
    """What residents may be spoken to in, by ISO 639: of the state, its minorities, and two more."""

    UKRAINIAN = "uk", _("Ukrainian")
    UKRAINIAN_SIGN = "ukl", _("Ukrainian sign language")
    BULGARIAN = "bg", _("Bulgarian")
    CRIMEAN_TATAR = "crh", _("Crimean Tatar")
    ENGLISH = "en", _("English")
    GAGAUZ = "gag", _("Gagauz")
    GERMAN = "de", _("German")
    HUNGARIAN = "hu", _("Hungarian")
    POLISH = "pl", _("Polish")
    ROMANI = "rom", _("Romani")
    ROMANIAN = "ro", _("Romanian")
    RUSSIAN = "ru", _("Russian")
    SLOVAK = "sk", _("Slovak")


class OfficerQuerySet(ServiceScopedQuerySet["Officer"]):
    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep the officers of the home units and of the communities in reach."""
        scope = scope_of(user, to or self.view_permission)
        condition = Q(pk__in=[])
        for service in Service.values:
            region = scope.of(service)
            if region.nation:
                condition |= Q(service=service)
            elif region:
                serving = Assignment.objects.filter(officer=OuterRef("pk")).inside(region)
                home = Q(unit__oblast__in=region.oblasts)
                condition |= Q(home | Exists(serving), service=service)
        return self.filter(condition)

    def in_post_on(self, day: date) -> Self:
        """Keep the officers who serve on a day, with an assignment in force."""
        serving = Assignment.objects.in_post(day).filter(officer=OuterRef("pk"))
        return self.filter(Exists(serving))

    def serving_in(self, region: Region, day: date) -> Self:
        """Keep the officers in post somewhere in a region on a day."""
        posts = Assignment.objects.in_post(day).inside(region)
        return self.filter(pk__in=posts.values("officer"))

    def certified_on(self, day: date) -> Self:
        """Keep the officers with a certificate that holds on a day."""
        held = Enrolment.objects.valid_on(day).filter(officer=OuterRef("pk"))
        return self.filter(Exists(held))

    def lapsing(self, day: date, within: int) -> Self:
        """Keep those certified on a day who will not be a number of days later."""
        later = Enrolment.objects.valid_on(day + timedelta(days=within))
        return self.certified_on(day).exclude(Exists(later.filter(officer=OuterRef("pk"))))


@track_every_change()
class Officer(models.Model):
    """One person who serves a community, of one kind; the names stand in OfficerPersonal."""

    kind = models.CharField(pgettext_lazy("officer", "kind"), choices=OfficerKind, max_length=20)
    service = models.GeneratedField(
        expression=models.Case(
            models.When(kind="community_rescue", then=models.Value("rescue")),
            default=models.Value("police"),
        ),
        output_field=models.CharField(max_length=8, choices=Service.choices),
        db_persist=True,
        verbose_name=_("service"),
    )
    rank = models.CharField(_("rank"), max_length=60, blank=True)
    badge_number = models.CharField(_("badge number"), max_length=20, blank=True)
    languages: Any = ArrayField(
        models.CharField(max_length=3, choices=Language),
        size=len(Language),
        default=list,
        blank=True,
        db_default=[],
        verbose_name=_("languages"),
    )
    unit = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("home unit"))
    stage = models.CharField(
        _("stage"),
        choices=OfficerStage,
        default=OfficerStage.CANDIDATE,
        db_default=OfficerStage.CANDIDATE,
        max_length=10,
        editable=False,
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="officer",
        verbose_name=_("account"),
    )
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)
    updated_at = models.DateTimeField(_("changed"), db_default=Now(), editable=False)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        constraints = [
            models.CheckConstraint(
                name="officer_is_of_a_known_kind", condition=Q(kind__in=OfficerKind.values)
            ),
            models.UniqueConstraint(
                fields=["service", "badge_number"],
                condition=~Q(badge_number=""),
                name="badge_number_is_one_only",
                violation_error_message=_("Another officer of the service has this badge number."),
            ),
        ]
        indexes = [models.Index("updated_at", "id", name="officer_by_change")]
        # an account logs for its officer's service
        triggers = [RAISE_RIGHTS, RAISE_ALL_RIGHTS, COUNTS_VERSIONS]

    def __str__(self) -> str:
        personal = getattr(self, "personal", None)
        return str(personal) if personal else f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("officers:detail", args=[self.pk])

    @property
    def spoken(self) -> list[str]:
        """Return the names of the officer's languages, in the order of the list."""
        return [str(each.label) for each in Language if each in self.languages]

    @property
    def name(self) -> str:
        return str(self)


class OfficerPersonal(models.Model):
    """The names and contacts of an officer, kept apart from what history records."""

    officer = models.OneToOneField(
        Officer, models.CASCADE, primary_key=True, related_name="personal"
    )
    last_name = models.CharField(_("surname"), max_length=60)
    first_name = models.CharField(_("given name"), max_length=60)
    patronymic = models.CharField(_("patronymic"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    photo = models.OneToOneField(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("photograph"),
    )
    sort_key = models.GeneratedField(
        expression=UkrainianSortKey("last_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("names and contacts")
        verbose_name_plural = _("names and contacts")
        indexes = [models.Index(F("sort_key"), F("officer"), name="officer_by_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
