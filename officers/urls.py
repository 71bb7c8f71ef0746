"""Addresses of officers."""

from django.urls import path

from officers import assignment_views, views

app_name = "officers"
urlpatterns = [
    path("", views.OfficerList.as_view(), name="list"),
    path("<int:pk>/", views.OfficerDetail.as_view(), name="detail"),
    path("assign/", assignment_views.AssignPage.as_view(), name="assign"),
    path(
        "assignments/<int:pk>/edit/",
        assignment_views.AssignmentEdit.as_view(),
        name="assignment-edit",
    ),
    path(
        "assignments/<int:pk>/end/",
        assignment_views.AssignmentEnd.as_view(),
        name="assignment-end",
    ),
]
