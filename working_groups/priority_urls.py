"""Addresses of priorities."""

from django.urls import path

from working_groups import priority_views as views

app_name = "priorities"
urlpatterns = [
    path("", views.PriorityList.as_view(), name="list"),
    path("groups/<int:pk>/new/", views.PriorityAdd.as_view(), name="add"),
    path("<int:pk>/edit/", views.PriorityEdit.as_view(), name="edit"),
]
