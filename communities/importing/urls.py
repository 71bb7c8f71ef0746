"""Addresses of imports."""

from django.urls import path

from communities.importing import views

app_name = "imports"
urlpatterns = [
    path("", views.ImportList.as_view(), name="list"),
    path("<int:pk>/", views.ImportDetail.as_view(), name="detail"),
    path("<int:pk>/rows.csv", views.ImportRows.as_view(), name="rows"),
]
