"""Addresses of decisions and action points."""

from django.urls import path

from working_groups import action_views as views

app_name = "actions"
urlpatterns = [
    path("", views.ActionList.as_view(), name="list"),
    path("items/<int:pk>/decide/", views.DecisionAdd.as_view(), name="decide"),
    path("decisions/<int:pk>/edit/", views.DecisionEdit.as_view(), name="decision-edit"),
    path("decisions/<int:pk>/new/", views.ActionAdd.as_view(), name="add"),
    path("<int:pk>/", views.ActionDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.ActionEdit.as_view(), name="edit"),
    path("<int:pk>/step/", views.ActionStep.as_view(), name="step"),
]
