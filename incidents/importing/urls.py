"""Addresses of events brought as a workbook."""

from django.urls import path

from incidents.importing import views

urlpatterns = [
    path("", views.IncidentImports.as_view(), name="imports"),
    path("template.xlsx", views.Template.as_view(), name="import-template"),
    path("<int:pk>/", views.IncidentImport.as_view(), name="import"),
    path("<int:pk>/rejected.xlsx", views.RejectedRows.as_view(), name="import-rejected"),
]
