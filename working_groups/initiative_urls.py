"""Addresses of initiatives."""

from django.urls import path

from working_groups import initiative_views as views

app_name = "initiatives"
urlpatterns = [
    path("", views.InitiativeList.as_view(), name="list"),
    path("groups/<int:pk>/new/", views.InitiativeAdd.as_view(), name="add"),
    path("communities/<str:code>/new/", views.InitiativeAdd.as_view(), name="add-alone"),
    path("<int:pk>/", views.InitiativeDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.InitiativeEdit.as_view(), name="edit"),
    path("<int:pk>/stage/", views.StageStep.as_view(), name="stage"),
]
