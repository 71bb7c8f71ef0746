"""Addresses of money for initiatives."""

from django.urls import path

from working_groups import funding_views as views
from working_groups.funding_overview import FundingFile, FundingOverview

app_name = "funding"
urlpatterns = [
    path("", FundingOverview.as_view(), name="overview"),
    path("export.csv", FundingFile.as_view(), name="csv"),
    path("initiatives/<int:pk>/new/", views.FundingAdd.as_view(), name="add"),
    path("<int:pk>/edit/", views.FundingEdit.as_view(), name="edit"),
]
