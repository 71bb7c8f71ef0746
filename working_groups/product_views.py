"""Pages of knowledge products: the list, one product, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.records.forms import ProgrammeField
from core import clock
from core.gate import MethodsFirst, takes
from core.pager import MARKS, keyset_page, without_marks
from core.steps import RecordStep
from core.versioned_forms import VersionedForm, day_input
from working_groups import products
from working_groups.forms import OrganisationChoice
from working_groups.group_views import crumbs as of_groups
from working_groups.models import KnowledgeProduct

PRODUCTS = KnowledgeProduct.objects.select_related("programme", "author", "file")
NEWEST_FIRST = ("-published_on", "-id")


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about knowledge products."""
    return of_groups((_("Knowledge products"), reverse("products:list") if more else None), *more)


class ProductForm(VersionedForm):
    """What was published, by whom, when, and where it can be read."""

    programme = ProgrammeField()
    author = OrganisationChoice(required=False)

    class Meta:
        model = KnowledgeProduct
        fields = ("title", "kind", "programme", "author", "published_on", "address")
        widgets = {"published_on": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"].label = _("Published by")


@takes(*MARKS)
class ProductList(MethodsFirst, PermissionRequiredMixin, View):
    """All knowledge products, the newest first."""

    permission_required = products.VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "page": keyset_page(request, PRODUCTS.all(), NEWEST_FIRST),
            "first_url": without_marks(request),
            "may_add": request.user.has_perm(products.ADD),
            "crumbs": crumbs(),
        }
        return render(request, "products/list.html", context)


@takes()
class ProductDetail(MethodsFirst, PermissionRequiredMixin, View):
    """One product, with its file or its address."""

    permission_required = products.VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        product = get_object_or_404(PRODUCTS, pk=pk)
        context = {
            "product": product,
            "may_change": request.user.has_perm(products.ADD),
            "crumbs": crumbs((str(product), None)),
        }
        return render(request, "products/detail.html", context)


class ProductAdd(RecordStep):
    """Write down a product."""

    permission_required = products.ADD
    template_name = "working_groups/form.html"

    def form(self, *args: Any) -> ProductForm:
        return ProductForm(*args)

    def store(self, form: ProductForm, by: Any) -> KnowledgeProduct:
        return products.add_product(said=form.said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New knowledge product")

    def further(self, title: str) -> dict[str, Any]:
        return {"back_url": reverse("products:list"), "crumbs": crumbs((title, None))}


class ProductEdit(ProductAdd):
    """Change what is said of a product."""

    @cached_property
    def product(self) -> KnowledgeProduct:
        return get_object_or_404(PRODUCTS, pk=self.kwargs["pk"])

    def form(self, *args: Any) -> ProductForm:
        return ProductForm(*args, instance=get_object_or_404(PRODUCTS, pk=self.kwargs["pk"]))

    def store(self, form: ProductForm, by: Any) -> KnowledgeProduct:
        return products.change_product(
            product=self.product, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the knowledge product")

    def further(self, title: str) -> dict[str, Any]:
        back = self.product.get_absolute_url()
        return {
            "note": str(self.product),
            "back_url": back,
            "crumbs": crumbs((str(self.product), back), (title, None)),
        }
