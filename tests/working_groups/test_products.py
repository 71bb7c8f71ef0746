"""Knowledge products: written down with a file or an address, read by whoever sees groups."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.test_attachments import PDF
from tests.factories.accounts import account
from tests.factories.communities import ProgrammeFactory
from tests.factories.people import KnowledgeProductFactory
from working_groups.models import KnowledgeProduct

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def said(**more):
    return {
        "title": "Самозахист від атак безпілотників",
        "kind": "guide",
        "programme": ProgrammeFactory.create().pk,
        "published_on": "2025-03-10",
        "address": "https://example.org/guide",
    } | more


def test_a_product_is_written_down_with_an_address(page):
    assert "/working-groups/products/" in text(page.get("/working-groups/"))

    stored = page.post("/working-groups/products/new/", said())

    assert stored.status_code == 302, text(stored)
    shown = text(page.get(stored["Location"]))
    assert "https://example.org/guide" in shown
    assert stored["Location"] in text(page.get("/working-groups/products/"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"address": "http://example.org/"}, "починається з https://"),
        ({"address": "javascript:alert(1)"}, "починається з https://"),
        ({"title": ""}, "обов"),
        ({"published_on": "2199-01-01"}, "до"),
        ({"kind": "film"}, "вибір"),
    ],
)
def test_what_is_wrong_of_a_product_is_said_at_its_field(page, more, words):
    refused = page.post("/working-groups/products/new/", said(**more))

    assert refused.status_code == 400
    assert words in text(refused)
    assert not KnowledgeProduct.objects.exists()


def test_a_product_has_a_file_and_another_version(page):
    product = KnowledgeProductFactory.create()
    edit = f"{product.get_absolute_url()}file/edit/"
    assert page.get(f"{product.get_absolute_url()}file/").status_code == 404

    file = SimpleUploadedFile("guide.pdf", PDF, "application/pdf")
    stored = page.post(edit, {"file": file, "version": 1})

    assert stored.status_code == 302, text(stored)
    assert f"{product.get_absolute_url()}file/" in text(page.get(product.get_absolute_url()))
    got = page.get(f"{product.get_absolute_url()}file/")
    assert (got.status_code, got["Content-Type"]) == (200, "application/pdf")
    changed = page.post(f"{product.get_absolute_url()}edit/", said(version=1))
    assert changed.status_code == 409
    assert page.post(f"{product.get_absolute_url()}edit/", said(version=2)).status_code == 302


def test_whoever_sees_groups_reads_products_and_changes_none(client, community):
    product = KnowledgeProductFactory.create()
    client.force_login(account("council", community=community))

    assert product.title in text(client.get("/working-groups/products/"))
    assert client.get(f"{product.get_absolute_url()}edit/").status_code == 403
    assert client.get("/working-groups/products/new/").status_code == 403
    assert client.get(f"/api/v1/knowledge-products/{product.pk}/").status_code == 200


def test_the_api_reads_and_writes(page):
    ProgrammeFactory.create(code="kherson-recovery")
    first = {"programme": "kherson-recovery", "kind": "study", "title": "Міграційні настрої"}
    first |= {"published_on": "2025-09-01"}
    made = page.post("/api/v1/knowledge-products/", first, content_type="application/json")
    assert made.status_code == 201, text(made)
    address = f"/api/v1/knowledge-products/{made.json()['id']}/"
    http = page.patch(
        address,
        {"address": "http://example.org/"},
        content_type="application/json",
        headers={"If-Match": made["ETag"]},
    )
    assert http.status_code == 400
    put = page.put(
        f"{address}file/",
        PDF,
        content_type="application/octet-stream",
        headers={"If-Match": made["ETag"]},
    )
    assert put.status_code == 200, text(put)
    found = page.get("/api/v1/knowledge-products/?kind=study").json()["results"]
    assert found[0]["file"]["kind"] == "document"
    assert page.get("/api/v1/knowledge-products/?kind=guide").json()["results"] == []
