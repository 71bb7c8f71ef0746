"""Addresses of the programmes."""

from django.urls import path

from communities.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.ProgrammeList.as_view(), name="list"),
    path("<str:code>/", views.ProgrammePage.as_view(), name="detail"),
]
