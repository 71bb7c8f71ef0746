"""Addresses of problems."""

from django.urls import path

from working_groups import problem_views as views

app_name = "problems"
urlpatterns = [
    path("", views.ProblemList.as_view(), name="list"),
    path("groups/<int:pk>/new/", views.ProblemAdd.as_view(), name="add"),
    path("<int:pk>/", views.ProblemDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.ProblemEdit.as_view(), name="edit"),
]
