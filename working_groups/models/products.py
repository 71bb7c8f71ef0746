"""Knowledge products: what a programme published for communities to use."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Organisation, Programme, scope_of
from core.history import track_every_change
from core.models import Attachment
from core.versioned import Versioned

HTTPS = URLValidator(schemes=["https"], message=_("Give an address that begins with https://."))


class ProductKind(models.TextChoices):
    RECOMMENDATIONS = "recommendations", pgettext_lazy("product", "Recommendations")
    GUIDE = "guide", pgettext_lazy("product", "Guide")
    STUDY = "study", pgettext_lazy("product", "Study")


class KnowledgeProductQuerySet(models.QuerySet["KnowledgeProduct"]):
    """Products: the same for everybody who holds the right anywhere."""

    def visible_to(self, user: Any, to: str = "") -> Self:
        """Keep all of them for whoever holds a right somewhere, and nothing for others."""
        return self if scope_of(user, to).either else self.none()


@track_every_change()
class KnowledgeProduct(Versioned):
    """Recommendations, a guide or a study, as a file or at an address; without anything personal."""

    happened: ClassVar = ("published_on",)

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", verbose_name=_("programme")
    )
    kind = models.CharField(pgettext_lazy("product", "kind"), choices=ProductKind, max_length=15)
    title = models.CharField(
        pgettext_lazy("product", "title"), max_length=settings.LIMITS["agenda_title"]
    )
    author = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_on = models.DateField(_("published on"))
    address = models.CharField(
        pgettext_lazy("product", "address"),
        max_length=settings.LIMITS["webhook_address"],
        blank=True,
        validators=[HTTPS],
        help_text=_("Where it can be read, if not here as a file."),
    )
    file = models.OneToOneField(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("file"),
    )

    objects = KnowledgeProductQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("knowledge product")
        verbose_name_plural = _("knowledge products")
        constraints = [
            models.CheckConstraint(
                name="address_of_a_product_is_https",
                condition=Q(address="") | Q(address__startswith="https://"),
            )
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("published_on", "id", name="product_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("products:detail", args=[self.pk])
