"""Addresses of the dashboards."""

from django.urls import path

from dashboards import views
from dashboards.half_year import HalfYearPage
from dashboards.logs import changes, readings, record
from dashboards.my_page import MyPage

app_name = "dashboards"
urlpatterns = [
    path("", views.Overview.as_view(), name="overview"),
    path("my/", MyPage.as_view(), name="my"),
    path("map.geojson", views.MapData.as_view(), name="map-data"),
    path("measures/", views.MeasureList.as_view(), name="measures"),
    path("measures/<str:code>/", views.MeasurePage.as_view(), name="measure"),
    path("communities/<str:code>/", views.CommunityPage.as_view(), name="community"),
    path("register/", views.RegisterPage.as_view(), name="register"),
    path("oblasts/<str:code>/", views.OblastPage.as_view(), name="oblast"),
    path("administration/readings/", readings.ReadingList.as_view(), name="readings"),
    path("administration/readings.csv", readings.ReadingFile.as_view(), name="readings-csv"),
    path("administration/history/", changes.ChangeList.as_view(), name="changes"),
    path("administration/history.csv", changes.ChangeFile.as_view(), name="changes-csv"),
    path("incidents/<uuid:pk>/history/", record.IncidentHistory.as_view(), name="incident-history"),
    path("officers/coverage/", views.CoveragePage.as_view(), name="coverage"),
    path("officers/<int:pk>/history/", record.OfficerHistory.as_view(), name="officer-history"),
    path(
        "officers/activities/<int:pk>/history/",
        record.ActivityHistory.as_view(),
        name="activity-history",
    ),
    path(
        "officers/assignments/<int:pk>/half-year/",
        HalfYearPage.as_view(),
        name="half-year",
    ),
    path(
        "communities/starosta-districts/<int:pk>/history/",
        record.StarostaHistory.as_view(),
        name="starosta-history",
    ),
    path("communities/beats/<int:pk>/history/", record.BeatHistory.as_view(), name="beat-history"),
    path("raions/<str:code>/", views.RaionPage.as_view(), name="raion"),
]
