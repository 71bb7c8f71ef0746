"""Addresses of grants."""

from django.urls import path

from working_groups import grant_views as views

app_name = "grants"
urlpatterns = [
    path("", views.GrantList.as_view(), name="list"),
    path("new/", views.GrantAdd.as_view(), name="add"),
    path("<int:pk>/", views.GrantDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.GrantEdit.as_view(), name="edit"),
]
