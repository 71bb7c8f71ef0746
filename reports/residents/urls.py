"""Addresses of reports to residents, among those of officers."""

from django.urls import path

from reports.papers.files import KINDS
from reports.residents import views

app_name = "public_reports"
urlpatterns = [
    path("assignments/<int:pk>/report/", views.ReportAdd.as_view(), name="new"),
    path("public-reports/", views.ReportList.as_view(), name="list"),
    path("public-reports/<int:pk>/", views.ReportDetail.as_view(), name="detail"),
    path("public-reports/<int:pk>/edit/", views.ReportEdit.as_view(), name="edit"),
    path("public-reports/<int:pk>/deliver/", views.ReportDeliver.as_view(), name="deliver"),
    *(
        path(
            f"public-reports/<int:pk>/report.{kind}", views.ReportFile.as_view(kind=kind), name=kind
        )
        for kind in KINDS
    ),
]
