"""Addresses of the browser of communities; the page of one community is a dashboard."""

from django.urls import path

from communities import act_views, views

app_name = "communities"
urlpatterns = [
    path("", views.CommunityList.as_view(), name="list"),
    path("successions/", act_views.SuccessionList.as_view(), name="successions"),
    path("successions/record/", act_views.RecordAct.as_view(), name="record-act"),
]
