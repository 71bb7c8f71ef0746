"""Addresses that everybody may open, to take part in a group."""

from django.urls import path

from working_groups.taking_part import TakePart, Thanks

app_name = "taking_part"
urlpatterns = [
    path("", TakePart.as_view(), name="form"),
    path("thanks/", Thanks.as_view(), name="thanks"),
]
