"""Addresses of meetings."""

from django.urls import path

from working_groups import calendar_views as calendars
from working_groups import checkin_views as checkins
from working_groups import meeting_views as views
from working_groups.materials import MaterialFile, MaterialFileEdit

app_name = "meetings"
urlpatterns = [
    path("", views.MeetingList.as_view(), name="list"),
    path("calendar/", calendars.MeetingMonth.as_view(), name="month"),
    path("calendar/addresses/", calendars.OwnCalendars.as_view(), name="calendars"),
    path("calendar/<str:token>/meetings.ics", calendars.Feed.as_view(), name="feed"),
    path("groups/<int:pk>/new/", views.MeetingAdd.as_view(), name="add"),
    path("<int:pk>/", views.MeetingDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.MeetingEdit.as_view(), name="edit"),
    path("<int:pk>/attendance/", views.AttendanceStep.as_view(), name="attendance"),
    path("<int:pk>/check-in/", checkins.CheckInStep.as_view(), name="check-in"),
    path("<int:pk>/check-in/names/", checkins.WaitingStep.as_view(), name="waiting"),
    path("check-in/<str:code>/", checkins.Present.as_view(), name="present"),
    path("<int:pk>/minutes/", views.MinutesStep.as_view(), name="minutes"),
    path("<int:pk>/agenda/new/", views.AgendaAdd.as_view(), name="agenda-add"),
    path("agenda/<int:pk>/edit/", views.AgendaEdit.as_view(), name="agenda-edit"),
    path("agenda/<int:pk>/material/", MaterialFile.as_view(), name="material"),
    path("agenda/<int:pk>/material/edit/", MaterialFileEdit.as_view(), name="material-edit"),
    path("<int:pk>/annex/", views.AnnexAdd.as_view(), name="annex"),
]
