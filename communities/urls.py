"""Addresses of the browser of communities; the page of one community is a dashboard."""

from django.urls import path

from communities import act_views, part_views, state_views, views
from communities.records.urls import urlpatterns as records
from core.exports import CSV, GEOJSON

app_name = "communities"
urlpatterns = [
    path("", views.CommunityList.as_view(), name="list"),
    path("export.csv", views.CommunityFile.as_view(kind=CSV), name="csv"),
    path("export.geojson", views.CommunityFile.as_view(kind=GEOJSON), name="geojson"),
    path("<str:code>/settlements/", part_views.SettlementList.as_view(), name="settlements"),
    path(
        "<str:code>/starosta-districts/",
        part_views.StarostaDistrictList.as_view(),
        name="starosta-districts",
    ),
    path("<str:code>/beats/", part_views.BeatList.as_view(), name="beats"),
    path(
        "<str:code>/starosta-districts/add/",
        part_views.StarostaDistrictAdd.as_view(),
        name="starosta-add",
    ),
    path("<str:code>/beats/add/", part_views.BeatAdd.as_view(), name="beat-add"),
    path(
        "starosta-districts/<int:pk>/edit/",
        part_views.StarostaDistrictEdit.as_view(),
        name="starosta-edit",
    ),
    path("beats/<int:pk>/edit/", part_views.BeatEdit.as_view(), name="beat-edit"),
    path("map/", state_views.StateMap.as_view(), name="states-map"),
    path("map.csv", state_views.StatesCsv.as_view(), name="states-csv"),
    path("map.geojson", state_views.StatesGeojson.as_view(), name="states-geojson"),
    path("contradictions/", state_views.ContradictionList.as_view(), name="contradictions"),
    path("successions/", act_views.SuccessionList.as_view(), name="successions"),
    path("successions/record/", act_views.RecordAct.as_view(), name="record-act"),
    *records,
]
