"""Addresses of the forms of records, a pair for each kind; they stand among those of communities."""

from django.urls import path

from communities.records.views import KINDS, NewRecord, RecordPage

urlpatterns = [
    address
    for kind in KINDS
    for address in (
        path(f"<str:code>/{kind.part}/add/", NewRecord.as_view(kind=kind), name=f"{kind.name}-add"),
        path(
            f"{kind.part}/<int:pk>/edit/", RecordPage.as_view(kind=kind), name=f"{kind.name}-edit"
        ),
    )
]
