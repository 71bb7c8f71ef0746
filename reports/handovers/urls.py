"""Addresses of handovers, among those of officers."""

from django.urls import path

from reports.handovers import views
from reports.papers.files import KINDS

app_name = "handovers"
urlpatterns = [
    path("assignments/<int:pk>/end/", views.Leaving.as_view(), name="leave"),
    path("assignments/<int:pk>/handover/", views.HandoverAdd.as_view(), name="new"),
    path("handovers/", views.HandoverList.as_view(), name="list"),
    path("handovers/<int:pk>/", views.HandoverDetail.as_view(), name="detail"),
    path("handovers/<int:pk>/edit/", views.HandoverEdit.as_view(), name="edit"),
    path("handovers/<int:pk>/sign/", views.HandoverSign.as_view(), name="sign"),
    *(
        path(f"handovers/<int:pk>/act.{kind}", views.HandoverFile.as_view(kind=kind), name=kind)
        for kind in KINDS
    ),
    *(
        path(
            f"equipment/issues/<int:pk>/act.{kind}",
            views.IssueFile.as_view(kind=kind),
            name=f"issue-{kind}",
        )
        for kind in KINDS
    ),
]
