"""Addresses of organisations."""

from django.urls import path

from working_groups import organisation_views as views

app_name = "organisations"
urlpatterns = [
    path("", views.OrganisationList.as_view(), name="list"),
    path("new/", views.OrganisationAdd.as_view(), name="add"),
    path("<int:pk>/", views.OrganisationDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.OrganisationEdit.as_view(), name="edit"),
]
