"""Addresses of the pages about webhooks."""

from django.urls import path

from integrations import views

app_name = "integrations"
urlpatterns = [
    path("<int:pk>/webhooks/", views.Webhooks.as_view(), name="webhooks"),
    path("<int:pk>/webhooks/off/", views.SwitchOff.as_view(), name="switch-off"),
    path("<int:pk>/webhooks/replay/", views.Replay.as_view(), name="replay"),
]
