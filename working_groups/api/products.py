"""`/api/v1/knowledge-products/`: what programmes published for communities."""

from __future__ import annotations

from typing import Any

from communities.models import Programme
from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.standing import Standing
from core import clock
from core.api.attached import AttachmentSerializer
from core.api.strict import Code
from core.api.versioned_views import VersionedViewSet, described
from working_groups import products
from working_groups.api.people import LAST, LISTED
from working_groups.models import KnowledgeProduct
from working_groups.product_filters import ProductFilter


class KnowledgeProductSerializer(RecordSerializer):
    """Recommendations, a guide or a study. Its file has an address of its own: `…/file/`."""

    community = None
    programme = Code(slug_field="code", queryset=Programme.objects.all())
    author = Code(slug_field="code", queryset=LISTED, required=False, allow_null=True)
    file = AttachmentSerializer(read_only=True, allow_null=True)

    class Meta:
        model = KnowledgeProduct
        fields = [
            *("id", "programme", "kind", "title", "author", "published_on", "address", "file"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "file"]


@described(KnowledgeProductSerializer)
class KnowledgeProductViewSet(VersionedViewSet):
    """The knowledge products: the same for everybody who sees working groups."""

    queryset = KnowledgeProduct.objects.select_related("programme", "author", "file")
    serializer_class, file_name = KnowledgeProductSerializer, "knowledge-products"
    route = "knowledge-product"
    filterset_class = ProductFilter
    standing = Standing
    reads, add, change = products.VIEW, products.ADD, products.ADD
    scopes = ("groups:read", "groups:write")

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return products.add_product(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return products.change_product(
            product=record, said=said, at=clock.now(), version=record.version
        )
