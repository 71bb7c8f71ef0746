"""Addresses of incidents."""

from django.urls import include, path

from core.exports import CSV, GEOJSON, NDJSON
from incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.IncidentList.as_view(), name="list"),
    path("export.csv", views.IncidentFile.as_view(kind=CSV), name="csv"),
    path("export-excel.csv", views.IncidentFile.as_view(kind=CSV, excel=True), name="excel"),
    path("export.geojson", views.IncidentFile.as_view(kind=GEOJSON), name="geojson"),
    path("export.ndjson", views.IncidentFile.as_view(kind=NDJSON), name="ndjson"),
    path("import/", include("incidents.importing.urls")),
    path("log/", views.IncidentLog.as_view(), name="log"),
    path("<uuid:pk>/", views.IncidentDetail.as_view(), name="detail"),
    path("<uuid:pk>/edit/", views.IncidentEdit.as_view(), name="edit"),
    path("<uuid:pk>/read/", views.IncidentReading.as_view(), name="read"),
    path("<uuid:pk>/note/", views.IncidentNote.as_view(), name="note"),
    *(
        path(f"<uuid:pk>/{name}/", views.IncidentStep.as_view(name=name), name=name)
        for name in views.STEPS
    ),
]
