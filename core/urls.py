"""Addresses of what every list can do."""

from django.urls import path

from core import saved_views

app_name = "saved-views"
urlpatterns = [
    path("", saved_views.own, name="list"),
    path("save/", saved_views.save, name="save"),
]
