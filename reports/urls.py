"""Addresses of reports."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.EditionList.as_view(), name="list"),
    path("jobs/<uuid:pk>/", views.JobProgress.as_view(), name="job"),
    path("<int:pk>/", views.EditionDetail.as_view(), name="edition"),
    path("<int:pk>/<slug:name>/", views.EditionFile.as_view(), name="file"),
]
