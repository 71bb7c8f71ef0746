"""Addresses of records brought as sheets."""

from django.urls import path

from communities.tables import views

app_name = "tables"
urlpatterns = [
    path("", views.SheetList.as_view(), name="list"),
    path("<str:code>.xlsx", views.Template.as_view(), name="template"),
    path("<int:pk>/", views.SheetDetail.as_view(), name="detail"),
    path("<int:pk>/rejected.xlsx", views.RejectedRows.as_view(), name="rejected"),
]
