"""Addresses of the papers of meetings."""

from django.urls import path

from reports.minutes.papers import minutes_of, sheet_of
from reports.minutes.views import MeetingPaper

app_name = "minutes"
urlpatterns = [
    path("<int:pk>/minutes.pdf", MeetingPaper.as_view(paper=minutes_of), name="pdf"),
    path("<int:pk>/minutes.docx", MeetingPaper.as_view(paper=minutes_of, kind="docx"), name="docx"),
    path("<int:pk>/sign-in.pdf", MeetingPaper.as_view(paper=sheet_of), name="sheet"),
]
