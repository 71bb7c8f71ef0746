"""Addresses of officers."""

from django.urls import path

from officers import views

app_name = "officers"
urlpatterns = [
    path("", views.OfficerList.as_view(), name="list"),
    path("<int:pk>/", views.OfficerDetail.as_view(), name="detail"),
]
