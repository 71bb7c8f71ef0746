"""The three knowledge products of the Kherson programme (S4-27); days are invented."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from communities.models import Organisation, Programme
from core import clock
from working_groups.models import KnowledgeProduct, ProductKind
from working_groups.products import add_product

PUBLISHED = (
    (
        ProductKind.RECOMMENDATIONS,
        "Публічна комунікація в прифронтових громадах: рекомендації",
        date(2024, 7, 15),
    ),
    (ProductKind.GUIDE, "Самозахист від атак безпілотників: посібник", date(2025, 3, 10)),
    (ProductKind.STUDY, "Міграційні настрої мешканців Херсонщини: дослідження", date(2025, 9, 1)),
)


def publish_products(*, by: User) -> int:
    """Store the products; return how many there are."""
    programme = Programme.objects.get(code="kherson-recovery")
    author = Organisation.objects.get(code="union")
    for kind, title, day in PUBLISHED:
        said = {"programme": programme, "kind": kind, "title": title, "published_on": day}
        add_product(said=said | {"author": author}, by=by, at=clock.now())
    return KnowledgeProduct.objects.count()
