"""Addresses of the dashboards."""

from django.urls import path

from dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.Overview.as_view(), name="overview"),
    path("map.geojson", views.MapData.as_view(), name="map-data"),
    path("measures/", views.MeasureList.as_view(), name="measures"),
    path("measures/<str:code>/", views.MeasurePage.as_view(), name="measure"),
    path("communities/<str:code>/", views.CommunityPage.as_view(), name="community"),
    path("register/", views.RegisterPage.as_view(), name="register"),
    path("oblasts/<str:code>/", views.OblastPage.as_view(), name="oblast"),
    path("raions/<str:code>/", views.RaionPage.as_view(), name="raion"),
]
