"""Addresses of the browser of communities; the page of one community is a dashboard."""

from django.urls import path

from communities import state_views, views

app_name = "communities"
urlpatterns = [
    path("", views.CommunityList.as_view(), name="list"),
    path("map/", state_views.StateMap.as_view(), name="states-map"),
    path("map.csv", state_views.StatesCsv.as_view(), name="states-csv"),
    path("map.geojson", state_views.StatesGeojson.as_view(), name="states-geojson"),
    path("contradictions/", state_views.ContradictionList.as_view(), name="contradictions"),
]
