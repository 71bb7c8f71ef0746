"""Addresses of the forms of records, a pair for each kind; they stand among those of communities."""

from django.urls import path

from communities.records.scans import MemorandumFile, MemorandumFileEdit
from communities.records.views import KINDS, NewRecord, RecordPage

urlpatterns = [
    path("memoranda/<int:pk>/file/", MemorandumFile.as_view(), name="memorandum-file"),
    path(
        "memoranda/<int:pk>/file/edit/",
        MemorandumFileEdit.as_view(),
        name="memorandum-file-edit",
    ),
    *(
        address
        for kind in KINDS
        for address in (
            path(
                f"<str:code>/{kind.part}/add/",
                NewRecord.as_view(kind=kind),
                name=f"{kind.name}-add",
            ),
            path(
                f"{kind.part}/<int:pk>/edit/",
                RecordPage.as_view(kind=kind),
                name=f"{kind.name}-edit",
            ),
        )
    ),
]
