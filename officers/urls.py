"""Addresses of officers."""

from django.urls import path

from officers import entry_views, stage_views, views

app_name = "officers"
urlpatterns = [
    path("", views.OfficerList.as_view(), name="list"),
    path("new/", entry_views.OfficerAdd.as_view(), name="add"),
    path("pipeline/", stage_views.Pipeline.as_view(), name="pipeline"),
    path("<int:pk>/edit/", entry_views.OfficerEdit.as_view(), name="edit"),
    path("<int:pk>/step/", stage_views.OfficerStep.as_view(), name="step"),
    path("<int:pk>/correct/", stage_views.StepCorrection.as_view(), name="correct-step"),
    path("<int:pk>/", views.OfficerDetail.as_view(), name="detail"),
]
