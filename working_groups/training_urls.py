"""Addresses of trainings."""

from django.urls import path

from working_groups import training_views as views

app_name = "trainings"
urlpatterns = [
    path("", views.TrainingList.as_view(), name="list"),
    path("new/", views.TrainingAdd.as_view(), name="add"),
    path("<int:pk>/", views.TrainingDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.TrainingEdit.as_view(), name="edit"),
    path("<int:pk>/people/new/", views.PresenceAdd.as_view(), name="presence-add"),
    path("people/<int:pk>/edit/", views.PresenceEdit.as_view(), name="presence-edit"),
]
