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
    path("export.xlsx", views.IncidentWorkbook.as_view(), name="xlsx"),
    path("workbooks/<uuid:pk>/", views.Workbook.as_view(), name="workbook"),
    path("map/", views.IncidentMap.as_view(), name="map"),
    path("map.geojson", views.IncidentMapData.as_view(), name="map-data"),
    path("import/", include("incidents.importing.urls")),
    path("log/", views.IncidentLog.as_view(), name="log"),
    path("lists/", views.Lists.as_view(), name="lists"),
    path("lists/<str:code>/retire/", views.Retiring.as_view(), name="retire"),
    path("lists/<str:code>/reinstate/", views.Retiring.as_view(back=True), name="reinstate"),
    path("strikes/", views.StrikeList.as_view(), name="strikes"),
    path("strikes/new/", views.StrikePage.as_view(), name="strike-add"),
    path("strikes/<int:pk>/", views.StrikeDetail.as_view(), name="strike"),
    path("strikes/<int:pk>/edit/", views.StrikeEdit.as_view(), name="strike-edit"),
    path("strikes/<int:pk>/put/", views.StrikeMembers.as_view(), name="strike-put"),
    path("strikes/<int:pk>/take/", views.StrikeMembers.as_view(take_out=True), name="strike-take"),
    path("<uuid:pk>/", views.IncidentDetail.as_view(), name="detail"),
    path("<uuid:pk>/edit/", views.IncidentEdit.as_view(), name="edit"),
    path("<uuid:pk>/read/", views.IncidentReading.as_view(), name="read"),
    path("<uuid:pk>/note/", views.IncidentNote.as_view(), name="note"),
    *(
        path(f"<uuid:pk>/{name}/", views.IncidentStep.as_view(name=name), name=name)
        for name in views.STEPS
    ),
]
