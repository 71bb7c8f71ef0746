"""Addresses of the browser of communities; the page of one community is a dashboard."""

from django.urls import path

from communities import views

app_name = "communities"
urlpatterns = [path("", views.CommunityList.as_view(), name="list")]
